package dev.holdfast.agent.tpm;

import dev.holdfast.agent.platform.Platform;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** A TPM while it is open: sends commands, repeats those that have to wait, and frees its slots. One thread at a time. */
final class TpmConnection implements AutoCloseable {
    private static final int FLUSH_CONTEXT = 0x165;
    private static final int GET_CAPABILITY = 0x17A;
    private static final int HANDLES = 1;
    private static final int LOADED_SESSIONS = 0x02000000;
    private static final int TRANSIENT_OBJECTS = 0x80000000;
    private static final int MAX_HANDLES = 64;

    /** With the pauses between them, about ten seconds: longer than a self-test. */
    private static final int MAX_ATTEMPTS = 12;

    private static final Duration FIRST_PAUSE = Duration.ofMillis(5);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(2);

    private final TpmTransport transport;
    private final Platform.Pause pause;
    private final Set<Integer> own = new HashSet<>();

    TpmConnection(TpmTransport transport, Platform.Pause pause) {
        this.transport = transport;
        this.pause = pause;
    }

    /** A handle that is freed when it is closed. */
    final class Slot implements AutoCloseable {
        private final int handle;

        private Slot(int handle) {
            this.handle = handle;
            own.add(handle);
        }

        int handle() {
            return handle;
        }

        @Override
        public void close() {
            own.remove(handle);
            try {
                flush(handle);
            } catch (TpmException e) {
                // Gone already (a session ends with its command), or the TPM itself is gone: free either way.
                return;
            }
        }
    }

    /**
     * Sends a command until it has an answer.
     *
     * @throws TpmException.LockedOut if it needs a key with a PIN while the TPM is locked
     * @throws TpmException.Refused for every other response code
     */
    TpmAnswer execute(TpmCommand command) throws TpmException {
        byte[] frame = command.frame();
        Duration wait = FIRST_PAUSE;
        boolean tidied = false;
        for (int attempt = 1; ; attempt++) {
            byte[] answer = transport.exchange(frame);
            int code = TpmAnswer.code(answer);
            if (code == ResponseCode.SUCCESS) {
                return TpmAnswer.of(answer, command);
            }
            if (code == ResponseCode.LOCKOUT) {
                throw new TpmException.LockedOut();
            }
            if (ResponseCode.isFull(code) && transport.isExclusive() && !tidied) {
                tidied = true;
                flushLeftovers();
            } else if (ResponseCode.isPassing(code) && attempt < MAX_ATTEMPTS) {
                pause.of(wait);
                wait = wait.multipliedBy(2).compareTo(LONGEST_PAUSE) < 0 ? wait.multipliedBy(2) : LONGEST_PAUSE;
            } else {
                throw new TpmException.Refused(command.code(), code);
            }
        }
    }

    /** Takes care of a handle that a command gave. */
    Slot slot(int handle) {
        return new Slot(handle);
    }

    /** Handles of one kind from {@code first} on. */
    List<Integer> handles(int first) throws TpmException {
        TpmReader list = capability(HANDLES, first, MAX_HANDLES);
        int count = list.count(Integer.BYTES);
        List<Integer> handles = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            handles.add(list.u32());
        }
        list.end();
        return handles;
    }

    /** What {@code TPM2_GetCapability} says, the two members before the data taken off. */
    TpmReader capability(int capability, int property, int count) throws TpmException {
        TpmReader data = execute(new TpmCommand(
                        GET_CAPABILITY,
                        List.of(),
                        List.of(),
                        new TpmWriter().u32(capability).u32(property).u32(count).toBytes(),
                        false))
                .parameters();
        data.u8();
        if (data.u32() != capability) {
            throw new TpmException.Malformed("another capability than was asked for");
        }
        return data;
    }

    /** What a program left that used this TPM without a resource manager and was killed. */
    private void flushLeftovers() throws TpmException {
        for (int kind : new int[] {TRANSIENT_OBJECTS, LOADED_SESSIONS}) {
            for (int handle : handles(kind)) {
                if (!own.contains(handle)) {
                    flush(handle);
                }
            }
        }
    }

    private void flush(int handle) throws TpmException {
        execute(new TpmCommand(
                FLUSH_CONTEXT, List.of(), List.of(), new TpmWriter().u32(handle).toBytes(), false));
    }

    @Override
    public void close() {
        transport.close();
    }
}
