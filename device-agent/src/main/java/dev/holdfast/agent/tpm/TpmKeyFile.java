package dev.holdfast.agent.tpm;

import dev.holdfast.agent.jose.Base64Url;
import dev.holdfast.agent.json.JsonObject;
import dev.holdfast.agent.json.MalformedJsonException;
import java.io.IOException;

/** The file of a key: JSON with the two parts that the TPM gave. Worth nothing without that TPM. */
final class TpmKeyFile {
    static final String SUFFIX = ".tpm";

    private static final long VERSION = 1;

    private TpmKeyFile() {}

    static byte[] write(TpmCommands.Wrapped key) {
        return JsonObject.builder()
                .put("version", VERSION)
                .put("public", Base64Url.encode(key.publicArea()))
                .put("private", Base64Url.encode(key.wrapped()))
                .build()
                .toBytes();
    }

    /**
     * Reads what {@link #write} wrote. What it cannot see, the TPM does: it checks both parts when it loads them.
     *
     * @param name of the file, for the message
     * @throws IOException if it is damaged, or written by a newer agent
     */
    static TpmCommands.Wrapped read(String name, byte[] file) throws IOException {
        try {
            JsonObject json = JsonObject.parse(file);
            if (json.number("version") != VERSION) {
                throw new IOException("the key file " + name + " was written by another version of the agent; use that"
                        + " one, or enrol again: holdfast-agent enrol --new-key");
            }
            return new TpmCommands.Wrapped(
                    Base64Url.decode(json.string("private")), Base64Url.decode(json.string("public")));
        } catch (MalformedJsonException | IllegalArgumentException e) {
            throw damaged(name);
        }
    }

    static IOException damaged(String name) {
        return new IOException("the key file " + name + " is damaged. Move it away, then register again; for the agent"
                + " key: holdfast-agent enrol --new-key");
    }
}
