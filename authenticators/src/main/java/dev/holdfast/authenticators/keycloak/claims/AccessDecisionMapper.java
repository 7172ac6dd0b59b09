package dev.holdfast.authenticators.keycloak.claims;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.holdfast.authenticators.keycloak.gate.GateNotes;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.keycloak.models.ClientSessionContext;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.ProtocolMapperModel;
import org.keycloak.models.UserSessionModel;
import org.keycloak.protocol.oidc.mappers.AbstractOIDCProtocolMapper;
import org.keycloak.protocol.oidc.mappers.OIDCAccessTokenMapper;
import org.keycloak.protocol.oidc.mappers.OIDCAttributeMapperHelper;
import org.keycloak.protocol.oidc.mappers.OIDCIDTokenMapper;
import org.keycloak.protocol.oidc.mappers.UserInfoTokenMapper;
import org.keycloak.provider.ProviderConfigProperty;
import org.keycloak.representations.IDToken;

/** Tells an application what conditional access decided when its user came in: the claim {@code access}. */
public final class AccessDecisionMapper extends AbstractOIDCProtocolMapper
        implements OIDCAccessTokenMapper, OIDCIDTokenMapper, UserInfoTokenMapper {
    public static final String ID = "holdfast-access-decision";

    private static final String CLAIM = "access";
    private static final ObjectMapper JSON = new ObjectMapper();

    @Override
    protected void setClaim(
            IDToken token,
            ProtocolMapperModel mapper,
            UserSessionModel userSession,
            KeycloakSession session,
            ClientSessionContext clientSession) {
        String decision = clientSession.getClientSession().getNote(GateNotes.DECISION);
        if (decision != null) {
            token.getOtherClaims().put(CLAIM, read(decision));
        }
    }

    private static Map<?, ?> read(String decision) {
        try {
            return JSON.readValue(decision, Map.class);
        } catch (JsonProcessingException e) {
            throw new AssertionError("the gate wrote JSON", e);
        }
    }

    @Override
    public String getId() {
        return ID;
    }

    @Override
    public String getDisplayType() {
        return "Holdfast access decision";
    }

    @Override
    public String getDisplayCategory() {
        return TOKEN_MAPPER_CATEGORY;
    }

    @Override
    public String getHelpText() {
        return "The claim 'access': what conditional access decided for this application's sign-in, by which policies, and"
                + " which factors it had.";
    }

    @Override
    public List<ProviderConfigProperty> getConfigProperties() {
        List<ProviderConfigProperty> properties = new ArrayList<>();
        OIDCAttributeMapperHelper.addIncludeInTokensConfig(properties, AccessDecisionMapper.class);
        return List.copyOf(properties);
    }
}
