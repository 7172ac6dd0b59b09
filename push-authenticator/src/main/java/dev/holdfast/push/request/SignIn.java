package dev.holdfast.push.request;

import java.util.Optional;

/**
 * The sign-in that a phone is asked about, as its user will read it.
 *
 * @param clientId the application, which limits count by
 * @param clientName how people know it
 * @param address the address that asks, by Keycloak's proxy settings
 * @param shared whether the application stands for many machines, as a RADIUS server does
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
        boolean shared) {
    private static final int MAX_BINDING_MESSAGE = 200;
    /** So that a signed request always fits into its row. */
    private static final int MAX_TEXT = 64;

    public SignIn {
        clientName = shortened(clientName, MAX_TEXT);
        bindingMessage = bindingMessage.map(text -> shortened(text, MAX_BINDING_MESSAGE));
        location = location.map(text -> shortened(text, MAX_TEXT));
        browser = browser.map(text -> shortened(text, MAX_TEXT));
        system = system.map(text -> shortened(text, MAX_TEXT));
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
