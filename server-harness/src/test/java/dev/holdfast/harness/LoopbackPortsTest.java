package dev.holdfast.harness;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class LoopbackPortsTest {

    @Test
    @DisplayName("a port that somebody listens on is not free, and another one is taken instead")
    void taken() throws IOException {
        try (ServerSocket somebody = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            int port = somebody.getLocalPort();

            assertThat(LoopbackPorts.isFree(port)).isFalse();
            assertThat(LoopbackPorts.freeOr(port)).isNotEqualTo(port);
        }
    }

    @Test
    @DisplayName("a port that nobody listens on is taken as wished")
    void free() {
        int port = LoopbackPorts.free();

        assertThat(LoopbackPorts.freeOr(port)).isEqualTo(port);
    }
}
