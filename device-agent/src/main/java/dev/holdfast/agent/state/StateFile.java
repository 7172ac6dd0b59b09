package dev.holdfast.agent.state;

import dev.holdfast.agent.json.JsonObject;
import dev.holdfast.agent.json.MalformedJsonException;
import dev.holdfast.agent.storage.PrivateFolder;
import java.io.IOException;
import java.util.Optional;

/** Reads the agent's own files; a damaged one is the agent's fault and must not look like a bad request. */
final class StateFile {
    private StateFile() {}

    /** Makes a value of an object. */
    @FunctionalInterface
    interface Form<T> {
        T of(JsonObject json) throws MalformedJsonException;
    }

    static <T> Optional<T> read(PrivateFolder folder, String name, Form<T> form) throws IOException {
        Optional<byte[]> file = folder.read(name);
        if (file.isEmpty()) {
            return Optional.empty();
        }
        try {
            return Optional.of(form.of(JsonObject.parse(file.get())));
        } catch (MalformedJsonException e) {
            throw new DamagedStateException(folder.path().resolve(name), e);
        }
    }
}
