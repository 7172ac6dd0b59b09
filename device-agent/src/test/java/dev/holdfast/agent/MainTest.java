package dev.holdfast.agent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.agent.command.BrowserStart;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class MainTest {
    private static final String EXTENSION = "chrome-extension://enkebgpdbogjbjleiommjdegleknefca/";

    @Test
    @DisplayName("A browser that starts the program itself, without a command, gets the native host")
    void browserNamesNoCommand() {
        assertThat(BrowserStart.isMeant(EXTENSION, "--parent-window=0")).isTrue();
        assertThat(BrowserStart.isMeant(
                        "/usr/lib/mozilla/native-messaging-hosts/dev.holdfast.agent.json", "device-login@holdfast.dev"))
                .isTrue();
    }

    @Test
    @DisplayName("Every other command line is parsed as one")
    void others() {
        assertThat(BrowserStart.isMeant()).isFalse();
        assertThat(BrowserStart.isMeant("status", "--json")).isFalse();
        assertThat(BrowserStart.isMeant("host", EXTENSION)).isFalse();
        assertThat(BrowserStart.isMeant("--state", "/tmp/x", "host", EXTENSION)).isFalse();
    }
}
