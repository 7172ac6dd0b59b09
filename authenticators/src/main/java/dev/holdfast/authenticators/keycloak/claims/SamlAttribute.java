package dev.holdfast.authenticators.keycloak.claims;

import java.util.List;
import org.keycloak.dom.saml.v2.assertion.AttributeStatementType;
import org.keycloak.dom.saml.v2.assertion.AttributeType;

/** An attribute of our own in an assertion (SAML Core §2.7.3.1). */
final class SamlAttribute {
    private static final String NAMESPACE = "urn:holdfast:attribute:";
    private static final String URI_NAMES = "urn:oasis:names:tc:SAML:2.0:attrname-format:uri";

    private SamlAttribute() {}

    static void add(AttributeStatementType statement, String name, List<String> values) {
        AttributeType attribute = new AttributeType(NAMESPACE + name);
        attribute.setNameFormat(URI_NAMES);
        attribute.setFriendlyName(name);
        values.forEach(attribute::addAttributeValue);
        statement.addAttribute(new AttributeStatementType.ASTChoiceType(attribute));
    }
}
