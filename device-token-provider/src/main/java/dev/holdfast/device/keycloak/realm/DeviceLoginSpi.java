package dev.holdfast.device.keycloak.realm;

import org.keycloak.provider.Provider;
import org.keycloak.provider.ProviderFactory;
import org.keycloak.provider.Spi;

public final class DeviceLoginSpi implements Spi {
    @Override
    public boolean isInternal() {
        return false;
    }

    @Override
    public String getName() {
        return "holdfast-device-login";
    }

    @Override
    public Class<? extends Provider> getProviderClass() {
        return DeviceLoginProvider.class;
    }

    @Override
    public Class<? extends ProviderFactory<?>> getProviderFactoryClass() {
        return DeviceLoginProviderFactory.class;
    }
}
