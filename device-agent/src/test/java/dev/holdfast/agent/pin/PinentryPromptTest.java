package dev.holdfast.agent.pin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.holdfast.harness.Requirement;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PinentryPromptTest {
    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final SecretPrompt.Question QUESTION =
            new SecretPrompt.Question("Unlock 100 % of it\nfor ada", "PIN:", Optional.of("That was wrong."));

    @TempDir
    Path folder;

    private SecretPrompt.Answer ask(String answerToGetPin) throws IOException {
        Path program = Files.createFile(
                folder.resolve("pinentry"),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        Files.writeString(program, """
                #!/bin/bash
                echo 'OK Pleased to meet you'
                while read -r line; do
                  printf '%%s\\n' "$line" >>'%s/lines'
                  case "$line" in
                    GETPIN*) cat '%s/answer' ;;
                    SETTIMEOUT*) echo 'ERR 536871187 Unknown IPC command <User defined source 1>' ;;
                    *) printf '# a remark\\nS SOME_STATUS\\nOK\\n' ;;
                  esac
                done
                """.formatted(folder, folder));
        Files.writeString(folder.resolve("answer"), answerToGetPin);
        return new PinentryPrompt(program.toString(), Map.of("GPG_TTY", "/dev/pts/9"), LIMIT).ask(QUESTION);
    }

    private static String typed(SecretPrompt.Answer answer) {
        assertThat(answer).isInstanceOf(SecretPrompt.Answer.Typed.class);
        assertThat(answer.toString()).isEqualTo("Typed");
        return new String(((SecretPrompt.Answer.Typed) answer).line());
    }

    @Test
    @DisplayName("Assuan: a PIN comes decoded, over several lines of data, and the question's text is one line")
    void decoded() throws IOException {
        assertThat(typed(ask("D 12%2534\nD z%C3%A4hl\nOK\n"))).isEqualTo("12%34zähl");

        assertThat(Files.readAllLines(folder.resolve("lines")))
                .contains(
                        "OPTION ttyname=/dev/pts/9",
                        "SETDESC Unlock 100 %25 of it%0Afor ada",
                        "SETPROMPT PIN:",
                        "SETERROR That was wrong.")
                .endsWith("GETPIN");
    }

    @ParameterizedTest(name = "libgpg-error {0}: {1}")
    @CsvSource({"83886179, Cancelled", "83886142, Cancelled", "83886194, Cancelled", "83886340, Unavailable"})
    @DisplayName("Assuan: whoever cancels or lets the time pass said no; a program without a screen could not ask")
    void errors(long code, String outcome) throws IOException {
        assertThat(ask("ERR " + code + " text <Pinentry>\n").getClass().getSimpleName())
                .isEqualTo(outcome);
    }

    @ParameterizedTest
    @ValueSource(strings = {"ERR\n", "ERR 0 nothing\n", "D 12%4\nOK\n", "D 12%ZZ\nOK\n"})
    @DisplayName("Assuan: a program that speaks otherwise could not ask")
    void broken(String answer) throws IOException {
        assertThat(ask(answer)).isInstanceOf(SecretPrompt.Answer.Unavailable.class);
    }

    @Test
    @DisplayName("Where there is no such program nobody is asked, and the reason names it")
    void missing() {
        SecretPrompt.Answer answer =
                new PinentryPrompt(folder.resolve("none").toString(), Map.of(), LIMIT).ask(QUESTION);

        assertThat(answer)
                .isInstanceOfSatisfying(
                        SecretPrompt.Answer.Unavailable.class,
                        unavailable -> assertThat(unavailable.reason()).contains("none"));
    }

    @Test
    @DisplayName("G8 GnuPG's own pinentry asks at a terminal, and gives what was typed there")
    void realProgram() throws Exception {
        Requirement pinentry = Requirement.pinentry();
        assumeTrue(pinentry.isUsable(), pinentry.absence());
        Process terminal = new ProcessBuilder(
                        "script", "--quiet", "--flush", "--command", "tty; exec sleep 60", "/dev/null")
                .redirectErrorStream(true)
                .start();
        try (BufferedReader screen =
                new BufferedReader(new InputStreamReader(terminal.getInputStream(), StandardCharsets.UTF_8))) {
            String tty = screen.readLine().strip();
            assertThat(tty).startsWith("/dev/pts/");
            CompletableFuture<SecretPrompt.Answer> answer = CompletableFuture.supplyAsync(() -> new PinentryPrompt(
                            pinentry.require().toString(), Map.of("GPG_TTY", tty, "TERM", "xterm"), LIMIT)
                    .ask(QUESTION));
            awaitText(screen, "PIN:");
            terminal.getOutputStream().write("4711\n".getBytes(StandardCharsets.US_ASCII));
            terminal.getOutputStream().flush();

            assertThat(typed(answer.get(30, TimeUnit.SECONDS))).isEqualTo("4711");
        } finally {
            terminal.destroyForcibly();
        }
    }

    private static void awaitText(BufferedReader screen, String text) throws IOException {
        StringBuilder shown = new StringBuilder();
        while (shown.indexOf(text) < 0) {
            int c = screen.read();
            assertThat(c).as("the screen shows %s", shown).isNotNegative();
            shown.append((char) c);
        }
    }
}
