package dev.holdfast.access.keycloak.realm;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.holdfast.access.document.DocumentProblem;
import dev.holdfast.access.document.PolicyDocument;
import dev.holdfast.access.policy.Policy;
import dev.holdfast.keycloak.StatelessFactory;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.keycloak.component.ComponentModel;
import org.keycloak.component.ComponentValidationException;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.provider.ProviderConfigProperty;

/**
 * The realm component {@code holdfast-access-policy}: one policy as one JSON text, so that it stands in a realm file as its
 * author wrote it. A text that is no policy is refused before it is written, whoever writes it.
 */
public final class RealmPolicyFactory implements AccessPolicyProviderFactory, StatelessFactory<AccessPolicyProvider> {
    public static final String ID = "holdfast-access-policy";
    public static final String DOCUMENT_KEY = "document";

    private static final int MOST_PROBLEMS = 10;

    /** The realm's policies. */
    public static Stream<ComponentModel> componentsOf(RealmModel realm) {
        return realm.getComponentsStream(realm.getId(), AccessPolicyProvider.class.getName());
    }

    /** A new component that holds a policy. */
    public static ComponentModel newComponent(RealmModel realm, String id, Policy policy) {
        ComponentModel model = new ComponentModel();
        model.setId(id);
        model.setParentId(realm.getId());
        model.setProviderType(AccessPolicyProvider.class.getName());
        model.setProviderId(ID);
        put(model, policy);
        return model;
    }

    /** Puts another policy into the component. */
    public static void put(ComponentModel model, Policy policy) {
        ObjectNode document = PolicyDocument.write(policy);
        // The component's own id holds, also after an import that gave it another one.
        document.remove("id");
        model.setName(policy.name());
        model.put(DOCUMENT_KEY, document.toString());
    }

    @Override
    public AccessPolicyProvider create(KeycloakSession session, ComponentModel model) {
        Policy policy = RealmPolicies.policyOf(model);
        return new AccessPolicyProvider() {
            @Override
            public Policy policy() {
                return policy;
            }

            @Override
            public void close() {
                // Holds nothing.
            }
        };
    }

    @Override
    public void validateConfiguration(KeycloakSession session, RealmModel realm, ComponentModel model) {
        PolicyDocument document = PolicyDocument.read(model.get(DOCUMENT_KEY, ""));
        if (document instanceof PolicyDocument.Refused refused) {
            throw new ComponentValidationException("Policy " + model.getName() + ": "
                    + refused.problems().stream()
                            .limit(MOST_PROBLEMS)
                            .map(DocumentProblem::toString)
                            .collect(Collectors.joining("; ")));
        }
        String name = ((PolicyDocument.Read) document).policy().name();
        if (!name.equals(model.getName())) {
            throw new ComponentValidationException(
                    "Policy " + model.getName() + ": the component is named as its document, which is named " + name);
        }
    }

    @Override
    public String getId() {
        return ID;
    }

    @Override
    public String getHelpText() {
        return "A policy of conditional access.";
    }

    @Override
    public List<ProviderConfigProperty> getConfigProperties() {
        return List.of(new ProviderConfigProperty(
                DOCUMENT_KEY,
                "Document",
                "The policy as JSON, as docs/conditional-access.md describes it.",
                ProviderConfigProperty.TEXT_TYPE,
                null));
    }
}
