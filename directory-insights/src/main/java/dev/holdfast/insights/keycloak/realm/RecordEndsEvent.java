package dev.holdfast.insights.keycloak.realm;

import org.keycloak.component.ComponentModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.provider.ProviderEvent;

/** Told before a realm's component of the record is removed, in the transaction of the removal. */
public record RecordEndsEvent(KeycloakSession session, RealmModel realm, ComponentModel component)
        implements ProviderEvent {}
