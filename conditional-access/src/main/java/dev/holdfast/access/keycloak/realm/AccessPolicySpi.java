package dev.holdfast.access.keycloak.realm;

import org.keycloak.provider.Provider;
import org.keycloak.provider.ProviderFactory;
import org.keycloak.provider.Spi;

public final class AccessPolicySpi implements Spi {
    @Override
    public boolean isInternal() {
        return false;
    }

    @Override
    public String getName() {
        return "holdfast-access-policy";
    }

    @Override
    public Class<? extends Provider> getProviderClass() {
        return AccessPolicyProvider.class;
    }

    @Override
    public Class<? extends ProviderFactory<?>> getProviderFactoryClass() {
        return AccessPolicyProviderFactory.class;
    }
}
