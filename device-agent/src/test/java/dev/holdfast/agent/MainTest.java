package dev.holdfast.agent;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class MainTest {
    private static final String EXTENSION = "chrome-extension://enkebgpdbogjbjleiommjdegleknefca/";

    @Test
    @DisplayName("A browser that starts the program itself, without a command, gets the native host")
    void browserNamesNoCommand() {
        assertThat(Main.withCommand(new String[] {EXTENSION, "--parent-window=0"}))
                .containsExactly("host", EXTENSION, "--parent-window=0");
    }

    @Test
    @DisplayName("Every other command line stays as it is")
    void others() {
        assertThat(Main.withCommand(new String[] {})).isEmpty();
        assertThat(Main.withCommand(new String[] {"status", "--json"})).containsExactly("status", "--json");
        assertThat(Main.withCommand(new String[] {"host", EXTENSION})).containsExactly("host", EXTENSION);
    }
}
