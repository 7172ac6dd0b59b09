package dev.holdfast.phone.realm;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.holdfast.phone.message.Json;
import dev.holdfast.phone.message.MalformedException;
import dev.holdfast.phone.message.PhoneMessage;
import java.net.URI;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;

/**
 * What a realm says about its push (section 3).
 *
 * @param nonces where nonces come from
 * @param keys where its public keys are
 * @param endpoints where each kind of message goes
 * @param app its phone app, for those who need what this phone has not
 * @param userVerification {@code none}, {@code optional} or {@code required}
 */
public record PushRealm(
        URI nonces, URI keys, Map<PhoneMessage.Type, URI> endpoints, String app, String userVerification) {
    private static final int VERSION = 1;

    public PushRealm {
        endpoints = Map.copyOf(endpoints);
    }

    /** Where this kind goes. */
    public URI endpoint(PhoneMessage.Type type) {
        return Objects.requireNonNull(endpoints.get(type));
    }

    static PushRealm read(ObjectNode document, Issuer asked) throws Fault.Distrusted {
        try {
            if (!Json.text(document, "issuer").equals(asked.value())) {
                throw new Fault.Distrusted("This is the document of another realm: it names " + document.path("issuer")
                        + ", and " + asked + " was asked.");
            }
            if (Json.number(document, "version") != VERSION) {
                throw new Fault.Distrusted("The realm speaks version " + document.path("version")
                        + " of the push protocol, this phone version " + VERSION + ".");
            }
            Map<PhoneMessage.Type, URI> endpoints = new EnumMap<>(PhoneMessage.Type.class);
            endpoints.put(PhoneMessage.Type.ENROL, own(document, "enrolment_endpoint", asked));
            endpoints.put(PhoneMessage.Type.FETCH, own(document, "requests_endpoint", asked));
            endpoints.put(PhoneMessage.Type.ANSWER, own(document, "answers_endpoint", asked));
            endpoints.put(PhoneMessage.Type.REMOVE, own(document, "removal_endpoint", asked));
            return new PushRealm(
                    own(document, "nonce_endpoint", asked),
                    own(document, "jwks_uri", asked),
                    endpoints,
                    Json.text(document, "app_uri"),
                    Json.text(document, "user_verification"));
        } catch (MalformedException e) {
            throw new Fault.Distrusted("The realm's push configuration cannot be used: " + e.getMessage());
        }
    }

    /** All endpoints are below the realm's own address (section 2): messages go nowhere else. */
    private static URI own(ObjectNode document, String name, Issuer issuer) throws MalformedException {
        String address = Json.text(document, name);
        if (!address.startsWith(issuer.base() + "/")) {
            throw new MalformedException("'" + name + "' is not below " + issuer.base());
        }
        try {
            return URI.create(address);
        } catch (IllegalArgumentException e) {
            throw new MalformedException("'" + name + "' is no URL");
        }
    }
}
