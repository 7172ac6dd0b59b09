package dev.holdfast.insights.keycloak.realm;

import org.keycloak.component.ComponentFactory;

/** What the SPI's lookup asks for; see {@link RealmInsightsFactory}. */
public interface InsightsProviderFactory extends ComponentFactory<InsightsProvider, InsightsProvider> {}
