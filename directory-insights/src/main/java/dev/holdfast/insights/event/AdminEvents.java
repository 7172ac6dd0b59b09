package dev.holdfast.insights.event;

import dev.holdfast.insights.record.Access;
import dev.holdfast.insights.record.Actor;
import dev.holdfast.insights.record.Change;
import dev.holdfast.insights.record.InsightRecord;
import dev.holdfast.insights.record.Service;
import dev.holdfast.insights.record.Subject;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Says what an event of an administrator is in the record, and what changed since the last record of the same resource. */
public final class AdminEvents {
    private static final int MAX_TEXT = 255;
    private static final int MAX_WORD = 40;
    private static final Pattern USER = Pattern.compile("users/([^/]+)(/.*)?");

    private AdminEvents() {}

    /** The record, or empty for what the user's own event tells already. */
    public static Optional<InsightRecord> record(AdminEvent event) {
        String type = typeOf(event);
        if (type.equals("user_impersonation")) {
            return Optional.empty();
        }
        Map<String, String> before =
                event.before().map(AdminEvent.Before::state).orElse(Map.of());
        Optional<List<Change>> told = State.told(event.representation());
        boolean deleted = event.operation().equals("DELETE");
        Map<String, String> now = deleted || told.isPresent() ? Map.of() : State.of(event.representation());
        List<Change> changes = told.orElseGet(() -> deleted ? State.removed(before) : State.changes(before, now));
        Circumstances when = event.circumstances();
        return Optional.of(new InsightRecord(
                when.id(),
                when.realmId(),
                when.at(),
                type,
                type.startsWith("system_") ? Service.SYSTEMS : Service.DIRECTORY,
                event.error().isEmpty(),
                event.error().map(error -> SafeText.of(error, MAX_TEXT)),
                event.administrator().map(AdminEvents::actor).orElseGet(Actor::unknown),
                when.ip(),
                when.place(),
                when.userAgent().flatMap(agent -> SafeText.maybe(agent, 300)),
                List.of(),
                Optional.empty(),
                Optional.empty(),
                Access.notAsked(),
                Optional.of(subject(event, type, now, before)),
                changes,
                merged(before, now)));
    }

    /** An update that names a few members leaves the others as they were. */
    private static Map<String, String> merged(Map<String, String> before, Map<String, String> now) {
        if (now.isEmpty()) {
            return now;
        }
        Map<String, String> merged = new HashMap<>(before);
        merged.putAll(now);
        return merged.size() <= 80 ? merged : now;
    }

    private static String typeOf(AdminEvent event) {
        String resource = event.resourceType().toUpperCase(Locale.ROOT);
        String path = event.resourcePath();
        String step = step(event.operation());
        Optional<String> ours = ofConditionalAccess(event, resource);
        if (ours.isPresent()) {
            return ours.get() + "_" + (ours.get().equals("organization") ? "update" : step);
        }
        Matcher user = USER.matcher(path);
        return switch (resource) {
            case "USER" -> userType(event, user, step);
            case "REALM_ROLE_MAPPING", "CLIENT_ROLE_MAPPING" ->
                (event.aboutAdministrator() ? "admin_" : "role_mapping_") + step;
            case "GROUP_MEMBERSHIP", "ORGANIZATION_MEMBERSHIP" -> "association_change";
            case "REALM", "HOLDFAST_SETTINGS", "HOLDFAST_SETUP", "HOLDFAST_CONSOLE", "HOLDFAST_POSTURE_SETTINGS" ->
                path.isEmpty() && step.equals("delete") ? "organization_delete" : "organization_update";
            case "HOLDFAST_DEVICE" -> deviceType(event, step);
            case "HOLDFAST_POSTURE" -> "system_update";
            case "HOLDFAST_ENROLMENT_TOKEN" -> "enrolment_token_" + step;
            case "HOLDFAST_PUSH" -> pushType(path);
            case "CLIENT" -> "application_" + step;
            default -> word(resource) + "_" + step;
        };
    }

    private static String step(String operation) {
        return switch (operation) {
            case "CREATE" -> "create";
            case "DELETE" -> "delete";
            default -> "update";
        };
    }

    /** Policies, lists of addresses, settings and keys of conditional access, whoever's door they came through. */
    private static Optional<String> ofConditionalAccess(AdminEvent event, String resource) {
        String told = resource.startsWith("HOLDFAST") ? resource : "";
        if (resource.equals("COMPONENT")) {
            told = State.member(event.representation(), "providerType").orElse("") + " "
                    + State.member(event.representation(), "providerId").orElse("");
            if (told.isBlank()) {
                // A deletion says nothing of what is gone: its last record does.
                return event.before()
                        .map(before -> before.type().replaceFirst("_(create|update|delete)$", ""))
                        .filter(type -> List.of("authnpolicy", "iplist", "organization", "api_key")
                                .contains(type));
            }
        }
        String words = told.toLowerCase(Locale.ROOT).replaceAll("[^a-z]", "");
        if (words.contains("apikey")) {
            return Optional.of("api_key");
        }
        if (words.contains("iplist")) {
            return Optional.of("iplist");
        }
        if (words.contains("policy")) {
            return Optional.of("authnpolicy");
        }
        boolean settings = words.contains("holdfastaccess")
                || words.contains("holdfastinsights")
                || words.contains("devicelogin")
                || words.contains("holdfastpush") && resource.equals("COMPONENT")
                || words.contains("organization");
        return settings ? Optional.of("organization") : Optional.empty();
    }

    private static String userType(AdminEvent event, Matcher path, String step) {
        String below = path.matches() && path.group(2) != null ? path.group(2) : "";
        if (below.equals("/impersonation")) {
            return "user_impersonation";
        }
        if (below.equals("/reset-password") || below.startsWith("/reset-password-email")) {
            return "user_password_set";
        }
        if (below.startsWith("/credentials/") || below.equals("/disable-credential-types")) {
            return switch (event.details().getOrDefault("credential_type", "")) {
                case "otp" -> "totp_delete_enrollment";
                case "webauthn" -> "webauthn_delete_enrollment";
                case "webauthn-passwordless" -> "passkey_delete_enrollment";
                case "holdfast-phone" -> "push_delete_enrollment";
                case "holdfast-device" -> "association_change";
                default -> "credential_delete";
            };
        }
        if (below.equals("/logout")) {
            return "user_logout";
        }
        return (event.aboutAdministrator() ? "admin_" : "user_") + step;
    }

    private static String deviceType(AdminEvent event, String step) {
        String path = event.resourcePath();
        if (path.endsWith("/quarantine")) {
            return "system_quarantine";
        }
        if (path.contains("/registrations/")) {
            return "association_change";
        }
        return path.endsWith("/revoke") ? "system_delete" : "system_" + step;
    }

    private static String pushType(String path) {
        if (path.contains("/phones/")) {
            return "push_delete_enrollment";
        }
        // Lets somebody enrol a phone with a password alone, for a while.
        return path.endsWith("/consents") ? "mfa_bypass_create" : "organization_update";
    }

    private static String word(String resource) {
        String word =
                resource.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "_").replaceAll("^_+|_+$", "");
        String bounded = word.length() <= MAX_WORD ? word : word.substring(0, MAX_WORD);
        return bounded.isEmpty() || !Character.isLetter(bounded.charAt(0)) ? "object" : bounded;
    }

    private static Actor actor(Person person) {
        return new Actor(
                Actor.Type.ADMIN,
                SafeText.name(person.id(), MAX_TEXT),
                SafeText.name(person.username(), MAX_TEXT),
                person.email().flatMap(email -> SafeText.name(email, MAX_TEXT)));
    }

    private static Subject subject(AdminEvent event, String type, Map<String, String> now, Map<String, String> before) {
        String path = event.resourcePath();
        Matcher user = USER.matcher(path);
        String id = user.matches() ? user.group(1) : path.substring(path.lastIndexOf('/') + 1);
        Optional<String> name = Optional.ofNullable(now.get("username"))
                .or(() -> Optional.ofNullable(now.get("name")))
                .or(() -> Optional.ofNullable(now.get("clientId")))
                .or(() -> State.member(event.representation(), "name"))
                .or(() -> Optional.ofNullable(before.get("username")))
                .or(() -> Optional.ofNullable(before.get("name")));
        String kind = user.matches() ? "user" : type.replaceFirst("_(create|update|delete|change|quarantine)$", "");
        return new Subject(kind, SafeText.maybe(id, MAX_TEXT), name.flatMap(text -> SafeText.maybe(text, MAX_TEXT)));
    }
}
