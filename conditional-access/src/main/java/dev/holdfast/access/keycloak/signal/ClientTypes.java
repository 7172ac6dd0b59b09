package dev.holdfast.access.keycloak.signal;

import dev.holdfast.access.policy.ResourceType;
import java.util.Arrays;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.keycloak.models.ClientModel;
import org.keycloak.models.Constants;

/** What a client is to policies. */
public final class ClientTypes {
    /** The client attribute by which an administrator says what a client is, in a policy's words: {@code ldap}, for one. */
    public static final String ATTRIBUTE = "holdfast.accessType";

    private static final Set<String> ADMIN_PORTAL = Set.of(
            Constants.ADMIN_CONSOLE_CLIENT_ID,
            Constants.ADMIN_CLI_CLIENT_ID,
            Constants.REALM_MANAGEMENT_CLIENT_ID,
            "holdfast-console");

    /** The agent's own client too: by it a device is set up, which a policy for applications may demand. */
    private static final Set<String> USER_PORTAL =
            Set.of(Constants.ACCOUNT_MANAGEMENT_CLIENT_ID, Constants.ACCOUNT_CONSOLE_CLIENT_ID, "holdfast-agent");

    private ClientTypes() {}

    /** @throws IllegalArgumentException if the client's attribute is none of a policy's words */
    public static ResourceType of(ClientModel client) {
        String said = client.getAttribute(ATTRIBUTE);
        if (said != null && !said.isBlank()) {
            return named(said.trim().toUpperCase(Locale.ROOT));
        }
        if (ADMIN_PORTAL.contains(client.getClientId())) {
            return ResourceType.ADMIN_PORTAL;
        }
        return USER_PORTAL.contains(client.getClientId()) ? ResourceType.USER_PORTAL : ResourceType.APPLICATION;
    }

    private static ResourceType named(String word) {
        return Arrays.stream(ResourceType.values())
                .filter(type -> type.name().equals(word))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("The client's attribute " + ATTRIBUTE + " is none of "
                        + Arrays.stream(ResourceType.values())
                                .map(type -> type.name().toLowerCase(Locale.ROOT))
                                .collect(Collectors.joining(", "))
                        + ": nobody is let in to it"));
    }
}
