package dev.holdfast.agent.pin;

import dev.holdfast.agent.key.KeyLockedOutException;
import dev.holdfast.agent.key.Pin;
import dev.holdfast.agent.key.WrongPinException;
import dev.holdfast.agent.refusal.ErrorCode;
import dev.holdfast.agent.refusal.Refusal;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.Optional;

/** What is asked about PINs, whatever way a person is asked. */
public final class PinDialog {
    /** Fewer than the TPM of a PC allows before it locks itself, so that one dialog alone does not do that. */
    private static final int TRIES = 3;

    private final SecretPrompt prompt;
    private final PinTexts texts;

    /** Asks by this prompt. */
    public PinDialog(SecretPrompt prompt, PinTexts texts) {
        this.prompt = prompt;
        this.texts = texts;
    }

    /** What is done with a PIN that may be wrong. */
    @FunctionalInterface
    public interface Use<T> {
        /** Throws {@link WrongPinException} for a wrong one. */
        T with(Pin pin) throws GeneralSecurityException, Refusal, IOException;
    }

    /**
     * Asks for the PIN of an account until it is right, three times at most.
     *
     * @throws Refusal {@code cancelled}, {@code wrong_pin}, {@code pin_locked} or {@code pin_unavailable}
     */
    public <T> T unlock(String account, String realm, Use<T> use)
            throws GeneralSecurityException, Refusal, IOException {
        return known(texts.text("known", account, realm), texts.text("label"), use);
    }

    /** The same before a change of the PIN. */
    public <T> T beforeChange(String account, String realm, Use<T> use)
            throws GeneralSecurityException, Refusal, IOException {
        return known(texts.text("old", account, realm), texts.text("labelOld"), use);
    }

    /**
     * Asks for a new PIN, twice.
     *
     * @throws Refusal {@code cancelled} or {@code pin_unavailable}
     */
    public Pin fresh(String realm) throws Refusal {
        Optional<String> fault = Optional.empty();
        while (true) {
            char[] first = typed(new SecretPrompt.Question(texts.text("fresh", realm), texts.text("labelNew"), fault));
            char[] second = {};
            try {
                Optional<Pin> pin = pin(first);
                if (pin.isEmpty()) {
                    fault = Optional.of(texts.text("length"));
                    continue;
                }
                second = typed(
                        new SecretPrompt.Question(texts.text("again"), texts.text("labelAgain"), Optional.empty()));
                if (Arrays.equals(first, second)) {
                    return pin.get();
                }
                fault = Optional.of(texts.text("different"));
            } finally {
                Arrays.fill(first, '\0');
                Arrays.fill(second, '\0');
            }
        }
    }

    private <T> T known(String text, String label, Use<T> use) throws GeneralSecurityException, Refusal, IOException {
        Optional<String> fault = Optional.empty();
        int left = TRIES;
        while (true) {
            char[] line = typed(new SecretPrompt.Question(text, label, fault));
            Optional<Pin> pin = pin(line);
            Arrays.fill(line, '\0');
            if (pin.isEmpty()) {
                // No PIN at all: the hardware need not count it.
                fault = Optional.of(texts.text("length"));
                continue;
            }
            try {
                return use.with(pin.get());
            } catch (WrongPinException e) {
                if (--left == 0) {
                    throw Refusal.of(ErrorCode.WRONG_PIN, e);
                }
                fault = Optional.of(texts.text("wrong", left));
            } catch (KeyLockedOutException e) {
                throw Refusal.of(ErrorCode.PIN_LOCKED, e);
            }
        }
    }

    private char[] typed(SecretPrompt.Question question) throws Refusal {
        SecretPrompt.Answer answer = prompt.ask(question);
        if (answer instanceof SecretPrompt.Answer.Typed typed) {
            return typed.line();
        }
        if (answer instanceof SecretPrompt.Answer.Unavailable unavailable) {
            throw Refusal.of(ErrorCode.PIN_UNAVAILABLE, unavailable.reason());
        }
        throw Refusal.of(ErrorCode.CANCELLED);
    }

    private static Optional<Pin> pin(char[] line) {
        try {
            return Optional.of(Pin.of(line));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
