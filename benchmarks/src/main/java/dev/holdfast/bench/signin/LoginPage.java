package dev.holdfast.bench.signin;

import dev.holdfast.bench.wire.Answer;
import dev.holdfast.bench.wire.UnexpectedAnswerException;
import java.net.URI;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A page of the login, read for what the next request needs. */
public final class LoginPage {

    private static final Pattern DEVICE = Pattern.compile("<div id=\"holdfast\"[^>]*>");
    private static final Pattern WEBAUTHN_CHALLENGE = Pattern.compile("challenge\\s*:\\s*\"([A-Za-z0-9_-]+)\"");

    private final Answer answer;

    /** @throws UnexpectedAnswerException if it is no page */
    public LoginPage(Answer answer) {
        if (answer.status() != 200) {
            throw new UnexpectedAnswerException("a login page", answer);
        }
        this.answer = answer;
    }

    /** Where the form with this id posts to. */
    public URI action(String formId) {
        Matcher form = Pattern.compile("<form[^>]*id=\"" + formId + "\"[^>]*>").matcher(answer.body());
        return URI.create(attribute(form, "action", "the form " + formId));
    }

    /** Where the page's last form posts to. */
    public URI lastAction() {
        Matcher form = Pattern.compile("<form[^>]*>(?!.*<form)", Pattern.DOTALL).matcher(answer.body());
        return URI.create(attribute(form, "action", "a form"));
    }

    /** What a pattern's first group finds in the page. */
    public String find(Pattern pattern, String what) {
        return found(pattern).orElseThrow(() -> new UnexpectedAnswerException(what, answer));
    }

    /** The same, where it may be missing. */
    public Optional<String> found(Pattern pattern) {
        Matcher matcher = pattern.matcher(answer.body());
        return matcher.find() ? Optional.of(matcher.group(1).replace("&amp;", "&")) : Optional.empty();
    }

    /** The challenge of the device page. */
    String deviceChallenge() {
        return attribute(DEVICE.matcher(answer.body()), "data-challenge", "the device page");
    }

    /** The challenge of the stock WebAuthn page. */
    String webAuthnChallenge() {
        Matcher challenge = WEBAUTHN_CHALLENGE.matcher(answer.body());
        if (!challenge.find()) {
            throw new UnexpectedAnswerException("the WebAuthn page", answer);
        }
        return challenge.group(1);
    }

    private String attribute(Matcher tag, String name, String what) {
        if (tag.find()) {
            Matcher attribute = Pattern.compile("\\s" + name + "=\"([^\"]*)\"").matcher(tag.group());
            if (attribute.find()) {
                return attribute.group(1).replace("&amp;", "&");
            }
        }
        throw new UnexpectedAnswerException(what, answer);
    }
}
