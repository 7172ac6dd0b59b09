package dev.holdfast.phone.command;

import dev.holdfast.phone.message.SignedRequest;
import java.io.PrintWriter;
import java.util.regex.Pattern;

/** What the realm signed, for a terminal: text of others must not steer it. */
final class Printed {
    private static final Pattern STEERING = Pattern.compile("[\\p{Cc}\\p{Cf}\\p{Co}\\p{Cn}\\u2028\\u2029]");

    private Printed() {}

    /** Text of others without signs that a terminal acts on or that change the direction of reading. */
    static String plain(String text) {
        return STEERING.matcher(text).replaceAll("?");
    }

    static void request(PrintWriter out, SignedRequest request, long now) {
        out.println(purpose(request));
        line(out, "request", request.id());
        line(out, "account", request.account() + " at " + request.label());
        line(out, "application", request.clientName() + " (" + request.clientId() + ")");
        request.bindingMessage().ifPresent(message -> line(out, "message", message));
        line(out, "address", request.ip());
        request.location().ifPresent(place -> line(out, "place", place));
        String browser = request.browser().orElse("unknown")
                + request.os().map(os -> " on " + os).orElse("");
        line(out, "browser", browser + (request.knownBrowser() ? ", known" : ", NOT known from an earlier sign-in"));
        line(out, "time left", (request.expiresAt() - now) + " s");
        line(out, "wants", wants(request));
    }

    private static String purpose(SignedRequest request) {
        return switch (request.purpose()) {
            case "login" -> "Sign in?";
            case "step_up" -> "Is it still you?";
            case "reset_password" -> "Set a new password?";
            case "direct_grant" -> "Sign in by a program that asked for the password?";
            case "ciba" -> "Approve what an application asks?";
            default -> "Approve? (" + plain(request.purpose()) + ")";
        };
    }

    private static String wants(SignedRequest request) {
        String number = request.numberMatching()
                ? "the two digits that the page shows: approve --number NN"
                : "no number: approve";
        return request.userVerification().equals("required")
                ? number + "; and a fingerprint, face or PIN, which this phone cannot ask for"
                : number;
    }

    private static void line(PrintWriter out, String name, String value) {
        out.printf("  %-12s %s%n", name, plain(value));
    }
}
