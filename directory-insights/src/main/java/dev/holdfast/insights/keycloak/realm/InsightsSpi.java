package dev.holdfast.insights.keycloak.realm;

import org.keycloak.provider.Provider;
import org.keycloak.provider.ProviderFactory;
import org.keycloak.provider.Spi;

public final class InsightsSpi implements Spi {
    @Override
    public boolean isInternal() {
        return false;
    }

    @Override
    public String getName() {
        return "holdfast-insights";
    }

    @Override
    public Class<? extends Provider> getProviderClass() {
        return InsightsProvider.class;
    }

    @Override
    public Class<? extends ProviderFactory<?>> getProviderFactoryClass() {
        return InsightsProviderFactory.class;
    }
}
