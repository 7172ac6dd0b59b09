package dev.holdfast.bench.signin;

import dev.holdfast.bench.wire.Answer;
import dev.holdfast.bench.wire.UnexpectedAnswerException;
import java.net.URI;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A page of the login, read for what the next request needs. */
final class LoginPage {

    private static final Pattern DEVICE = Pattern.compile("<div id=\"holdfast\"[^>]*>");
    private static final Pattern WEBAUTHN_CHALLENGE = Pattern.compile("challenge\\s*:\\s*\"([A-Za-z0-9_-]+)\"");

    private final Answer answer;

    LoginPage(Answer answer) {
        if (answer.status() != 200) {
            throw new UnexpectedAnswerException("a login page", answer);
        }
        this.answer = answer;
    }

    /** Where the form with this id posts to. */
    URI action(String formId) {
        Matcher form = Pattern.compile("<form[^>]*id=\"" + formId + "\"[^>]*>").matcher(answer.body());
        return URI.create(attribute(form, "action", "the form " + formId));
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
