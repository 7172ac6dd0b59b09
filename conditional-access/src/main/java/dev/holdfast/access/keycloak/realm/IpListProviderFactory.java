package dev.holdfast.access.keycloak.realm;

import org.keycloak.component.ComponentFactory;

/** What the SPI's lookup asks for; see {@link RealmIpListFactory}. */
public interface IpListProviderFactory extends ComponentFactory<IpListProvider, IpListProvider> {}
