package dev.holdfast.insights.event;

import dev.holdfast.insights.record.Access;
import dev.holdfast.insights.record.Actor;
import dev.holdfast.insights.record.Change;
import dev.holdfast.insights.record.Device;
import dev.holdfast.insights.record.InsightRecord;
import dev.holdfast.insights.record.Service;
import dev.holdfast.insights.record.Subject;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Says what an event of an administrator is in the record, and what changed since the last record of the same resource. */
public final class AdminEvents {
    private static final int MAX_TEXT = 255;
    private static final int MAX_WORD = 40;
    private static final int MAX_DEVICE = 36;
    private static final String COMPONENT = "COMPONENT";
    private static final String ORGANIZATION = "organization";
    private static final String RECORD = "holdfast-insights";

    private static final Pattern USER = Pattern.compile("users/([^/]+)(/.*)?");
    private static final Pattern GROUP = Pattern.compile("groups/([^/]+)/.+");
    private static final Pattern DEVICE =
            Pattern.compile("holdfast/(?:posture/(?:sources/[^/]+/)?)?devices/([^/]+)(?:/.*)?");

    /** A role whose parts come and go, by its id or its name. */
    private static final Pattern COMPOSITES =
            Pattern.compile("(?:.*/)?(?:roles-by-id|roles)/([^/]+)/composites(?:/.*)?");

    /** What a change of a part of it is done to, and where its id stands in the path. */
    private static final Map<String, Pattern> OF_PARTS =
            Map.of("user", USER, "group", GROUP, "system", DEVICE, "role", COMPOSITES);

    /** Where Keycloak's partial import says that it put something. */
    private static final Map<String, String> IMPORTED = Map.of(
            "users",
            "USER",
            "groups",
            "GROUP",
            "clients",
            "CLIENT",
            "realms",
            "REALM_ROLE",
            "identity-provider-settings",
            "IDENTITY_PROVIDER",
            "mappers",
            "IDENTITY_PROVIDER_MAPPER");

    /** Members that name a resource. */
    private static final List<String> NAMES = List.of("username", "name", "clientId");

    /** Holdfast's components, by their provider's id, and what they are to the record. */
    private static final Map<String, String> COMPONENTS = Map.of(
            "holdfast-access-policy",
            "authnpolicy",
            "holdfast-ip-list",
            "iplist",
            "holdfast-api-key",
            "api_key",
            "holdfast-access",
            ORGANIZATION,
            "holdfast-device-login",
            ORGANIZATION,
            "holdfast-push",
            ORGANIZATION,
            RECORD,
            ORGANIZATION);

    private AdminEvents() {}

    /** Whether a change concerns the record itself: it is recorded even where the record is switched off. */
    public static boolean concernsRecord(String resourcePath, Optional<String> component) {
        return component.filter(RECORD::equals).isPresent()
                || resourcePath.equals("holdfast/insights")
                || resourcePath.startsWith("holdfast/insights/");
    }

    /**
     * What kind of resource an event is about. A partial import tells each user, client and so on that it brings as a change of
     * the realm; what it is says the path alone, and of a client's role only what the role is.
     */
    public static String resourceType(String told, String path, Optional<String> representation) {
        int end = path.indexOf('/');
        if (!told.equals("REALM") || end < 0) {
            return told;
        }
        String kind = IMPORTED.getOrDefault(path.substring(0, end), told);
        return kind.equals("CLIENT")
                        && State.member(representation, "clientId").isEmpty()
                        && State.member(representation, "name").isPresent()
                ? "CLIENT_ROLE"
                : kind;
    }

    /** The ids of what an event lists, as of roles that are given. */
    public static List<String> listed(Optional<String> representation) {
        return State.listed(representation);
    }

    /** The record, or empty for what the user's own event tells already. */
    public static Optional<InsightRecord> record(AdminEvent event) {
        String type = typeOf(event);
        if (type.equals("user_impersonation")) {
            return Optional.empty();
        }
        Optional<Device> device = deviceOf(event.resourcePath());
        boolean deleted = event.operation().equals("DELETE");
        boolean delta = isDelta(event);
        Map<String, String> told = State.of(event.representation());
        Map<String, String> before = beforeOf(event, delta || !deleted ? Map.of() : told);
        Optional<List<Change>> changes = State.told(event.representation());
        Map<String, String> now = delta || deleted || changes.isPresent() ? Map.of() : told;
        Circumstances when = event.circumstances();
        return Optional.of(new InsightRecord(
                when.id(),
                when.realmId(),
                when.at(),
                type,
                device.isPresent() || type.startsWith("system_") ? Service.SYSTEMS : Service.DIRECTORY,
                event.error().isEmpty(),
                event.error().map(error -> SafeText.of(error, MAX_TEXT)),
                event.administrator().map(AdminEvents::actor).orElseGet(Actor::unknown),
                when.ip(),
                when.place(),
                when.userAgent().flatMap(agent -> SafeText.maybe(agent, 300)),
                List.of(),
                Optional.empty(),
                device,
                Access.notAsked(),
                Optional.of(subject(event, type, now, before)),
                delta
                        ? State.moved(event.representation(), deleted)
                        : changes.orElseGet(() -> deleted ? State.removed(before) : State.changes(before, now)),
                now.isEmpty() ? now : State.merged(before, now)));
    }

    /** What was recorded last, or, where nothing was, what a deletion says of what is gone. */
    private static Map<String, String> beforeOf(AdminEvent event, Map<String, String> gone) {
        return event.before()
                .map(AdminEvent.Before::state)
                .filter(state -> !state.isEmpty())
                .orElse(gone);
    }

    /** Whether it tells what came or went, and not what is there now. */
    private static boolean isDelta(AdminEvent event) {
        return switch (event.resourceType()) {
            case "REALM_ROLE_MAPPING", "CLIENT_ROLE_MAPPING", "REALM_SCOPE_MAPPING", "CLIENT_SCOPE_MAPPING" -> true;
            default -> isComposite(event);
        };
    }

    private static boolean isComposite(AdminEvent event) {
        return event.resourceType().endsWith("_ROLE")
                && COMPOSITES.matcher(event.resourcePath()).matches();
    }

    private static Optional<Device> deviceOf(String path) {
        Matcher device = DEVICE.matcher(path);
        return device.matches()
                ? Optional.of(new Device(SafeText.of(device.group(1), MAX_DEVICE), Optional.empty()))
                : Optional.empty();
    }

    private static String typeOf(AdminEvent event) {
        String resource = event.resourceType().toUpperCase(Locale.ROOT);
        String path = event.resourcePath();
        String step = step(event.operation());
        if (isComposite(event)) {
            return (event.aboutAdministrator() ? "admin_" : "role_mapping_") + step;
        }
        return switch (resource) {
            case COMPONENT -> componentType(event, step);
            case "USER" -> userType(event, USER.matcher(path), step);
            case "REALM_ROLE_MAPPING", "CLIENT_ROLE_MAPPING" ->
                (event.aboutAdministrator() ? "admin_" : "role_mapping_") + step;
            case "GROUP_MEMBERSHIP" -> event.aboutAdministrator() ? "admin_" + step : "association_change";
            case "ORGANIZATION_MEMBERSHIP" -> "association_change";
            case "REALM",
                    "HOLDFAST_SETTINGS",
                    "HOLDFAST_SETUP",
                    "HOLDFAST_CONSOLE",
                    "HOLDFAST_HARDENING",
                    "HOLDFAST_POSTURE_SETTINGS" ->
                path.isEmpty() && step.equals("delete") ? "organization_delete" : "organization_update";
            case "HOLDFAST_DEVICE" -> deviceType(event, step);
            case "HOLDFAST_POSTURE" -> "system_update";
            case "HOLDFAST_ENROLMENT_TOKEN" -> "enrolment_token_" + step;
            case "HOLDFAST_PUSH" -> pushType(path);
            case "CLIENT" -> "application_" + step;
            default -> word(resource) + "_" + step;
        };
    }

    /** Of which kind a component is says the realm, which has it still when its deletion is told; else its last record. */
    private static String componentType(AdminEvent event, String step) {
        Optional<String> kind = event.component()
                .or(() -> State.member(event.representation(), "providerId"))
                .map(id -> COMPONENTS.getOrDefault(id, "component"))
                .or(() -> event.before()
                        .map(before -> before.type().replaceFirst("_(create|update|delete)$", ""))
                        .filter(COMPONENTS::containsValue));
        String word = kind.orElse("component");
        return word + "_" + (word.equals(ORGANIZATION) ? "update" : step);
    }

    private static String step(String operation) {
        return switch (operation) {
            case "CREATE" -> "create";
            case "DELETE" -> "delete";
            default -> "update";
        };
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
        Optional<String> name = Stream.of(now, before)
                .flatMap(state -> NAMES.stream().map(state::get).filter(Objects::nonNull))
                .findFirst()
                .or(() -> State.member(event.representation(), "name"));
        String path = event.resourcePath();
        String kind = type.replaceFirst("_(create|update|delete|change|quarantine)$", "");
        String id = path.substring(path.lastIndexOf('/') + 1);
        for (Map.Entry<String, Pattern> each : OF_PARTS.entrySet()) {
            Matcher whole = each.getValue().matcher(path);
            if (whole.matches()) {
                kind = each.getKey();
                id = whole.group(1);
            }
        }
        return new Subject(kind, SafeText.maybe(id, MAX_TEXT), name.flatMap(text -> SafeText.maybe(text, MAX_TEXT)));
    }
}
