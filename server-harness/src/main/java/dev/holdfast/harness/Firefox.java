package dev.holdfast.harness;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The installed Firefox with a home and a profile of its own and no window, driven by WebDriver BiDi over a socket of
 * this machine. One tab. Not thread safe: one thread opens, drives and closes it.
 */
public final class Firefox implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int MOST_TRIES = 5;
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Pattern ADDRESS = Pattern.compile("WebDriver BiDi listening on (ws://\\S+)");
    private static final long BETWEEN_LOOKS_MILLIS = 100;

    private final ChildProcess process;
    private final Connection connection;
    private String tab = "";

    private Firefox(ChildProcess process, Connection connection) {
        this.process = process;
        this.connection = connection;
    }

    /**
     * Starts it.
     *
     * @param home a folder that Firefox and the native hosts it starts take for the user's home; its profile is in it
     * @param settings lines of {@code user.js}, for example {@code user_pref("a", true);}
     * @param environment variables for Firefox and what it starts
     * @throws HarnessException if Firefox is not installed (see {@link Requirement#firefox}) or does not start
     */
    public static Firefox start(Path home, List<String> settings, Map<String, String> environment) {
        Path program = Requirement.firefox().require();
        Path profile = home.toAbsolutePath().resolve("profile");
        try {
            Files.createDirectories(profile);
            Files.write(profile.resolve("user.js"), settings);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Map<String, String> all = new LinkedHashMap<>(environment);
        all.put("HOME", home.toAbsolutePath().toString());
        all.put("MOZ_CRASHREPORTER_DISABLE", "1");
        return start(program, profile.toString(), all, home);
    }

    /**
     * Starts one that sees another system than this, for example {@link PrivateSystem}.
     *
     * @param program starts Firefox there with the arguments it gets
     * @param profile a folder as Firefox sees it
     * @param folder of this system, for Firefox's log
     */
    public static Firefox start(Path program, String profile, Path folder) {
        return start(program, profile, Map.of(), folder);
    }

    private static Firefox start(Path program, String profile, Map<String, String> environment, Path folder) {
        ChildProcess process = ChildProcess.start(
                "firefox",
                List.of(
                        program.toString(),
                        "--headless",
                        "--no-remote",
                        "--profile",
                        profile,
                        "--remote-debugging-port",
                        String.valueOf(LoopbackPorts.free())),
                environment,
                folder,
                folder.resolve("firefox.log"));
        try {
            Firefox firefox = new Firefox(process, Connection.to(address(process)));
            firefox.call("session.new", Map.of("capabilities", Map.of()));
            firefox.tab = firefox.call("browsingContext.getTree", Map.of())
                    .path("contexts")
                    .path(0)
                    .path("context")
                    .asText();
            return firefox;
        } catch (RuntimeException e) {
            process.close();
            throw e;
        }
    }

    /**
     * Installs an extension for as long as Firefox runs, as somebody who tries it does; it need not be signed.
     *
     * @param file a packed one
     */
    public void install(Path file) {
        call(
                "webExtension.install",
                Map.of(
                        "extensionData",
                        Map.of(
                                "type",
                                "archivePath",
                                "path",
                                file.toAbsolutePath().toString())));
    }

    /** Opens a page, and waits for nothing. What the page before it still loads may end a try before it has begun. */
    public void open(String address) {
        for (int tried = 1; ; tried++) {
            try {
                call("browsingContext.navigate", Map.of("context", tab, "url", address, "wait", "none"));
                return;
            } catch (HarnessException e) {
                if (tried == MOST_TRIES || !String.valueOf(e.getMessage()).contains("NS_BINDING_ABORTED")) {
                    throw e;
                }
                pause();
            }
        }
    }

    /** What an expression of the page's own script gives, as a text; promises are awaited. */
    public String evaluate(String expression) {
        JsonNode answer = call(
                "script.evaluate",
                Map.of("expression", expression, "target", Map.of("context", tab), "awaitPromise", true));
        if (!answer.path("type").asText().equals("success")) {
            throw new HarnessException("script failed: "
                    + answer.path("exceptionDetails").path("text").asText());
        }
        return answer.path("result").path("value").asText();
    }

    /** Waits until an expression of the page is true, over navigations. */
    public void await(String expression) {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (!isTrue(expression)) {
            if (System.nanoTime() > end) {
                throw new HarnessException("never true in Firefox: " + expression + "; it shows " + shown());
            }
            pause();
        }
    }

    /** The address and the words that the tab shows. */
    public String shown() {
        return evaluate("location.href + ': ' + document.body?.innerText");
    }

    /** Deletes the cookies of the session, as closing the browser does. */
    public void deleteSessionCookies() {
        JsonNode cookies = call("storage.getCookies", Map.of()).path("cookies");
        for (JsonNode cookie : cookies) {
            if (!cookie.has("expiry")) {
                call(
                        "storage.deleteCookies",
                        Map.of("filter", Map.of("name", cookie.path("name").asText())));
            }
        }
    }

    private boolean isTrue(String expression) {
        try {
            return evaluate("String(Boolean(" + expression + "))").equals("true");
        } catch (HarnessException e) {
            // The page that was asked is gone, and the next one is not there yet.
            return false;
        }
    }

    private static void pause() {
        try {
            TimeUnit.MILLISECONDS.sleep(BETWEEN_LOOKS_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new HarnessException("interrupted");
        }
    }

    private JsonNode call(String method, Map<String, Object> parameters) {
        return connection.call(method, parameters);
    }

    private static URI address(ChildProcess process) {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (System.nanoTime() < end && process.isAlive()) {
            Matcher found = ADDRESS.matcher(process.logTail(200));
            if (found.find()) {
                return URI.create(found.group(1) + "/session");
            }
            pause();
        }
        throw new HarnessException("Firefox did not start: " + process.logTail(20));
    }

    @Override
    public void close() {
        connection.close();
        process.close();
    }

    /** Commands and their answers. */
    private record Connection(WebSocket socket, Answers answers, AtomicLong ids) implements AutoCloseable {
        static Connection to(URI address) {
            Answers answers = new Answers();
            WebSocket socket = HttpClient.newHttpClient()
                    .newWebSocketBuilder()
                    .connectTimeout(PATIENCE)
                    .buildAsync(address, answers)
                    .join();
            return new Connection(socket, answers, new AtomicLong());
        }

        JsonNode call(String method, Map<String, Object> parameters) {
            long id = ids.incrementAndGet();
            CompletableFuture<JsonNode> answer = new CompletableFuture<>();
            answers.waiting.put(id, answer);
            try {
                String text = JSON.writeValueAsString(Map.of("id", id, "method", method, "params", parameters));
                socket.sendText(text, true).join();
                JsonNode reply = answer.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
                if (reply.path("type").asText().equals("error")) {
                    throw new HarnessException(
                            method + ": " + reply.path("error").asText() + ": "
                                    + reply.path("message").asText());
                }
                return reply.path("result");
            } catch (JsonProcessingException | ExecutionException | TimeoutException e) {
                throw new HarnessException(method + " had no answer from Firefox", e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new HarnessException(method + " was interrupted", e);
            } finally {
                answers.waiting.remove(id);
            }
        }

        @Override
        public void close() {
            socket.abort();
        }
    }

    /** Finds the command that an answer belongs to. */
    private static final class Answers implements WebSocket.Listener {
        private final Map<Long, CompletableFuture<JsonNode>> waiting = new ConcurrentHashMap<>();
        private final StringBuilder message = new StringBuilder();

        @Override
        public CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
            message.append(data);
            if (last) {
                try {
                    JsonNode reply = JSON.readTree(message.toString());
                    CompletableFuture<JsonNode> answer =
                            waiting.get(reply.path("id").asLong());
                    if (answer != null) {
                        answer.complete(reply);
                    }
                } catch (JsonProcessingException e) {
                    waiting.values().forEach(each -> each.completeExceptionally(e));
                }
                message.setLength(0);
            }
            return WebSocket.Listener.super.onText(from, data, last);
        }
    }
}
