package dev.holdfast.push.keycloak.ciba;

import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import org.apache.http.client.config.RequestConfig;
import org.jboss.logging.Logger;
import org.keycloak.executors.ExecutorsProvider;
import org.keycloak.http.simple.SimpleHttp;
import org.keycloak.models.AbstractKeycloakTransaction;
import org.keycloak.models.CibaConfig;
import org.keycloak.models.ClientModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakSessionFactory;
import org.keycloak.models.OAuth2DeviceCodeModel;
import org.keycloak.models.RealmModel;
import org.keycloak.models.utils.KeycloakModelUtils;
import org.keycloak.protocol.oidc.grants.ciba.endpoints.ClientNotificationEndpointRequest;
import org.keycloak.protocol.oidc.grants.device.endpoints.DeviceEndpoint;

/**
 * Tells a client in ping mode that its request was decided (OpenID CIBA Core §10.2). Sent once, as Keycloak does; a client
 * that missed it may ask by itself.
 */
public final class ClientNotice {
    private static final Logger LOG = Logger.getLogger(ClientNotice.class);
    private static final RequestConfig PATIENCE = RequestConfig.custom()
            .setConnectTimeout(5_000)
            .setConnectionRequestTimeout(5_000)
            .setSocketTimeout(10_000)
            .build();

    private final KeycloakSession session;

    public ClientNotice(KeycloakSession session) {
        this.session = session;
    }

    private record Address(String clientId, String endpoint, String token, ClientNotificationEndpointRequest body) {}

    /** Sends when this transaction has ended: the client asks at once, perhaps another node. Makes no phone wait. */
    public void whenWritten(String backchannelId) {
        KeycloakSessionFactory factory = session.getKeycloakSessionFactory();
        String realmId = session.getContext().getRealm().getId();
        ExecutorService executor = session.getProvider(ExecutorsProvider.class).getExecutor("holdfast-ciba");
        session.getTransactionManager().enlistAfterCompletion(new AbstractKeycloakTransaction() {
            @Override
            protected void commitImpl() {
                try {
                    executor.execute(() -> send(factory, realmId, backchannelId));
                } catch (RejectedExecutionException e) {
                    LOG.warn("a client was not told of an answer: too much to do");
                }
            }

            @Override
            protected void rollbackImpl() {
                // Nothing was decided.
            }
        });
    }

    private static void send(KeycloakSessionFactory factory, String realmId, String backchannelId) {
        // Looked up in a transaction of its own: no connection of the database waits for a client's server.
        Optional<Address> found = KeycloakModelUtils.runJobInTransactionWithResult(factory, inner -> {
            RealmModel realm = inner.realms().getRealm(realmId);
            inner.getContext().setRealm(realm);
            return Optional.ofNullable(DeviceEndpoint.getDeviceByUserCode(inner, realm, backchannelId))
                    .flatMap(request -> address(realm, request));
        });
        found.ifPresent(address -> KeycloakModelUtils.runJobInTransaction(factory, inner -> post(inner, address)));
    }

    private static Optional<Address> address(RealmModel realm, OAuth2DeviceCodeModel request) {
        ClientModel client = realm.getClientByClientId(request.getClientId());
        CibaConfig policy = realm.getCibaPolicy();
        if (client == null
                || !CibaConfig.CIBA_PING_MODE.equals(policy.getBackchannelTokenDeliveryMode(client))
                || policy.getBackchannelClientNotificationEndpoint(client) == null) {
            return Optional.empty();
        }
        ClientNotificationEndpointRequest body = new ClientNotificationEndpointRequest();
        body.setAuthReqId(request.getAuthReqId());
        return Optional.of(new Address(
                client.getClientId(),
                policy.getBackchannelClientNotificationEndpoint(client),
                request.getClientNotificationToken(),
                body));
    }

    private static void post(KeycloakSession session, Address address) {
        try {
            int status = SimpleHttp.create(session)
                    .withRequestConfig(PATIENCE)
                    .doPost(address.endpoint())
                    .json(address.body())
                    .auth(address.token())
                    .asStatus();
            if (status != 200 && status != 204) {
                LOG.warnf("client %s answered %d to the notice of an answer", address.clientId(), status);
            }
        } catch (IOException e) {
            LOG.warnf("client %s was not told of an answer: %s", address.clientId(), e.getMessage());
        }
    }
}
