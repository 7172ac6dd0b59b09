package dev.holdfast.insights.keycloak.listener;

import com.fasterxml.jackson.core.type.TypeReference;
import dev.holdfast.insights.event.AdminEvent.Before;
import dev.holdfast.insights.event.Person;
import dev.holdfast.insights.keycloak.rows.InsightRows;
import dev.holdfast.place.Place;
import dev.holdfast.place.keycloak.PlacesProvider;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.keycloak.component.ComponentModel;
import org.keycloak.events.Details;
import org.keycloak.events.Event;
import org.keycloak.events.admin.AdminEvent;
import org.keycloak.events.admin.AuthDetails;
import org.keycloak.http.HttpRequest;
import org.keycloak.models.AuthenticationExecutionModel;
import org.keycloak.models.Constants;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.models.UserSessionModel;
import org.keycloak.models.utils.ModelToRepresentation;
import org.keycloak.sessions.AuthenticationSessionModel;
import org.keycloak.util.JsonSerialization;

/** What an event does not tell of itself, and Keycloak knows at that moment. A look that fails finds nothing. */
final class Surroundings {
    private static final Logger LOG = Logger.getLogger(Surroundings.class);
    private static final String REMOVED = Surroundings.class.getName() + ".removed.";

    private final KeycloakSession session;
    private final RealmModel realm;

    Surroundings(KeycloakSession session, RealmModel realm) {
        this.session = session;
        this.realm = realm;
    }

    /** What a look finds, or what there is without. Only where it spoilt the transaction does its failure go on. */
    <T> T tried(String what, T without, Supplier<T> look) {
        try {
            return look.get();
        } catch (RuntimeException e) {
            if (session.getTransactionManager().getRollbackOnly()) {
                throw e;
            }
            LOG.warnf("a record lacks %s, which could not be read: %s", what, e);
            LOG.debug("why", e);
            return without;
        }
    }

    private <T> Optional<T> found(String what, Supplier<Optional<T>> look) {
        return tried(what, Optional.empty(), look);
    }

    Place place(Optional<String> ip) {
        return ip.map(address -> tried(
                        "its place",
                        Place.UNKNOWN,
                        () -> session.getProvider(PlacesProvider.class).of(address)))
                .orElse(Place.UNKNOWN);
    }

    /** Where the request comes from. */
    Optional<String> address() {
        return found(
                "its address",
                () -> Optional.ofNullable(session.getContext().getConnection().getRemoteHost()));
    }

    Optional<String> userAgent() {
        return found("its browser", () -> {
            HttpRequest request = session.getContext().getHttpRequest();
            return Optional.ofNullable(request)
                    .map(HttpRequest::getHttpHeaders)
                    .map(headers -> headers.getHeaderString("User-Agent"));
        });
    }

    /** Somebody of the realm; their id alone where they are gone or cannot be looked up. */
    Optional<Person> person(@Nullable String userId) {
        return userId == null ? Optional.empty() : Optional.of(person(realm, userId));
    }

    private Person person(RealmModel home, String userId) {
        return found(
                        "a person",
                        () -> Optional.ofNullable(session.users().getUserById(home, userId))
                                .map(Surroundings::person)
                                .or(() -> Optional.ofNullable(session.getAttribute(REMOVED + userId, Person.class))))
                .orElseGet(() -> Person.ofId(userId));
    }

    private static Person person(UserModel user) {
        return new Person(
                user.getId(),
                String.valueOf(user.getUsername()),
                Optional.ofNullable(user.getEmail()),
                Administration.includes(user));
    }

    /** Keeps somebody in mind who is about to be removed: the event of it comes after. */
    void keep(UserModel user) {
        found("a person", () -> Optional.of(person(user)))
                .ifPresent(person -> session.setAttribute(REMOVED + user.getId(), person));
    }

    Optional<Person> administrator(@Nullable AuthDetails who) {
        if (who == null || who.getUserId() == null) {
            return Optional.empty();
        }
        RealmModel home = found(
                        "an administrator's realm",
                        () -> Optional.ofNullable(who.getRealmId()).map(session.realms()::getRealm))
                .orElse(realm);
        return Optional.of(person(home, who.getUserId()));
    }

    /** Whose token the request bears. */
    Optional<Person> caller() {
        return found(
                "its caller",
                () -> Optional.ofNullable(session.getContext().getUser()).map(Surroundings::person));
    }

    /** Who begins to act as the event's user. */
    Optional<Person> impersonator(Event event) {
        Map<String, String> details = Optional.ofNullable(event.getDetails()).orElse(Map.of());
        String name = details.get(Details.IMPERSONATOR);
        String home = details.get(Details.IMPERSONATOR_REALM);
        if (name == null || home == null) {
            return Optional.empty();
        }
        return found(
                "an administrator",
                () -> Optional.ofNullable(session.realms().getRealmByName(home))
                        .map(found -> session.users().getUserByUsername(found, name))
                        .map(Surroundings::person));
    }

    /** The steps that the sign-in passed, by authenticator, with the second of each. */
    Map<String, Long> completed(@Nullable String sessionId) {
        return tried("its steps", Map.of(), () -> completedIn(sessionId));
    }

    private Map<String, Long> completedIn(@Nullable String sessionId) {
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
            throw new UncheckedIOException(e);
        }
        return completed;
    }

    /** A component that the realm has. */
    Optional<ComponentModel> component(String id) {
        return found("a component", () -> Optional.ofNullable(realm.getComponent(id)));
    }

    /** A component as Keycloak shows it to administrators, with its secrets masked. */
    Optional<String> shown(ComponentModel component) {
        return found("a component's settings", () -> {
            try {
                return Optional.of(JsonSerialization.writeValueAsString(
                        ModelToRepresentation.toRepresentation(session, component, false)));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }

    /** What was last recorded at a path. */
    Optional<Before> before(String path) {
        return path.isEmpty()
                ? Optional.empty()
                : found("what was before", () -> new InsightRows(session).lastAt(realm.getId(), path));
    }

    boolean isAboutAdministrator(AdminEvent event, String resourceType) {
        return tried(
                "whom it concerns",
                false,
                () -> new Administration(session, realm).concerns(event, resourceType, this::person));
    }
}
