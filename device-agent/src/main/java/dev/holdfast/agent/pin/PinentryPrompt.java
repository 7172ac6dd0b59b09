package dev.holdfast.agent.pin;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Timer;
import java.util.TimerTask;

/**
 * The dialog of a pinentry program, as GnuPG uses it. The PIN comes through a pipe: no argument, no variable and no file
 * ever holds it.
 */
public final class PinentryPrompt implements SecretPrompt {
    /** GPG_ERR_TIMEOUT, GPG_ERR_CANCELED, GPG_ERR_NOT_CONFIRMED and GPG_ERR_FULLY_CANCELED of libgpg-error. */
    private static final List<Integer> NO = List.of(62, 99, 114, 198);
    /** What a program has to end after its own time is over. */
    private static final Duration GRACE = Duration.ofSeconds(10);

    private final String program;
    private final Map<String, String> environment;
    private final Duration limit;

    /**
     * Asks by this program.
     *
     * @param environment of this process; {@code GPG_TTY} and {@code TERM} lead a dialog in text to its terminal
     * @param limit after which a dialog that nobody answers goes away
     */
    public PinentryPrompt(String program, Map<String, String> environment, Duration limit) {
        this.program = program;
        this.environment = environment;
        this.limit = limit;
    }

    @Override
    public Answer ask(Question question) {
        Process process;
        try {
            process =
                    new ProcessBuilder(program).redirectError(Redirect.DISCARD).start();
        } catch (IOException e) {
            return new Answer.Unavailable("The program " + program + " cannot be started.");
        }
        Timer watch = new Timer("holdfast-pinentry", true);
        watch.schedule(
                new TimerTask() {
                    @Override
                    public void run() {
                        process.destroyForcibly();
                    }
                },
                limit.plus(GRACE).toMillis());
        try (Assuan assuan = new Assuan(process.getInputStream(), process.getOutputStream())) {
            return converse(assuan, question);
        } catch (IOException e) {
            return new Answer.Unavailable("The program " + program + " broke off.");
        } finally {
            watch.cancel();
            process.destroy();
        }
    }

    private Answer converse(Assuan assuan, Question question) throws IOException {
        assuan.greeting();
        option(assuan, "ttyname", "GPG_TTY");
        option(assuan, "ttytype", "TERM");
        option(assuan, "lc-ctype", "LC_ALL");
        // Not every program knows every one of these; the dialog serves without.
        assuan.command("SETTIMEOUT", Long.toString(limit.toSeconds()));
        assuan.command("SETTITLE", "Holdfast");
        assuan.command("SETDESC", question.text());
        assuan.command("SETPROMPT", question.label());
        if (question.fault().isPresent()) {
            assuan.command("SETERROR", question.fault().get());
        }
        Assuan.Reply reply = assuan.command("GETPIN", "");
        if (reply.error() == 0) {
            return reply.data().length == 0 ? new Answer.Cancelled() : new Answer.Typed(reply.data());
        }
        // The upper bits name the program that the error comes from.
        return NO.contains(reply.error() & 0xFFFF)
                ? new Answer.Cancelled()
                : new Answer.Unavailable("The program " + program + " has no way to show its dialog here.");
    }

    private void option(Assuan assuan, String name, String variable) throws IOException {
        String value = environment.get(variable);
        if (value != null && !value.isEmpty()) {
            assuan.command("OPTION", name + "=" + value);
        }
    }
}
