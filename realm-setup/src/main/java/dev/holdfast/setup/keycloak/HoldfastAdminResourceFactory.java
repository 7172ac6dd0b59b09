package dev.holdfast.setup.keycloak;

import dev.holdfast.keycloak.StatelessFactory;
import org.jboss.logging.Logger;
import org.keycloak.models.KeycloakContext;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakSessionFactory;
import org.keycloak.models.RealmModel;
import org.keycloak.services.resources.admin.AdminEventBuilder;
import org.keycloak.services.resources.admin.ext.AdminRealmResourceProvider;
import org.keycloak.services.resources.admin.ext.AdminRealmResourceProviderFactory;
import org.keycloak.services.resources.admin.fgap.AdminPermissionEvaluator;

/** Serves {@code /admin/realms/{realm}/holdfast}, and sets a realm up at its import when its file asks for it. */
public final class HoldfastAdminResourceFactory
        implements AdminRealmResourceProviderFactory, StatelessFactory<AdminRealmResourceProvider> {
    /** The realm attribute by which a realm file asks for the set-up: {@code "holdfast.deviceLogin": "on"}. */
    static final String REALM_ATTRIBUTE = "holdfast.deviceLogin";

    private static final Logger LOG = Logger.getLogger(HoldfastAdminResourceFactory.class);

    @Override
    public AdminRealmResourceProvider create(KeycloakSession session) {
        return new AdminRealmResourceProvider() {
            @Override
            public Object getResource(
                    KeycloakSession current,
                    RealmModel realm,
                    AdminPermissionEvaluator permissions,
                    AdminEventBuilder adminEvent) {
                return new HoldfastAdminResource(current, realm, permissions, adminEvent);
            }

            @Override
            public void close() {
                // Holds nothing.
            }
        };
    }

    @Override
    public void postInit(KeycloakSessionFactory factory) {
        factory.register(event -> {
            if (event instanceof RealmModel.RealmPostCreateEvent created
                    && "on".equals(created.getCreatedRealm().getAttribute(REALM_ATTRIBUTE))) {
                setUp(created.getKeycloakSession(), created.getCreatedRealm());
            }
        });
    }

    private static void setUp(KeycloakSession session, RealmModel realm) {
        KeycloakContext context = session.getContext();
        RealmModel before = context.getRealm();
        context.setRealm(realm);
        try {
            new RealmSetup(session, realm).apply();
            LOG.infof("device login is set up in realm %s", realm.getName());
        } finally {
            context.setRealm(before);
        }
    }

    @Override
    public String getId() {
        return "holdfast";
    }
}
