package dev.holdfast.push.request;

import dev.holdfast.push.limit.Lane;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The sign-in that a phone is asked about, as its user will read it.
 *
 * @param clientId the application, which limits count by
 * @param clientName how people know it
 * @param address the address that asks, by Keycloak's proxy settings
 * @param shared whether the application stands for many machines, as a RADIUS server does
 * @param shownNumber the two digits that the application shows its user already; empty where the realm makes them
 */
public record SignIn(
        Purpose purpose,
        String clientId,
        String clientName,
        Optional<String> bindingMessage,
        String address,
        Optional<String> location,
        Optional<String> browser,
        Optional<String> system,
        boolean knownBrowser,
        boolean shared,
        Optional<String> shownNumber) {
    private static final int MAX_BINDING_MESSAGE = 200;
    /** So that a signed request always fits into its row. */
    private static final int MAX_TEXT = 64;

    private static final Pattern NUMBER = Pattern.compile("[0-9]{2}");

    public SignIn {
        clientName = shortened(clientName, MAX_TEXT);
        bindingMessage = bindingMessage.map(text -> shortened(text, MAX_BINDING_MESSAGE));
        location = location.map(text -> shortened(text, MAX_TEXT));
        browser = browser.map(text -> shortened(text, MAX_TEXT));
        system = system.map(text -> shortened(text, MAX_TEXT));
        if (shownNumber.filter(number -> !isNumber(number)).isPresent()) {
            throw new IllegalArgumentException("a number has two digits");
        }
    }

    public static boolean isNumber(String text) {
        return NUMBER.matcher(text).matches();
    }

    Lane lane() {
        if (purpose == Purpose.CIBA) {
            return Lane.BACKCHANNEL;
        }
        return knownBrowser ? Lane.KNOWN_BROWSER : Lane.UNKNOWN_BROWSER;
    }

    /** Texts of others are shown on the phone: without what could break its lines. */
    static String shortened(String text, int most) {
        String printable = text.codePoints()
                .filter(c -> !Character.isISOControl(c) && Character.getType(c) != Character.SURROGATE)
                .limit(most)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
        return printable.isBlank() ? "–" : printable;
    }
}
