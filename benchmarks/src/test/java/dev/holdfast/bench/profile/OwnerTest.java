package dev.holdfast.bench.profile;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class OwnerTest {

    @Test
    @DisplayName("the library that our jar carries relocated is not counted as ours, and the JDK has no owner")
    void owners() {
        assertThat(Owner.of("dev.holdfast.shaded.nimbusds.jose.jwk.JWK")).contains(Owner.NIMBUS);
        assertThat(Owner.of("dev.holdfast.device.exchange.Exchange")).contains(Owner.HOLDFAST);
        assertThat(Owner.of("org.keycloak.services.resources.LoginActionsService"))
                .contains(Owner.KEYCLOAK);
        assertThat(Owner.of("java.lang.String")).isEmpty();
    }
}
