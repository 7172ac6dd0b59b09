package dev.holdfast.authenticators.keycloak.history;

import dev.holdfast.access.address.IpAddress;
import dev.holdfast.access.history.PastSignIn;
import dev.holdfast.access.history.PastSignIn.Outcome;
import dev.holdfast.access.policy.Factor;
import dev.holdfast.access.policy.ResourceType;
import dev.holdfast.insights.record.SignIn;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Reads a sign-in of the record as conditional access looks at it. */
final class PastSignIns {
    /** By the record's words. What is not here proves nobody, or is no factor of policies. */
    private static final Map<String, Factor> FACTORS = Map.of(
            "password", Factor.PASSWORD,
            "device", Factor.DEVICE,
            "totp", Factor.TOTP,
            "webauthn", Factor.WEBAUTHN,
            "passkey", Factor.WEBAUTHN,
            "push", Factor.PUSH,
            "recovery_code", new Factor("RECOVERY_CODES"));

    private static final Set<String> REFUSED_PUSHES = Set.of("push_denied", "push_reported");
    private static final String DENIED = "access_denied_by_policy";

    private PastSignIns() {}

    /**
     * Empty for an attempt of which nobody knows whose it was.
     *
     * @param types what each client is to policies
     */
    static Optional<PastSignIn> of(SignIn recorded, Function<String, ResourceType> types) {
        String client = recorded.application().orElse("");
        return recorded.userId()
                .map(user -> new PastSignIn(
                        recorded.id(),
                        recorded.at(),
                        user,
                        types.apply(client),
                        client,
                        recorded.clientIp().flatMap(IpAddress::parse),
                        recorded.place(),
                        recorded.deviceId(),
                        recorded.methods().stream()
                                .filter(FACTORS::containsKey)
                                .map(FACTORS::get)
                                .collect(Collectors.toSet()),
                        outcome(recorded)));
    }

    private static Outcome outcome(SignIn recorded) {
        if (recorded.success()) {
            return Outcome.SUCCEEDED;
        }
        String error = recorded.error().orElse("");
        if (REFUSED_PUSHES.contains(error)) {
            return Outcome.PUSH_DENIED;
        }
        return error.equals(DENIED) ? Outcome.DENIED_BY_POLICY : Outcome.FAILED;
    }
}
