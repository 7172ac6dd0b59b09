package dev.holdfast.agent.host;

import dev.holdfast.agent.json.JsonObject;
import dev.holdfast.agent.json.MalformedJsonException;
import dev.holdfast.agent.log.AgentLog;
import dev.holdfast.agent.log.LogEvent;
import dev.holdfast.agent.refusal.ErrorCode;
import dev.holdfast.agent.refusal.Refusal;
import dev.holdfast.agent.storage.BusyException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Reads requests until the browser closes the pipe. No request, however bad, ends it. */
public final class NativeHost {
    private static final int THREADS = 4;
    private static final int WAITING = 32;
    /** Longer than a rotation under way may take: its DURT should be stored before the process ends. */
    private static final long DRAIN_SECONDS = 30;

    private final Frames frames;
    private final HostRequests requests;
    private final AgentLog log;

    /** A host on two streams. */
    public NativeHost(InputStream in, OutputStream out, HostRequests requests, AgentLog log) {
        this.frames = new Frames(in, out);
        this.requests = requests;
        this.log = log;
    }

    /** Answers until the end of the stream; requests under way are finished before it returns. */
    public void run() throws IOException {
        ThreadPoolExecutor workers = new ThreadPoolExecutor(
                THREADS, THREADS, 1, TimeUnit.MINUTES, new ArrayBlockingQueue<>(WAITING), task -> {
                    Thread thread = new Thread(task, "holdfast-request");
                    thread.setDaemon(true);
                    return thread;
                });
        try {
            boolean open = true;
            while (open) {
                open = readOne(workers);
            }
        } finally {
            workers.shutdown();
            awaitEnd(workers);
        }
    }

    private boolean readOne(ThreadPoolExecutor workers) throws IOException {
        try {
            Optional<byte[]> frame = frames.read();
            if (frame.isEmpty()) {
                return false;
            }
            HostRequest request = parse(frame.get());
            if (request != null) {
                submit(workers, request);
            }
        } catch (Frames.TooLongException e) {
            refuse("", ErrorCode.INVALID_REQUEST);
        }
        return true;
    }

    private @Nullable HostRequest parse(byte[] frame) throws IOException {
        String id = "";
        try {
            JsonObject json = JsonObject.parse(frame);
            id = json.string("id");
            return HostRequest.of(json);
        } catch (MalformedJsonException e) {
            refuse(id.length() <= 128 ? id : "", ErrorCode.INVALID_REQUEST);
            return null;
        }
    }

    private void submit(ThreadPoolExecutor workers, HostRequest request) throws IOException {
        try {
            workers.execute(() -> answer(request));
        } catch (RejectedExecutionException e) {
            refuse(request.id(), ErrorCode.BUSY);
        }
    }

    private void answer(HostRequest request) {
        try {
            JsonObject reply;
            try {
                reply = JsonObject.builder()
                        .put("id", request.id())
                        .put("ok", true)
                        .putAll(requests.answer(request))
                        .build();
            } catch (Refusal refusal) {
                reply = refusal(request, refusal);
            } catch (MalformedJsonException e) {
                reply = refusal(request, Refusal.of(ErrorCode.INVALID_REQUEST, e));
            } catch (BusyException e) {
                reply = refusal(request, Refusal.of(ErrorCode.BUSY, e));
            } catch (IOException | RuntimeException | LinkageError e) {
                reply = refusal(request, Refusal.of(ErrorCode.AGENT_ERROR, e));
            }
            frames.write(reply.toBytes());
        } catch (IOException e) {
            // The browser is gone; the read side finds that out by itself.
            log.write(LogEvent.of("reply-not-delivered").kind(request.type()));
        }
        try {
            requests.afterReply(request);
        } catch (IOException e) {
            log.write(LogEvent.of("state-not-readable").kind(request.type()));
        }
    }

    private JsonObject refusal(HostRequest request, Refusal refusal) {
        LogEvent event =
                LogEvent.of("refused").kind(request.type()).error(refusal.code().wire());
        Throwable cause = refusal.getCause();
        if (cause != null) {
            // The class only, and the message only of our own exceptions: others may quote what they choked on.
            boolean ours = cause.getClass().getName().startsWith("dev.holdfast.");
            event.detail(cause.getClass().getSimpleName() + (ours ? ": " + cause.getMessage() : ""));
        }
        log.write(event);
        JsonObject.Builder reply = JsonObject.builder()
                .put("id", request.id())
                .put("ok", false)
                .put("error", refusal.code().wire());
        if (refusal.retryAfter().isPresent()) {
            reply.put("retry_after", refusal.retryAfter().getAsLong());
        }
        if (!refusal.checks().isEmpty()) {
            JsonObject.Builder checks = JsonObject.builder();
            refusal.checks().forEach(checks::put);
            reply.put("checks", checks.build());
        }
        return reply.build();
    }

    private void refuse(String id, ErrorCode code) throws IOException {
        log.write(LogEvent.of("refused").error(code.wire()));
        frames.write(JsonObject.builder()
                .put("id", id)
                .put("ok", false)
                .put("error", code.wire())
                .build()
                .toBytes());
    }

    private static void awaitEnd(ThreadPoolExecutor workers) {
        try {
            if (!workers.awaitTermination(DRAIN_SECONDS, TimeUnit.SECONDS)) {
                workers.shutdownNow();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
