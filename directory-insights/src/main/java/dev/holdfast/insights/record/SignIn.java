package dev.holdfast.insights.record;

import com.fasterxml.jackson.databind.JsonNode;
import dev.holdfast.place.Place;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * A sign-in, tried or done, as risk and replay need it.
 *
 * @param application the client's id
 * @param methods what proved the user
 * @param mfaType the second factor, if there was one
 */
public record SignIn(
        String id,
        Instant at,
        Optional<String> userId,
        Optional<String> application,
        boolean success,
        Optional<String> error,
        Optional<String> clientIp,
        Place place,
        Optional<String> deviceId,
        Optional<String> userAgent,
        List<String> methods,
        Optional<String> mfaType,
        Optional<String> decision) {
    public SignIn {
        methods = List.copyOf(methods);
    }

    /** Events that are sign-ins. */
    public static final List<String> TYPES = List.of("user_login_attempt", "admin_login_attempt", "sso_auth");

    /** These, and pushes that were refused. */
    public static final List<String> ATTEMPTS =
            List.of("user_login_attempt", "admin_login_attempt", "sso_auth", "push_mfa_attempt_failed");

    /**
     * Reads what {@link RecordJson} wrote.
     *
     * @throws IllegalArgumentException if it is no record
     */
    public static SignIn read(String payload) {
        JsonNode json = RecordJson.read(payload);
        JsonNode context = json.path("auth_context");
        List<String> methods = new ArrayList<>();
        context.path("auth_methods").fieldNames().forEachRemaining(methods::add);
        return new SignIn(
                json.path("id").asText(),
                Instant.parse(json.path("timestamp").asText()),
                text(json.path("initiated_by").path("id")),
                Optional.of(json.path("resource"))
                        .filter(resource -> resource.path("type").asText().equals("application"))
                        .flatMap(resource -> text(resource.path("id"))),
                json.path("success").asBoolean(),
                text(json.path("error_message")),
                text(json.path("client_ip")),
                place(json.path("geoip")),
                text(context.path("system").path("id")),
                text(json.path("useragent").path("raw")),
                methods,
                text(json.path("mfa_meta").path("type")),
                text(context.path("decision")));
    }

    private static Place place(JsonNode geo) {
        return switch (geo.path("status").asText()) {
            case "located" ->
                new Place.Located(
                        geo.path("country_code").asText(),
                        text(geo.path("continent_code")),
                        text(geo.path("region_code")),
                        text(geo.path("city")),
                        number(geo.path("latitude")),
                        number(geo.path("longitude")));
            case "private" -> Place.PRIVATE_NETWORK;
            default -> Place.UNKNOWN;
        };
    }

    private static Optional<String> text(JsonNode node) {
        return Optional.of(node).filter(JsonNode::isTextual).map(JsonNode::asText);
    }

    private static OptionalDouble number(JsonNode node) {
        return node.isNumber() ? OptionalDouble.of(node.asDouble()) : OptionalDouble.empty();
    }
}
