package dev.holdfast.bench.push;

import dev.holdfast.bench.signin.Application;
import dev.holdfast.bench.signin.Application.Begun;
import dev.holdfast.bench.signin.Application.Tokens;
import dev.holdfast.bench.signin.LoginPage;
import dev.holdfast.bench.wire.CookieJar;
import java.net.URI;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Signs in with password and phone: page, password, page with a number, the phone's look and answer, code, tokens.
 *
 * @param application for which application
 */
public record PushSignIn(Application application) {
    private static final Pattern NUMBER = Pattern.compile("id=\"holdfast-number\"[^>]*>([0-9]{2})<");
    private static final Pattern WAIT = Pattern.compile("data-wait=\"([^\"]+)\"");

    /** A browser whose page shows what became of its attempt. */
    public record Attempt(Begun begun, LoginPage page) {
        /** Whether a request was sent, and waits. */
        public boolean waits() {
            return page.found(WAIT).isPresent();
        }

        public URI waitAddress() {
            return URI.create(page.find(WAIT, "a page that waits"));
        }

        public String number() {
            return page.find(NUMBER, "the number");
        }

        public String request() {
            String path = waitAddress().getPath();
            return path.substring(path.lastIndexOf('/') + 1);
        }
    }

    /** Begins in a fresh browser, up to the page after the password. */
    public Attempt ask(String user) {
        Begun begun = application.begin(new CookieJar());
        return new Attempt(
                begun,
                new LoginPage(application.post(
                        begun,
                        begun.page().action("kc-form-login"),
                        Map.of("username", user, "password", user, "credentialId", ""))));
    }

    /** Presses "ask again" on the page of an attempt that was refused. */
    public Attempt askAgain(Attempt attempt) {
        return new Attempt(
                attempt.begun(),
                new LoginPage(application.post(attempt.begun(), attempt.page().lastAction(), Map.of("again", "1"))));
    }

    /** The whole sign-in, with the phone's part. */
    public Tokens signIn(PushUser user) {
        Attempt attempt = ask(user.name());
        user.phone().send(user.phone().approval(user.phone().request(attempt.request()), attempt.number()));
        return application.finish(
                attempt.begun(),
                application.post(attempt.begun(), attempt.page().action("holdfast-push"), Map.of("check", "1")));
    }

    /**
     * Sets a phone up for a user whom an administrator let do so.
     *
     * @param subscription at a push service; empty for a phone that cannot be woken
     */
    public PushUser enrol(String user, PushPhone phone, Optional<Map<String, String>> subscription) {
        Begun begun = application.begin(new CookieJar(), Map.of("kc_action", "holdfast-enrol-phone"));
        LoginPage page = application.follow(
                begun,
                application.post(
                        begun,
                        begun.page().action("kc-form-login"),
                        Map.of("username", user, "password", user, "credentialId", "")));
        phone.enrol(
                page.find(Pattern.compile("id=\"holdfast-typed\">([0-9A-Z-]{19})<"), "a typed code")
                        .replace("-", ""),
                subscription);
        var unused = application.finish(
                begun,
                application.post(begun, page.action("holdfast-phone"), Map.of("confirm_code", phone.confirmCode())));
        return new PushUser(user, phone);
    }
}
