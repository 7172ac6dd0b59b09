package dev.holdfast.agent.host;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.agent.json.JsonObject;
import dev.holdfast.agent.refusal.Refusal;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Optional;

/** What must hold of whatever comes from the browser. */
public final class HostForms {
    private HostForms() {}

    public static void frames(byte[] stream) throws IOException {
        ByteArrayOutputStream written = new ByteArrayOutputStream();
        Frames in = new Frames(new ByteArrayInputStream(stream), new ByteArrayOutputStream());
        Frames out = new Frames(new ByteArrayInputStream(new byte[0]), written);
        for (Optional<byte[]> frame = in.read(); frame.isPresent(); frame = in.read()) {
            assertThat(frame.get()).hasSizeLessThanOrEqualTo(Frames.MAX);
            out.write(frame.get());
            assertThat(stream).startsWith(written.toByteArray());
        }
    }

    public static void request(byte[] message) throws IOException, Refusal {
        HostRequest request = HostRequest.of(JsonObject.parse(message));
        assertThat(request.id()).isNotEmpty();
        assertThat(request.origin().value()).startsWith("http");
    }
}
