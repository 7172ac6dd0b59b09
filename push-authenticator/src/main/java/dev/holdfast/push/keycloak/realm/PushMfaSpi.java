package dev.holdfast.push.keycloak.realm;

import org.keycloak.provider.Provider;
import org.keycloak.provider.ProviderFactory;
import org.keycloak.provider.Spi;

public final class PushMfaSpi implements Spi {
    @Override
    public boolean isInternal() {
        return false;
    }

    @Override
    public String getName() {
        return "holdfast-push";
    }

    @Override
    public Class<? extends Provider> getProviderClass() {
        return PushMfaProvider.class;
    }

    @Override
    public Class<? extends ProviderFactory<?>> getProviderFactoryClass() {
        return PushMfaProviderFactory.class;
    }
}
