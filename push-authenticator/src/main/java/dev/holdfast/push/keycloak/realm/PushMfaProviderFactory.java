package dev.holdfast.push.keycloak.realm;

import org.keycloak.component.ComponentFactory;

/** What the SPI's lookup asks for; see {@link RealmPushFactory}. */
public interface PushMfaProviderFactory extends ComponentFactory<PushMfaProvider, PushMfaProvider> {}
