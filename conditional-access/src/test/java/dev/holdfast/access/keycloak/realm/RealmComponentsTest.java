package dev.holdfast.access.keycloak.realm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.access.policy.Effect;
import dev.holdfast.access.policy.Mode;
import dev.holdfast.access.policy.Policy;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.keycloak.component.ComponentModel;
import org.keycloak.component.ComponentValidationException;

@DisplayName("A realm's components of conditional access")
class RealmComponentsTest {
    @Test
    @DisplayName(
            "C12 A condition that nobody knows is refused when a realm file brings it, with field, line and column")
    void unknownCondition() {
        ComponentModel model = policy("{\"name\": \"Office\", \"type\": \"application\",\n"
                + " \"conditions\": {\"ipAdressIn\": [\"office\"]},\n \"effect\": {\"action\": \"allow\"}}");

        assertThatThrownBy(() -> validate(model))
                .isInstanceOf(ComponentValidationException.class)
                .hasMessageContainingAll("Policy Office", "line 2", "ipAdressIn", "ipAddressIn");
    }

    @Test
    @DisplayName("C12 A policy's component is named as its document, so that tools that look for names find it")
    void otherName() {
        ComponentModel model =
                policy("{\"name\": \"Home\", \"type\": \"application\", \"effect\": {\"action\": \"deny\"}}");

        assertThatThrownBy(() -> validate(model)).hasMessageContainingAll("Office", "Home");
        model.setName("Home");
        assertThatCode(() -> validate(model)).doesNotThrowAnyException();
    }

    @Test
    @DisplayName("A component holds a policy without its id, and gives it back under its own")
    void roundTrip() {
        ComponentModel model = policy("{\"id\": \"elsewhere\", \"name\": \"Office\", \"type\": \"application\","
                + " \"effect\": {\"action\": \"deny\"}}");
        model.setId("here");

        Policy policy = RealmPolicies.policyOf(model);
        ComponentModel written = new ComponentModel();
        written.setId("there");
        RealmPolicyFactory.put(written, policy);

        assertThat(policy.id()).isEqualTo("here");
        assertThat(written.getName()).isEqualTo("Office");
        assertThat(written.get(RealmPolicyFactory.DOCUMENT_KEY)).doesNotContain("here", "elsewhere");
        assertThat(RealmPolicies.policyOf(written)).isEqualTo(RealmPolicies.under("there", policy));
        assertThat(RealmPolicies.isReadable(written)).isTrue();
    }

    @Test
    @DisplayName("What became unreadable in the database denies everything, and is not to be written anew")
    void unreadable() {
        ComponentModel model = policy("{\"name\": \"Office\", \"conditions\": {\"ofTomorrow\": true}}");
        model.setId("id");

        Policy policy = RealmPolicies.policyOf(model);

        assertThat(policy.effect()).isInstanceOf(Effect.Deny.class);
        assertThat(policy.mode()).isEqualTo(Mode.ENFORCE);
        assertThat(policy.targets().everybody()).isTrue();
        assertThat(RealmPolicies.isReadable(model)).isFalse();
    }

    @Test
    @DisplayName("C2 A bad entry of an IP list is refused with its line")
    void badEntry() {
        ComponentModel model = new ComponentModel();
        model.setName("Office");
        model.put(RealmIpListFactory.ENTRIES_KEY, "10.0.0.0/8 # inside\n\n2001:db8::/32\n10.0.0.300");

        assertThatThrownBy(() -> new RealmIpListFactory().validateConfiguration(null, null, model))
                .isInstanceOf(ComponentValidationException.class)
                .hasMessageContainingAll("IP list Office", "line 4", "10.0.0.300");
        model.put(RealmIpListFactory.ENTRIES_KEY, "10.0.0.0/8 # inside\n\n2001:db8::/32");
        assertThatCode(() -> new RealmIpListFactory().validateConfiguration(null, null, model))
                .doesNotThrowAnyException();
        assertThat(RealmIpListFactory.entriesOf(model)).containsExactly("10.0.0.0/8 # inside", "", "2001:db8::/32");
        assertThat(AddressLists.of(model)).isSameAs(AddressLists.of(new ComponentModel(model)));
    }

    private static ComponentModel policy(String document) {
        ComponentModel model = new ComponentModel();
        model.setName("Office");
        model.put(RealmPolicyFactory.DOCUMENT_KEY, document);
        return model;
    }

    @SuppressWarnings("NullAway")
    private static void validate(ComponentModel model) {
        new RealmPolicyFactory().validateConfiguration(null, null, model);
    }
}
