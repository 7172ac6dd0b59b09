package dev.holdfast.authenticators.keycloak.claims;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.stream.StreamSupport;
import org.keycloak.dom.saml.v2.assertion.AttributeStatementType;
import org.keycloak.models.AuthenticatedClientSessionModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.ProtocolMapperModel;
import org.keycloak.models.UserSessionModel;
import org.keycloak.protocol.saml.mappers.AbstractSAMLProtocolMapper;
import org.keycloak.protocol.saml.mappers.AttributeStatementHelper;
import org.keycloak.protocol.saml.mappers.SAMLAttributeStatementMapper;
import org.keycloak.provider.ProviderConfigProperty;

/**
 * Tells SAML applications what {@link AccessDecisionMapper} tells OIDC ones: an attribute for each member of the claim, with a
 * value for each element where that is a list, and JSON where an element is an object.
 */
public final class AccessAssertionMapper extends AbstractSAMLProtocolMapper implements SAMLAttributeStatementMapper {
    public static final String ID = "holdfast-access-assertion";

    private static final String PREFIX = "access_";

    @Override
    public void transformAttributeStatement(
            AttributeStatementType statement,
            ProtocolMapperModel mapper,
            KeycloakSession session,
            UserSessionModel userSession,
            AuthenticatedClientSessionModel clientSession) {
        RecordedDecision.of(clientSession)
                .ifPresent(decision -> decision.properties().forEach(member -> {
                    List<String> values = values(member.getValue());
                    // An empty list has no value to stand in an attribute.
                    if (!values.isEmpty()) {
                        SamlAttribute.add(statement, PREFIX + member.getKey(), values);
                    }
                }));
    }

    private static List<String> values(JsonNode member) {
        return member.isArray()
                ? StreamSupport.stream(member.spliterator(), false)
                        .map(AccessAssertionMapper::value)
                        .toList()
                : List.of(value(member));
    }

    private static String value(JsonNode node) {
        return node.isValueNode() ? node.asText() : node.toString();
    }

    @Override
    public String getId() {
        return ID;
    }

    @Override
    public String getDisplayType() {
        return RecordedDecision.DISPLAY_TYPE;
    }

    @Override
    public String getDisplayCategory() {
        return AttributeStatementHelper.ATTRIBUTE_STATEMENT_CATEGORY;
    }

    @Override
    public String getHelpText() {
        return "As attributes: " + RecordedDecision.CONTENT;
    }

    @Override
    public List<ProviderConfigProperty> getConfigProperties() {
        return List.of();
    }
}
