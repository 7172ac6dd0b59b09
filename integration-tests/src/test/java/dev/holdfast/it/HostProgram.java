package dev.holdfast.it;

import com.fasterxml.jackson.databind.JsonNode;
import dev.holdfast.it.wire.Json;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** A native messaging host as any program can start it: each question goes to a new process. */
record HostProgram(List<String> command) {

    /** Asks one question and lets the process end. */
    JsonNode ask(JsonNode request) {
        byte[] message = request.toString().getBytes(StandardCharsets.UTF_8);
        try {
            Process host =
                    new ProcessBuilder(command).redirectError(Redirect.DISCARD).start();
            try {
                host.getOutputStream()
                        .write(ByteBuffer.allocate(4 + message.length)
                                .order(ByteOrder.nativeOrder())
                                .putInt(message.length)
                                .put(message)
                                .array());
                host.getOutputStream().close();
                byte[] all = new DataInputStream(host.getInputStream()).readAllBytes();
                ByteBuffer frames = ByteBuffer.wrap(all).order(ByteOrder.nativeOrder());
                byte[] reply = new byte[frames.getInt()];
                frames.get(reply);
                return Json.parse(reply);
            } finally {
                host.destroyForcibly();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
