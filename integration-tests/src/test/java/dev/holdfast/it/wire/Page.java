package dev.holdfast.it.wire;

import java.net.URI;
import java.net.http.HttpHeaders;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a browser shows, or the redirect that led it away from the server. */
public record Page(URI uri, int status, HttpHeaders headers, String body, Optional<URI> leftFor) {
    private static final Pattern HOLDFAST = Pattern.compile("<div id=\"holdfast\"[^>]*>");
    private static final Pattern PASSWORD_FORM = Pattern.compile("<form[^>]*id=\"kc-form-login\"[^>]*>");
    private static final Pattern HOLDFAST_FORM = Pattern.compile("<form[^>]*id=\"holdfast-form\"[^>]*>");

    private static final Pattern STOCK_FORM = Pattern.compile("<form[^>]*\\saction=\"[^\"]+\"[^>]*>");

    static Page of(HttpResponse<byte[]> response, Optional<URI> leftFor) {
        return new Page(
                response.uri(),
                response.statusCode(),
                response.headers(),
                new String(response.body(), StandardCharsets.UTF_8),
                leftFor);
    }

    public boolean isDevicePage() {
        return HOLDFAST.matcher(body).find();
    }

    public boolean asksForPassword() {
        return PASSWORD_FORM.matcher(body).find();
    }

    /** Whether the page wants a proof of the browser's session. */
    public boolean asksForProof() {
        return isDevicePage() && given("registration").isPresent();
    }

    /** A value that the server handed to the device page's script, e.g. {@code challenge}. */
    public Optional<String> given(String name) {
        Matcher element = HOLDFAST.matcher(body);
        if (!element.find()) {
            return Optional.empty();
        }
        return attribute(element.group(), "data-" + name).filter(value -> !value.isEmpty());
    }

    public String challenge() {
        return given("challenge").orElseThrow(() -> new AssertionError("no challenge in " + this));
    }

    /** Where the page's form posts to. */
    public URI action() {
        for (Pattern pattern : new Pattern[] {HOLDFAST_FORM, PASSWORD_FORM}) {
            Matcher form = pattern.matcher(body);
            if (form.find()) {
                return URI.create(attribute(form.group(), "action").orElseThrow());
            }
        }
        throw new AssertionError("no form in " + this);
    }

    /** Where the first form of one of Keycloak's own pages posts to. */
    public URI stockForm() {
        Matcher form = STOCK_FORM.matcher(body);
        if (!form.find()) {
            throw new AssertionError("no form in " + this);
        }
        return uri.resolve(attribute(form.group(), "action").orElseThrow());
    }

    private static Optional<String> attribute(String tag, String name) {
        Matcher matcher = Pattern.compile("\\s" + name + "=\"([^\"]*)\"").matcher(tag);
        return matcher.find() ? Optional.of(unescaped(matcher.group(1))) : Optional.empty();
    }

    private static String unescaped(String html) {
        return html.replace("&quot;", "\"")
                .replace("&#39;", "'")
                .replace("&lt;", "<")
                .replace("&gt;", ">")
                .replace("&amp;", "&");
    }

    @Override
    public String toString() {
        return status + " " + uri.getPath()
                + leftFor.map(target -> " -> " + target).orElse("") + "\n"
                + body.replaceAll("(?s)<head>.*</head>", "").replaceAll("\\s+", " ");
    }
}
