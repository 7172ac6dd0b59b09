package dev.holdfast.access.keycloak.apikey;

import org.keycloak.provider.Provider;
import org.keycloak.provider.ProviderFactory;
import org.keycloak.provider.Spi;

public final class ApiKeySpi implements Spi {
    @Override
    public boolean isInternal() {
        return false;
    }

    @Override
    public String getName() {
        return "holdfast-api-key";
    }

    @Override
    public Class<? extends Provider> getProviderClass() {
        return ApiKeyProvider.class;
    }

    @Override
    public Class<? extends ProviderFactory<?>> getProviderFactoryClass() {
        return ApiKeyProviderFactory.class;
    }
}
