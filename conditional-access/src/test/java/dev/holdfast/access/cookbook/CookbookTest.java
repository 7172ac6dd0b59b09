package dev.holdfast.access.cookbook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicContainer.dynamicContainer;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.networknt.schema.InputFormat;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion.VersionFlag;
import dev.holdfast.access.address.AddressSet;
import dev.holdfast.access.decision.Decision;
import dev.holdfast.access.document.IpListDocument;
import dev.holdfast.access.document.PolicyDocument;
import dev.holdfast.access.evaluation.PolicySet;
import dev.holdfast.access.policy.Effect;
import dev.holdfast.access.policy.Factor;
import dev.holdfast.access.policy.Obligations;
import dev.holdfast.access.policy.Policy;
import dev.holdfast.access.policy.SessionLimits;
import dev.holdfast.access.policy.UserVerification;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Each recipe of docs/policy-cookbook.md decides what the table below it says. */
class CookbookTest {
    private static final Cookbook COOKBOOK = Cookbook.read();

    @TestFactory
    @DisplayName("C1 each recipe of the cookbook decides what its table says")
    Stream<DynamicNode> recipes() {
        return COOKBOOK.recipes().stream().map(recipe -> {
            PolicySet policies = compiled(recipe);
            return dynamicContainer(
                    recipe.title(),
                    recipe.trials().stream()
                            .map(trial -> dynamicTest(
                                    trial.request(),
                                    () -> assertThat(words(
                                                    policies.decide(DescribedRequest.read(COOKBOOK, trial.request()))))
                                            .isEqualTo(trial.decision()))));
        });
    }

    @Test
    @DisplayName(
            "C1 each recipe is tried, by a request on which its policies take part and by one on which they do not")
    void tried() {
        assertThat(COOKBOOK.recipes()).hasSizeGreaterThan(12);
        assertThat(COOKBOOK.recipes()).allSatisfy(recipe -> {
            PolicySet policies = compiled(recipe);
            Set<String> takingPart = recipe.trials().stream()
                    .map(trial -> policies.decide(DescribedRequest.read(COOKBOOK, trial.request())))
                    .flatMap(decision -> Stream.concat(decision.applied().stream(), decision.reported().stream()))
                    .map(applied -> applied.policy().name())
                    .collect(Collectors.toSet());
            assertThat(takingPart)
                    .as(recipe.title())
                    .containsExactlyInAnyOrderElementsOf(
                            policies.policies().stream().map(Policy::name).toList());
            assertThat(recipe.trials().stream().map(Cookbook.Trial::decision))
                    .as(recipe.title())
                    .contains("allow");
        });
    }

    @Test
    @DisplayName("Documents of the cookbook have names of their own, and are written back as they mean it")
    void names() {
        List<Policy> policies = COOKBOOK.policies().map(CookbookTest::policy).toList();
        assertThat(policies).extracting(Policy::name).doesNotHaveDuplicates();
        assertThat(policies)
                .allSatisfy(
                        policy -> assertThat(policy(PolicyDocument.write(policy).toString()))
                                .isEqualTo(policy));
    }

    @Test
    @DisplayName("The policies of the page about moving from other products are policies")
    void migration() {
        List<Policy> policies = Cookbook.policiesOf("migration.md").stream()
                .map(CookbookTest::policy)
                .toList();
        assertThat(policies).hasSize(4).extracting(Policy::name).doesNotHaveDuplicates();
    }

    @Test
    @DisplayName("The schema for editors accepts each policy of the cookbook and of the other pages that have some")
    void schema() {
        JsonSchema schema = JsonSchemaFactory.getInstance(VersionFlag.V202012).getSchema(PolicyDocument.schema());
        List<String> documents = Stream.of(
                        COOKBOOK.policies(),
                        Cookbook.policiesOf("migration.md").stream(),
                        Cookbook.policiesOf("conditional-access.md").stream(),
                        Cookbook.policiesOf("policies-as-code.md").stream().flatMap(CookbookTest::documents))
                .flatMap(policies -> policies)
                .toList();
        assertThat(documents).hasSizeGreaterThan(20);
        for (String document : documents) {
            assertThat(schema.validate(document, InputFormat.JSON)).as(document).isEmpty();
        }
    }

    /** The policies within the members of a realm file. */
    private static Stream<String> documents(String members) {
        return DescribedRequest.parsed("{" + members + "}").findValues("document").stream()
                .map(document -> document.path(0).asText());
    }

    private static PolicySet compiled(Cookbook.Recipe recipe) {
        List<Policy> policies = new ArrayList<>();
        for (String document : recipe.policies()) {
            policies.add(policy(document));
        }
        return PolicySet.compile(policies, lists(), new Effect.Allow(Obligations.NONE));
    }

    private static Policy policy(String document) {
        PolicyDocument read = PolicyDocument.read(document);
        if (read instanceof PolicyDocument.Refused refused) {
            throw new AssertionError(refused.problems() + " in " + document);
        }
        return ((PolicyDocument.Read) read).policy();
    }

    private static Map<String, AddressSet> lists() {
        Map<String, AddressSet> lists = new HashMap<>();
        for (String document : COOKBOOK.lists()) {
            IpListDocument read = IpListDocument.read(document);
            assertThat(read)
                    .isInstanceOfSatisfying(
                            IpListDocument.Read.class, list -> lists.put(list.name(), list.addresses()));
        }
        return lists;
    }

    /** A decision as the page says it. */
    private static String words(Decision decision) {
        List<String> words = new ArrayList<>();
        if (decision instanceof Decision.Deny) {
            words.add("deny");
        } else if (decision instanceof Decision.Allow allow) {
            words.add("allow");
            add(words, allow.session());
        } else if (decision instanceof Decision.Require require) {
            words.add(("require " + factors(require.factors())).strip());
            if (require.userVerification() == UserVerification.REQUIRED) {
                words.add("user verification");
            }
            add(words, require.session());
        }
        if (!decision.reported().isEmpty()) {
            words.add("reported");
        }
        return String.join("; ", words);
    }

    private static String factors(Optional<Set<Factor>> factors) {
        return factors.orElse(Set.of()).stream().sorted().map(Factor::name).collect(Collectors.joining(", "));
    }

    private static void add(List<String> words, SessionLimits limits) {
        limits.maxAge().ifPresent(time -> words.add("maxAge " + time.toSeconds()));
        limits.lifetime().ifPresent(time -> words.add("lifetime " + time.toSeconds()));
    }
}
