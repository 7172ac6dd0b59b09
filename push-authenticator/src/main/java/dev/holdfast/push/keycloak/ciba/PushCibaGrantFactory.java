package dev.holdfast.push.keycloak.ciba;

import org.keycloak.models.KeycloakSession;
import org.keycloak.protocol.oidc.grants.OAuth2GrantType;
import org.keycloak.protocol.oidc.grants.ciba.CibaGrantTypeFactory;

/** Stands in the place of Keycloak's own grant, with its id, and is that grant for all other clients. */
public final class PushCibaGrantFactory extends CibaGrantTypeFactory {
    /** The attribute of a request in which a phone's approval is spent: whose it is. */
    public static final String APPROVED_FOR = "holdfast.push.approved-for";

    @Override
    public OAuth2GrantType create(KeycloakSession session) {
        return new PushCibaGrant();
    }

    @Override
    public int order() {
        return 1;
    }
}
