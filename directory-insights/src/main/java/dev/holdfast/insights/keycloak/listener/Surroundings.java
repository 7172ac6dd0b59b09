package dev.holdfast.insights.keycloak.listener;

import com.fasterxml.jackson.core.type.TypeReference;
import dev.holdfast.insights.event.Person;
import dev.holdfast.place.Place;
import dev.holdfast.place.keycloak.PlacesProvider;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.keycloak.events.admin.AdminEvent;
import org.keycloak.events.admin.AuthDetails;
import org.keycloak.http.HttpRequest;
import org.keycloak.models.AdminRoles;
import org.keycloak.models.AuthenticationExecutionModel;
import org.keycloak.models.ClientModel;
import org.keycloak.models.Constants;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.RoleModel;
import org.keycloak.models.UserModel;
import org.keycloak.models.UserSessionModel;
import org.keycloak.sessions.AuthenticationSessionModel;
import org.keycloak.util.JsonSerialization;

/** What an event does not tell of itself, and Keycloak knows at that moment. */
final class Surroundings {
    private static final Pattern LITERAL =
            Pattern.compile("[0-9]{1,3}(\\.[0-9]{1,3}){3}|[0-9a-fA-F:.]*:[0-9a-fA-F:.]*");
    private static final Pattern USER = Pattern.compile("users/([^/]+)(/.*)?");
    private static final Pattern CLIENT_ROLES = Pattern.compile(".*role-mappings/clients/([^/]+)(/.*)?");

    private final KeycloakSession session;
    private final RealmModel realm;

    Surroundings(KeycloakSession session, RealmModel realm) {
        this.session = session;
        this.realm = realm;
    }

    Place place(Optional<String> ip) {
        // A literal address alone: a name would be asked of the name service.
        if (ip.filter(text -> LITERAL.matcher(text).matches()).isEmpty()) {
            return Place.UNKNOWN;
        }
        try {
            return session.getProvider(PlacesProvider.class).of(InetAddress.getByName(ip.get()));
        } catch (UnknownHostException e) {
            return Place.UNKNOWN;
        }
    }

    Optional<String> userAgent() {
        HttpRequest request = session.getContext().getHttpRequest();
        return Optional.ofNullable(request)
                .map(HttpRequest::getHttpHeaders)
                .map(headers -> headers.getHeaderString("User-Agent"));
    }

    Optional<Person> person(@Nullable String userId) {
        if (userId == null) {
            return Optional.empty();
        }
        return Optional.ofNullable(session.users().getUserById(realm, userId)).map(user -> person(realm, user));
    }

    Optional<Person> administrator(@Nullable AuthDetails who) {
        if (who == null || who.getUserId() == null) {
            return Optional.empty();
        }
        RealmModel home = who.getRealmId() == null
                ? realm
                : Optional.ofNullable(session.realms().getRealm(who.getRealmId()))
                        .orElse(realm);
        return Optional.ofNullable(session.users().getUserById(home, who.getUserId()))
                .map(user -> person(home, user));
    }

    /** The steps that the sign-in passed, by authenticator, with the second of each. */
    Map<String, Long> completed(@Nullable String sessionId) {
        AuthenticationSessionModel signingIn = session.getContext().getAuthenticationSession();
        String note =
                signingIn == null ? null : signingIn.getUserSessionNotes().get(Constants.AUTHENTICATORS_COMPLETED);
        if (note == null && sessionId != null) {
            UserSessionModel present = session.sessions().getUserSession(realm, sessionId);
            note = present == null ? null : present.getNote(Constants.AUTHENTICATORS_COMPLETED);
        }
        if (note == null) {
            return Map.of();
        }
        Map<String, Long> completed = new HashMap<>();
        try {
            JsonSerialization.readValue(note, new TypeReference<Map<String, Long>>() {})
                    .forEach((id, second) -> {
                        AuthenticationExecutionModel step = realm.getAuthenticationExecutionById(id);
                        if (step != null && step.getAuthenticator() != null) {
                            completed.merge(step.getAuthenticator(), second, Math::max);
                        }
                    });
        } catch (IOException e) {
            // Keycloak's own note; what it cannot tell is not told.
            return Map.of();
        }
        return completed;
    }

    boolean isAboutAdministrator(AdminEvent event) {
        String path = Optional.ofNullable(event.getResourcePath()).orElse("");
        String type = Optional.ofNullable(event.getResourceTypeAsString()).orElse("");
        Matcher roles = CLIENT_ROLES.matcher(path);
        if (type.equals("CLIENT_ROLE_MAPPING") && roles.matches()) {
            ClientModel client = realm.getClientById(roles.group(1));
            return client != null && administers(client.getClientId());
        }
        if (type.equals("REALM_ROLE_MAPPING")) {
            String given = Optional.ofNullable(event.getRepresentation()).orElse("");
            return given.contains('"' + AdminRoles.ADMIN + '"') || given.contains('"' + AdminRoles.REALM_ADMIN + '"');
        }
        Matcher user = USER.matcher(path);
        if (type.equals("USER") && user.matches()) {
            UserModel subject = session.users().getUserById(realm, user.group(1));
            return subject != null && administers(realm, subject);
        }
        return false;
    }

    private static Person person(RealmModel home, UserModel user) {
        return new Person(
                user.getId(),
                String.valueOf(user.getUsername()),
                Optional.ofNullable(user.getEmail()),
                administers(home, user));
    }

    private static boolean administers(RealmModel home, UserModel user) {
        return user.getRoleMappingsStream()
                .anyMatch(role -> role.isClientRole()
                        ? role.getContainer() instanceof ClientModel client && administers(client.getClientId())
                        : home.getName().equals("master") && isAdminRole(role));
    }

    private static boolean isAdminRole(RoleModel role) {
        return role.getName().equals(AdminRoles.ADMIN);
    }

    /** The clients whose roles are Keycloak's administration: of this realm, and in master of every realm. */
    private static boolean administers(String clientId) {
        return clientId.equals(Constants.REALM_MANAGEMENT_CLIENT_ID) || clientId.endsWith("-realm");
    }
}
