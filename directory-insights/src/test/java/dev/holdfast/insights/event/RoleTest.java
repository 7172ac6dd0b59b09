package dev.holdfast.insights.event;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RoleTest {
    @ParameterizedTest(name = "{0} of {1}, in the administration''s realm: {2}")
    @DisplayName("I3 Keycloak's own roles administer; what is only called like them does not")
    @CsvSource({
        "view-users, realm-management, false, true",
        "realm-admin, realm-management, false, true",
        "manage-users, acme-realm, true, true",
        "manage-users, acme-realm, false, false",
        "admin, '', true, true",
        "create-realm, '', true, true",
        "admin, '', false, false",
        "realm-admin, '', false, false",
        "realm-admin, shop, true, false",
        "offline_access, '', true, false"
    })
    void administers(String name, String client, boolean inAdministrationRealm, boolean administers) {
        Role role = new Role(name, Optional.of(client).filter(id -> !id.isEmpty()), inAdministrationRealm);
        assertThat(role.administers()).isEqualTo(administers);
    }
}
