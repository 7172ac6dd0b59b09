package dev.holdfast.access.keycloak.history;

import org.keycloak.provider.Provider;
import org.keycloak.provider.ProviderFactory;
import org.keycloak.provider.Spi;

public final class SignInHistorySpi implements Spi {
    @Override
    public boolean isInternal() {
        return false;
    }

    @Override
    public String getName() {
        return "holdfast-sign-in-history";
    }

    @Override
    public Class<? extends Provider> getProviderClass() {
        return SignInHistoryProvider.class;
    }

    @Override
    public Class<? extends ProviderFactory<?>> getProviderFactoryClass() {
        return SignInHistoryProviderFactory.class;
    }
}
