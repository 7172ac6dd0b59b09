package dev.holdfast.access.keycloak.realm;

import dev.holdfast.access.address.AddressProblem;
import dev.holdfast.access.address.AddressSet;
import dev.holdfast.access.address.IpList;
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
 * The realm component {@code holdfast-ip-list}. Its entries are one text, a line each: a row of the database for each of a
 * hundred thousand would be none that a realm can be loaded with.
 */
public final class RealmIpListFactory implements IpListProviderFactory, StatelessFactory<IpListProvider> {
    public static final String ID = "holdfast-ip-list";
    public static final String ENTRIES_KEY = "ips";
    public static final String DESCRIPTION_KEY = "description";

    /** The realm's lists. */
    public static Stream<ComponentModel> componentsOf(RealmModel realm) {
        return realm.getComponentsStream(realm.getId(), IpListProvider.class.getName());
    }

    public static ComponentModel newComponent(RealmModel realm) {
        ComponentModel model = new ComponentModel();
        model.setParentId(realm.getId());
        model.setProviderType(IpListProvider.class.getName());
        model.setProviderId(ID);
        return model;
    }

    /** The list's entries as they were written, with comments and blank lines. */
    public static List<String> entriesOf(ComponentModel model) {
        return model.getConfig().getOrDefault(ENTRIES_KEY, List.of()).stream()
                .flatMap(String::lines)
                .toList();
    }

    @Override
    public IpListProvider create(KeycloakSession session, ComponentModel model) {
        AddressSet addresses = AddressLists.of(model);
        return new IpListProvider() {
            @Override
            public AddressSet addresses() {
                return addresses;
            }

            @Override
            public void close() {
                // Holds nothing.
            }
        };
    }

    @Override
    public void validateConfiguration(KeycloakSession session, RealmModel realm, ComponentModel model) {
        if (model.getName() == null || model.getName().isBlank()) {
            throw new ComponentValidationException("An IP list needs a name");
        }
        if (IpList.parse(entriesOf(model)) instanceof IpList.Refused refused) {
            throw new ComponentValidationException("IP list " + model.getName() + ": "
                    + refused.problems().stream()
                            .limit(10)
                            .map(AddressProblem::toString)
                            .collect(Collectors.joining("; ")));
        }
    }

    @Override
    public String getId() {
        return ID;
    }

    @Override
    public String getHelpText() {
        return "Addresses, blocks and ranges that policies refer to.";
    }

    @Override
    public List<ProviderConfigProperty> getConfigProperties() {
        return List.of(
                new ProviderConfigProperty(
                        ENTRIES_KEY,
                        "Addresses",
                        "IPv4 and IPv6 addresses, blocks (10.0.0.0/8) and ranges (192.0.2.1-192.0.2.9), one a line; what"
                                + " follows a # is a comment.",
                        ProviderConfigProperty.TEXT_TYPE,
                        null),
                new ProviderConfigProperty(
                        DESCRIPTION_KEY, "Description", "For people.", ProviderConfigProperty.STRING_TYPE, null));
    }
}
