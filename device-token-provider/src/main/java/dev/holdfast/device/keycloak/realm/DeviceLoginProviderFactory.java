package dev.holdfast.device.keycloak.realm;

import org.keycloak.component.ComponentFactory;

/** What the SPI's lookup asks for; see {@link RealmDeviceLoginFactory}. */
public interface DeviceLoginProviderFactory extends ComponentFactory<DeviceLoginProvider, DeviceLoginProvider> {}
