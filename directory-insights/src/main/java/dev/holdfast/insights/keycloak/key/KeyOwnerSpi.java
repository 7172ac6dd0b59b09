package dev.holdfast.insights.keycloak.key;

import org.keycloak.provider.Provider;
import org.keycloak.provider.ProviderFactory;
import org.keycloak.provider.Spi;

public final class KeyOwnerSpi implements Spi {
    @Override
    public boolean isInternal() {
        return false;
    }

    @Override
    public String getName() {
        return "holdfast-key-owner";
    }

    @Override
    public Class<? extends Provider> getProviderClass() {
        return KeyOwnerProvider.class;
    }

    @Override
    public Class<? extends ProviderFactory<?>> getProviderFactoryClass() {
        return KeyOwnerProviderFactory.class;
    }
}
