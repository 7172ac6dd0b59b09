package dev.holdfast.access.document;

import dev.holdfast.access.condition.Condition;
import dev.holdfast.access.policy.DenialMessage;
import dev.holdfast.access.policy.Effect;
import dev.holdfast.access.policy.Factor;
import dev.holdfast.access.policy.Mode;
import dev.holdfast.access.policy.Obligations;
import dev.holdfast.access.policy.OnMissing;
import dev.holdfast.access.policy.Policy;
import dev.holdfast.access.policy.ResourceType;
import dev.holdfast.access.policy.SessionLimits;
import dev.holdfast.access.policy.Targets;
import dev.holdfast.access.policy.UserVerification;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Reads a policy. Made for one document. */
final class PolicyReader {
    static final List<String> MEMBERS = List.of(
            "id",
            "name",
            "description",
            "disabled",
            "mode",
            "priority",
            "type",
            "conditions",
            "onMissing",
            "effect",
            "targets");
    static final int DEFAULT_PRIORITY = 100;
    static final int LONGEST_NAME = 200;
    static final int LONGEST_TEXT = 2_000;
    static final int MOST_SECONDS = 315_360_000;
    static final int MOST_TARGETS = 10_000;
    static final String EVERYBODY = "ALL";

    /** Where help may be: https, or mailto. What {@link URI} reads of the rest of RFC 3986 is not needed for it. */
    static final Pattern HELP_URL = Pattern.compile("https://[A-Za-z0-9.-]+(:[0-9]{1,5})?"
            + "(/([A-Za-z0-9._~!$&'()*+,;=:@/-]|%[0-9A-Fa-f]{2})*)?"
            + "(\\?([A-Za-z0-9._~!$&'()*+,;=:@/?-]|%[0-9A-Fa-f]{2})*)?"
            + "(#([A-Za-z0-9._~!$&'()*+,;=:@/?-]|%[0-9A-Fa-f]{2})*)?"
            + "|mailto:[A-Za-z0-9.+_-]+@[A-Za-z0-9.-]+(\\?([A-Za-z0-9._=&+-]|%[0-9A-Fa-f]{2})*)?");

    private final Problems problems;
    private final ConditionReader conditions;

    PolicyReader(Problems problems) {
        this.problems = problems;
        this.conditions = new ConditionReader(problems);
    }

    /** What was read; it means something only if there are no problems. */
    Policy read(Source document) {
        Fields fields = new Fields(document, problems, MEMBERS);
        List<Targets.Resource> resources = new ArrayList<>();
        Targets targets =
                fields.get("targets").map(source -> targets(source, resources)).orElse(Targets.ALL);
        return new Policy(
                fields.word("id", ConditionReader.LONGEST_NAME).orElse(""),
                fields.required("name")
                        .map(name -> Fields.word(name, LONGEST_NAME, problems))
                        .orElse(""),
                fields.text("description", LONGEST_TEXT).orElse(""),
                fields.flag("disabled", false),
                fields.constant("mode", Mode.class).orElse(Mode.ENFORCE),
                fields.number("priority", 0, Policy.MOST_PRIORITY).orElse(DEFAULT_PRIORITY),
                type(fields, document, resources),
                targets,
                fields.get("conditions").map(conditions::read).orElse(Condition.ALWAYS),
                fields.constant("onMissing", OnMissing.class).orElse(OnMissing.DEFAULT),
                fields.required("effect").map(this::effect).orElse(new Effect.Deny(Optional.empty())));
    }

    /** Where it is not said, it is that of what the policy is about. */
    private ResourceType type(Fields fields, Source document, List<Targets.Resource> resources) {
        Optional<Source> said = fields.get("type");
        if (said.isEmpty()) {
            if (resources.isEmpty() && document.kind() == Source.Kind.OBJECT) {
                problems.add(document, "\"type\" is missing: user_portal, application, admin_portal or ldap");
            }
            return resources.isEmpty()
                    ? ResourceType.USER_PORTAL
                    : resources.get(0).type();
        }
        ResourceType type = Fields.constant(said.get(), ResourceType.class, problems);
        if (type == null) {
            return ResourceType.USER_PORTAL;
        }
        if (!resources.isEmpty() && resources.stream().noneMatch(resource -> resource.type() == type)) {
            problems.add(
                    said.get(),
                    "targets.resources names no " + Fields.lower(type) + "; leave out the one or the other");
        }
        return type;
    }

    private Targets targets(Source source, List<Targets.Resource> resources) {
        Fields fields = new Fields(source, problems, List.of("users", "userGroups", "resources"));
        fields.get("resources")
                .map(list -> Fields.list(list, 0, MOST_TARGETS, this::resource, problems))
                .ifPresent(resources::addAll);
        Optional<Fields> users = fields.object("users", List.of("inclusions", "exclusions"));
        Optional<Fields> groups = fields.object("userGroups", List.of("inclusions", "exclusions"));
        Set<String> included = new LinkedHashSet<>(names(users, "inclusions", true));
        Set<String> includedGroups = names(groups, "inclusions", false);
        boolean named = !included.isEmpty() || !includedGroups.isEmpty();
        boolean all = included.remove(EVERYBODY);
        return new Targets(
                all || !named,
                included,
                names(users, "exclusions", false),
                includedGroups,
                names(groups, "exclusions", false),
                resources);
    }

    private Set<String> names(Optional<Fields> fields, String member, boolean maySayAll) {
        return fields.map(some -> some.set(member, 0, MOST_TARGETS, item -> name(item, maySayAll)))
                .orElse(Set.of());
    }

    private String name(Source item, boolean maySayAll) {
        String name = Fields.word(item, ConditionReader.LONGEST_NAME, problems);
        if (!maySayAll && name.equals(EVERYBODY)) {
            problems.add(item, "\"" + EVERYBODY + "\" belongs to the inclusions of users alone");
        }
        return name;
    }

    private Targets.@Nullable Resource resource(Source source) {
        Fields fields = new Fields(source, problems, List.of("type", "id"));
        Optional<ResourceType> type = fields.required("type")
                .flatMap(word -> Optional.ofNullable(Fields.constant(word, ResourceType.class, problems)));
        Optional<String> id = fields.word("id", ConditionReader.LONGEST_NAME);
        return type.map(some -> new Targets.Resource(some, id)).orElse(null);
    }

    private Effect effect(Source source) {
        Fields fields = new Fields(source, problems, List.of("action", "obligations", "custom_error_message"));
        Optional<DenialMessage> message = fields.get("custom_error_message").flatMap(this::message);
        Obligations obligations =
                fields.get("obligations").map(this::obligations).orElse(Obligations.NONE);
        Optional<Action> action = fields.required("action")
                .flatMap(word -> Optional.ofNullable(Fields.constant(word, Action.class, problems)));
        if (action.filter(Action.DENY::equals).isEmpty()) {
            return new Effect.Allow(obligations, message);
        }
        fields.get("obligations")
                .filter(any -> !obligations.equals(Obligations.NONE))
                .ifPresent(at -> problems.add(at, "a denial obliges to nothing; leave the obligations out"));
        return new Effect.Deny(message);
    }

    private enum Action {
        ALLOW,
        DENY
    }

    private Obligations obligations(Source source) {
        Fields fields = new Fields(source, problems, List.of("mfa", "mfaFactors", "userVerification", "session"));
        boolean mfa = fields.object("mfa", List.of("required"))
                .map(some -> some.flag("required", false))
                .orElse(false);
        Optional<Set<Factor>> factors = fields.get("mfaFactors")
                .map(list -> Fields.set(list, 1, 50, this::factor, problems))
                .filter(some -> !some.isEmpty());
        UserVerification userVerification = fields.object("userVerification", List.of("requirement"))
                .flatMap(some -> some.constant("requirement", UserVerification.class))
                .orElse(UserVerification.NONE);
        Optional<Fields> session = fields.object("session", List.of("maxAge", "lifetime"));
        return new Obligations(
                mfa,
                factors,
                userVerification,
                new SessionLimits(
                        session.flatMap(some -> some.number("maxAge", 0, MOST_SECONDS))
                                .map(Duration::ofSeconds),
                        session.flatMap(some -> some.number("lifetime", 1, MOST_SECONDS))
                                .map(Duration::ofSeconds)));
    }

    /** A plain string, or an object with the type. */
    private @Nullable Factor factor(Source item) {
        Optional<Source> name = item.kind() == Source.Kind.STRING
                ? Optional.of(item)
                : new Fields(item, problems, List.of("type")).required("type");
        return name.map(conditions::factor)
                .filter(text -> ConditionReader.FACTOR.matcher(text).matches())
                .map(Factor::new)
                .orElse(null);
    }

    /** One that is switched off, or says nothing, is none. */
    private Optional<DenialMessage> message(Source source) {
        Fields fields = new Fields(source, problems, List.of("enabled", "message", "primary_help", "secondary_help"));
        boolean enabled = fields.flag("enabled", true);
        String text = fields.text("message", LONGEST_TEXT).orElse("");
        List<DenialMessage.Help> help = Stream.of("primary_help", "secondary_help")
                .flatMap(name -> fields.object(name, List.of("text", "url")).stream())
                .map(this::help)
                .filter(Objects::nonNull)
                .toList();
        return enabled && (!text.isBlank() || !help.isEmpty())
                ? Optional.of(new DenialMessage(text, help))
                : Optional.empty();
    }

    private DenialMessage.@Nullable Help help(Fields fields) {
        String text = fields.text("text", LONGEST_NAME).orElse("");
        Optional<Source> url = fields.get("url")
                .filter(at -> at.kind() != Source.Kind.STRING || !at.text().isEmpty());
        if (url.isEmpty()) {
            return null;
        }
        String address = Fields.matching(url.get(), HELP_URL, "an https or mailto address", problems);
        return HELP_URL.matcher(address).matches() ? new DenialMessage.Help(text, URI.create(address)) : null;
    }
}
