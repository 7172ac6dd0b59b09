package dev.holdfast.agent.state;

import dev.holdfast.agent.json.JsonObject;
import dev.holdfast.agent.json.MalformedJsonException;
import dev.holdfast.agent.origin.Issuer;
import dev.holdfast.agent.origin.WebOrigin;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * This machine as a realm enrolled it.
 *
 * @param issuer the realm; the only one this device's messages go to
 * @param did the device's id
 * @param certificateChain standard base64 of DER, leaf first, the form of {@code x5c}
 * @param notAfter when the leaf ends, seconds since the epoch; for display
 * @param trustedOrigins the only pages the agent answers
 */
public record Device(
        Issuer issuer, String did, List<String> certificateChain, long notAfter, List<WebOrigin> trustedOrigins) {

    private static final Pattern UUID = Pattern.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");
    private static final int MAX_LIST = 16;

    /** Refuses ids that are no lower-case UUIDs and lists that are empty or absurd. */
    public Device {
        certificateChain = List.copyOf(certificateChain);
        trustedOrigins = List.copyOf(trustedOrigins);
        if (!UUID.matcher(did).matches()) {
            throw new IllegalArgumentException("not a device id");
        }
        if (certificateChain.isEmpty() || certificateChain.size() > MAX_LIST) {
            throw new IllegalArgumentException("a chain of " + certificateChain.size() + " certificates");
        }
        if (trustedOrigins.isEmpty() || trustedOrigins.size() > MAX_LIST) {
            throw new IllegalArgumentException(trustedOrigins.size() + " trusted origins");
        }
    }

    /** The {@code iss} of this device's messages. */
    public String urn() {
        return "urn:holdfast:device:" + did;
    }

    /** Reads the form that {@link #toJson} writes, which is that of the answer to an enrolment. */
    public static Device fromJson(JsonObject json) throws MalformedJsonException {
        try {
            List<WebOrigin> origins = new ArrayList<>();
            for (String origin : json.strings("trusted_origins")) {
                origins.add(new WebOrigin(origin));
            }
            return new Device(
                    new Issuer(json.string("issuer")),
                    json.string("did"),
                    json.strings("certificate_chain"),
                    json.number("not_after"),
                    origins);
        } catch (IllegalArgumentException e) {
            throw new MalformedJsonException("not a device: " + e.getMessage());
        }
    }

    JsonObject toJson() {
        return JsonObject.builder()
                .put("version", 1)
                .put("issuer", issuer.value())
                .put("did", did)
                .putStrings("certificate_chain", certificateChain)
                .put("not_after", notAfter)
                .putStrings(
                        "trusted_origins",
                        trustedOrigins.stream().map(WebOrigin::value).toList())
                .build();
    }
}
