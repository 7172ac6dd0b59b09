package dev.holdfast.authenticators.keycloak.claims;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.keycloak.OAuth2Constants;
import org.keycloak.models.ClientSessionContext;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.ProtocolMapperModel;
import org.keycloak.models.UserSessionModel;
import org.keycloak.protocol.oidc.OIDCLoginProtocol;
import org.keycloak.protocol.oidc.mappers.AbstractOIDCProtocolMapper;
import org.keycloak.protocol.oidc.mappers.OIDCAccessTokenMapper;
import org.keycloak.protocol.oidc.mappers.OIDCAttributeMapperHelper;
import org.keycloak.protocol.oidc.mappers.OIDCIDTokenMapper;
import org.keycloak.protocol.oidc.mappers.UserInfoTokenMapper;
import org.keycloak.provider.ProviderConfigProperty;
import org.keycloak.representations.IDToken;

/** Tells applications what a device session proved: {@code amr} (RFC 8176), {@code acr} and {@code device}. */
public final class DeviceClaimsMapper extends AbstractOIDCProtocolMapper
        implements OIDCAccessTokenMapper, OIDCIDTokenMapper, UserInfoTokenMapper {
    public static final String ID = "holdfast-device-claims";

    private static final String WRITE_ACR = "acr";
    private static final int AFTER_STOCK_MAPPERS = 1_000;

    /** A mapper that writes into every token. */
    public static ProtocolMapperModel newMapper() {
        ProtocolMapperModel mapper = new ProtocolMapperModel();
        mapper.setName("Device claims");
        mapper.setProtocol(OIDCLoginProtocol.LOGIN_PROTOCOL);
        mapper.setProtocolMapper(ID);
        mapper.setConfig(new LinkedHashMap<>(Map.of(
                OIDCAttributeMapperHelper.INCLUDE_IN_ID_TOKEN,
                "true",
                OIDCAttributeMapperHelper.INCLUDE_IN_ACCESS_TOKEN,
                "true",
                OIDCAttributeMapperHelper.INCLUDE_IN_USERINFO,
                "true",
                WRITE_ACR,
                "true")));
        return mapper;
    }

    @Override
    protected void setClaim(
            IDToken token,
            ProtocolMapperModel mapper,
            UserSessionModel userSession,
            KeycloakSession session,
            ClientSessionContext clientSession) {
        ProvenDevice.of(session, userSession).ifPresent(device -> write(token, mapper, userSession, device));
    }

    private static void write(
            IDToken token, ProtocolMapperModel mapper, UserSessionModel userSession, ProvenDevice device) {
        if (!device.methods().isEmpty()) {
            token.getOtherClaims().put(OAuth2Constants.AUTHENTICATOR_METHOD_REFERENCE, device.methods());
        }
        // A realm that maps acr to levels of authentication keeps its own words.
        if ("true".equals(mapper.getConfig().get(WRITE_ACR)) && !mapsLevels(userSession)) {
            device.acr().ifPresent(token::setAcr);
        }
        Map<String, Object> claim = new LinkedHashMap<>();
        claim.put("id", device.id());
        claim.putAll(device.words());
        token.getOtherClaims().put("device", claim);
    }

    private static boolean mapsLevels(UserSessionModel userSession) {
        String map = userSession.getRealm().getAttribute("acr.loa.map");
        return map != null && !map.isBlank() && !map.equals("{}");
    }

    @Override
    public int getPriority() {
        return AFTER_STOCK_MAPPERS;
    }

    @Override
    public String getId() {
        return ID;
    }

    @Override
    public String getDisplayType() {
        return "Holdfast device claims";
    }

    @Override
    public String getDisplayCategory() {
        return TOKEN_MAPPER_CATEGORY;
    }

    @Override
    public String getHelpText() {
        return "For sessions that a device signed in: amr, acr, and the claim 'device' with its id, its assurance, what showed"
                + " that its user was present, and whether it is compliant.";
    }

    @Override
    public List<ProviderConfigProperty> getConfigProperties() {
        List<ProviderConfigProperty> properties = new ArrayList<>();
        properties.add(new ProviderConfigProperty(
                WRITE_ACR,
                "Write acr",
                "Write the device's acr, unless the realm maps acr to levels of authentication.",
                ProviderConfigProperty.BOOLEAN_TYPE,
                "true"));
        OIDCAttributeMapperHelper.addIncludeInTokensConfig(properties, DeviceClaimsMapper.class);
        return List.copyOf(properties);
    }
}
