package dev.holdfast.insights.event;

import dev.holdfast.insights.record.Access;
import dev.holdfast.insights.record.Actor;
import dev.holdfast.insights.record.Change;
import dev.holdfast.insights.record.Device;
import dev.holdfast.insights.record.InsightRecord;
import dev.holdfast.insights.record.Service;
import dev.holdfast.insights.record.Subject;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * Says what an event of a user or client is in the record. Of the event's details only those go on that are named here,
 * each cut to its length (A54). What merely repeats another event, or happens at each use of a token, is not recorded.
 */
public final class UserEvents {
    private static final int MAX_ERROR = 255;
    private static final int MAX_NAME = 255;
    private static final int MAX_ID = 255;
    private static final int MAX_AGENT = 300;
    private static final String IMPERSONATE = "IMPERSONATE";

    /** Applications through which administrators work. */
    private static final Set<String> ADMIN_CLIENTS = Set.of("security-admin-console", "admin-cli", "holdfast-console");

    /** What happens at each use of a token: only its refusal tells something. */
    private static final Set<String> TOKEN_USES = Set.of(
            "CODE_TO_TOKEN",
            "REFRESH_TOKEN",
            "TOKEN_EXCHANGE",
            "AUTHREQID_TO_TOKEN",
            "OAUTH2_DEVICE_CODE_TO_TOKEN",
            "OAUTH2_EXTENSION_GRANT",
            "JWT_AUTHORIZATION_GRANT",
            "PERMISSION_TOKEN");

    /** An event's name and what it is about. */
    private record Kind(String type, Service service) {
        static Optional<Kind> directory(String type) {
            return Optional.of(new Kind(type, Service.DIRECTORY));
        }

        static Optional<Kind> systems(String type) {
            return Optional.of(new Kind(type, Service.SYSTEMS));
        }

        static Optional<Kind> mfa(String type) {
            return Optional.of(new Kind(type, Service.MFA));
        }
    }

    private UserEvents() {}

    /** The record, or empty for what is none. */
    public static Optional<InsightRecord> record(UserEvent event) {
        SignInMethods methods = new SignInMethods(event.completed());
        return kindOf(event, methods).map(kind -> recordOf(event, kind, methods));
    }

    private static InsightRecord recordOf(UserEvent event, Kind kind, SignInMethods methods) {
        Circumstances when = event.circumstances();
        Access access = AccessDetails.of(event);
        return new InsightRecord(
                when.id(),
                when.realmId(),
                when.at(),
                kind.type(),
                kind.service(),
                event.error().isEmpty(),
                event.error().map(error -> SafeText.of(error, MAX_ERROR)),
                actor(event),
                when.ip(),
                when.place(),
                when.userAgent().flatMap(agent -> SafeText.maybe(agent, MAX_AGENT)),
                methods.words(),
                kind.service() == Service.MFA ? Optional.of("PUSH") : methods.secondFactor(),
                event.detail("device_id").map(id -> new Device(SafeText.of(id, 36), name(event, "device_name"))),
                access,
                resource(event, kind),
                changes(event),
                Map.of());
    }

    private static Optional<Kind> kindOf(UserEvent event, SignInMethods methods) {
        Optional<String> step = event.detail("device_event").or(() -> event.detail("push_event"));
        // A sign-in by a device is one, whatever its step is called; a push request that failed is none.
        if (step.isPresent() && !(event.type().equals("LOGIN") && isSignIn(event))) {
            return ofStep(event, step.get());
        }
        boolean failed = event.error().isPresent();
        String type = event.type();
        if (TOKEN_USES.contains(type)) {
            return failed || decided(event) ? Kind.directory("oauth_token_attempt") : Optional.empty();
        }
        return switch (type) {
            case "LOGIN" -> signIn(event, methods);
            case "IDENTITY_PROVIDER_LOGIN", "IDENTITY_PROVIDER_FIRST_LOGIN", "IDENTITY_PROVIDER_POST_LOGIN" ->
                failed ? signIn(event, methods) : Optional.empty();
            case "CLIENT_LOGIN" -> failed ? Kind.directory("client_login_attempt") : Optional.empty();
            case "LOGOUT" -> Kind.directory("user_logout");
            case "REGISTER" -> Kind.directory("user_create");
            case "DELETE_ACCOUNT" -> Kind.directory("user_delete");
            case "UPDATE_PROFILE", "UPDATE_EMAIL" -> Kind.directory("user_update");
            case "SEND_RESET_PASSWORD" -> Kind.directory("user_password_reset_request");
            case "RESET_PASSWORD" -> failed ? Kind.directory("user_password_reset_request") : Optional.empty();
            case "UPDATE_CREDENTIAL" -> credential(event, "finish");
            case "REMOVE_CREDENTIAL" -> credential(event, "delete");
            case "FEDERATED_IDENTITY_LINK", "FEDERATED_IDENTITY_OVERRIDE_LINK" ->
                Kind.directory("identity_provider_link");
            case "REMOVE_FEDERATED_IDENTITY" -> Kind.directory("identity_provider_unlink");
            case IMPERSONATE -> Kind.directory("user_impersonation");
            case "USER_DISABLED_BY_PERMANENT_LOCKOUT", "USER_DISABLED_BY_TEMPORARY_LOCKOUT" ->
                Kind.directory("user_lockout");
            case "GRANT_CONSENT", "UPDATE_CONSENT" -> Kind.directory("application_consent_grant");
            case "REVOKE_GRANT" -> Kind.directory("application_consent_revoke");
            case "CLIENT_REGISTER" -> Kind.directory("application_create");
            case "CLIENT_UPDATE" -> Kind.directory("application_update");
            case "CLIENT_DELETE" -> Kind.directory("application_delete");
            // What the gate decided is never dropped, whatever door it stands at.
            default -> decided(event) ? Kind.directory("oauth_token_attempt") : Optional.empty();
        };
    }

    private static boolean decided(UserEvent event) {
        Access access = AccessDetails.of(event);
        return access.breakGlass() || access.decision().filter("deny"::equals).isPresent();
    }

    private static Optional<Kind> signIn(UserEvent event, SignInMethods methods) {
        if (event.clientId().filter(ADMIN_CLIENTS::contains).isPresent()) {
            return Kind.directory("admin_login_attempt");
        }
        return methods.bySession()
                ? Optional.of(new Kind("sso_auth", Service.SSO))
                : Kind.directory("user_login_attempt");
    }

    private static Optional<Kind> credential(UserEvent event, String step) {
        return event.detail("credential_type").flatMap(type -> switch (type) {
            case "password" -> Kind.directory(step.equals("finish") ? "user_password_change" : "user_password_delete");
            case "otp" -> Kind.directory("totp_" + step + "_enrollment");
            case "webauthn" -> Kind.directory("webauthn_" + step + "_enrollment");
            case "webauthn-passwordless" -> Kind.directory("passkey_" + step + "_enrollment");
            case "recovery-authn-codes" -> Kind.directory("recovery_codes_" + step + "_enrollment");
            case "holdfast-unlock" -> Kind.directory("webauthn_" + step + "_enrollment");
            case "holdfast-device" -> Kind.systems("association_change");
            case "holdfast-phone" -> Kind.directory("push_" + step + "_enrollment");
            default -> Kind.directory("credential_" + (step.equals("finish") ? "update" : "delete"));
        });
    }

    private static boolean isSignIn(UserEvent event) {
        return event.error().isEmpty() || event.detail("device_event").isPresent();
    }

    /** What Holdfast's own steps are. */
    private static Optional<Kind> ofStep(UserEvent event, String step) {
        return switch (step) {
            case "agent_enrolled", "agent_adopted" -> Kind.systems("system_create");
            case "agent_enrolled_again", "agent_adopted_again", "certificate_renewed" -> Kind.systems("system_update");
            case "device_revoked" -> Kind.systems("system_delete");
            case "device_registered", "registration_revoked" -> Kind.systems("association_change");
            case "registration_quarantined" -> Kind.systems("system_quarantine");
            case "device_unlocked", "device_renewed" -> Kind.systems("system_unlock");
            case "unlock_set_up" -> Kind.directory("webauthn_finish_enrollment");
            case "phone_enrolled" -> Kind.directory("push_start_enrollment");
            case "phone_confirmed" -> Kind.directory("push_finish_enrollment");
            case "phone_removed" -> Kind.directory("push_delete_enrollment");
            case "push_answered" -> Kind.mfa(event.error().isEmpty() ? "push_mfa_attempt" : "push_mfa_attempt_failed");
            case "push_mfa_attempt_failed" -> Kind.mfa("push_mfa_attempt_failed");
            default -> {
                if (event.error().isEmpty()) {
                    // Each silent sign-in and proof of a session: the sign-in itself is recorded.
                    yield Optional.empty();
                }
                yield event.detail("push_event").isPresent()
                        ? Kind.mfa("push_request_refused")
                        : Kind.systems("system_request_refused");
            }
        };
    }

    private static Actor actor(UserEvent event) {
        if (event.type().equals(IMPERSONATE)) {
            return event.impersonator()
                    .map(person -> actor(Actor.Type.ADMIN, person))
                    .orElseGet(() -> new Actor(
                            Actor.Type.ADMIN, Optional.empty(), name(event, "impersonator"), Optional.empty()));
        }
        if (event.person().isPresent()) {
            Person person = event.person().get();
            return actor(person.administrator() ? Actor.Type.ADMIN : Actor.Type.USER, person);
        }
        if (event.type().equals("CLIENT_LOGIN")) {
            return new Actor(
                    Actor.Type.CLIENT, event.clientId().flatMap(UserEvents::id), Optional.empty(), Optional.empty());
        }
        return Actor.unknown();
    }

    private static Actor actor(Actor.Type type, Person person) {
        return new Actor(
                type,
                SafeText.name(person.id(), MAX_ID),
                SafeText.name(person.username(), MAX_NAME),
                person.email().flatMap(email -> SafeText.name(email, MAX_NAME)));
    }

    private static Optional<Subject> resource(UserEvent event, Kind kind) {
        if (kind.service() == Service.SYSTEMS) {
            return event.detail("device_id").map(id -> new Subject("system", id(id), name(event, "device_name")));
        }
        if (event.detail("phone_id").isPresent()) {
            return Optional.of(
                    new Subject("phone", event.detail("phone_id").flatMap(UserEvents::id), name(event, "phone_name")));
        }
        if (kind.type().startsWith("identity_provider_")) {
            return event.detail("identity_provider")
                    .map(alias -> new Subject("identity_provider", id(alias), Optional.empty()));
        }
        if (event.type().equals(IMPERSONATE)) {
            return event.person()
                    .map(person -> new Subject(
                            "user", SafeText.name(person.id(), MAX_ID), SafeText.name(person.username(), MAX_NAME)));
        }
        return event.clientId().map(client -> new Subject("application", id(client), Optional.empty()));
    }

    private static Optional<String> id(String text) {
        return SafeText.maybe(text, MAX_ID);
    }

    private static Optional<String> name(UserEvent event, String detail) {
        return event.detail(detail).flatMap(name -> SafeText.maybe(name, MAX_NAME));
    }

    /** A profile's members, as Keycloak tells them: {@code previous_email}, {@code updated_email}. */
    private static List<Change> changes(UserEvent event) {
        Map<String, Change> changes = new TreeMap<>();
        if (event.type().equals("UPDATE_PROFILE") || event.type().equals("UPDATE_EMAIL")) {
            for (String field : List.of("email", "first_name", "last_name")) {
                Optional<String> from = name(event, "previous_" + field);
                Optional<String> to = name(event, "updated_" + field);
                if (from.isPresent() || to.isPresent()) {
                    changes.put(field, new Change(field, from, to));
                }
            }
        }
        return List.copyOf(changes.values());
    }
}
