package dev.holdfast.push.keycloak.webpush;

import dev.holdfast.device.outbound.Destination;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import org.apache.http.HttpEntity;
import org.apache.http.HttpHost;
import org.apache.http.NoHttpResponseException;
import org.apache.http.client.config.RequestConfig;
import org.apache.http.client.methods.CloseableHttpResponse;
import org.apache.http.client.methods.HttpPost;
import org.apache.http.config.ConnectionConfig;
import org.apache.http.config.MessageConstraints;
import org.apache.http.config.RegistryBuilder;
import org.apache.http.conn.socket.ConnectionSocketFactory;
import org.apache.http.conn.ssl.SSLConnectionSocketFactory;
import org.apache.http.impl.client.CloseableHttpClient;
import org.apache.http.impl.client.HttpClients;
import org.apache.http.impl.conn.PoolingHttpClientConnectionManager;

/**
 * HTTPS to push services, which phones name (A47). Before each message the name is resolved and the addresses are looked
 * at; the connection goes to one of just these. Connections are kept, since a handshake costs more than all else here, but
 * each belongs to its address: whoever may not reach an address is refused before a connection is looked for.
 */
final class PushServiceHttp {
    private static final int STEP_MILLIS = 3_000;
    private static final int MAX_HEADER_LINE = 4_096;
    private static final int MAX_HEADERS = 50;
    private static final int MAX_BODY = 8_192;
    private static final Duration KEEP = Duration.ofMinutes(2);

    private final Names names;
    private final CloseableHttpClient client;

    /** The name service. */
    interface Names {
        List<InetAddress> resolve(String host) throws UnknownHostException;
    }

    /** @param connections at most, of which three quarters may lead to one host */
    PushServiceHttp(Names names, SSLContext tls, int connections) {
        this.names = names;
        PoolingHttpClientConnectionManager pool = new PoolingHttpClientConnectionManager(
                RegistryBuilder.<ConnectionSocketFactory>create()
                        .register("https", new SSLConnectionSocketFactory(tls))
                        .build(),
                null,
                null,
                host -> {
                    throw new UnknownHostException("addresses were resolved before");
                },
                KEEP.toMillis(),
                TimeUnit.MILLISECONDS);
        pool.setMaxTotal(connections);
        pool.setDefaultMaxPerRoute(Math.max(1, connections * 3 / 4));
        pool.setDefaultConnectionConfig(ConnectionConfig.custom()
                .setMessageConstraints(MessageConstraints.custom()
                        .setMaxHeaderCount(MAX_HEADERS)
                        .setMaxLineLength(MAX_HEADER_LINE)
                        .build())
                .build());
        this.client = HttpClients.custom()
                .setConnectionManager(pool)
                .disableRedirectHandling()
                .disableAutomaticRetries()
                .disableContentCompression()
                .disableCookieManagement()
                .disableAuthCaching()
                .build();
    }

    /**
     * Sends, and tells the status. The answer's body is of no use and is not kept.
     *
     * @param request may be aborted by another thread, when its time is over
     * @throws Destination.ForbiddenException if the name leads where the server may not go
     */
    int send(HttpPost request, Destination destination) throws IOException, Destination.ForbiddenException {
        String host = destination.url().getHost();
        List<InetAddress> addresses = names.resolve(host);
        destination.admit(addresses);
        request.setConfig(RequestConfig.custom()
                .setConnectTimeout(STEP_MILLIS)
                .setSocketTimeout(STEP_MILLIS)
                .setConnectionRequestTimeout(STEP_MILLIS)
                .setRedirectsEnabled(false)
                .build());
        int port = destination.url().getPort() == -1 ? 443 : destination.url().getPort();
        ConnectException unreachable = new ConnectException("no address answers");
        for (InetAddress address : addresses) {
            try {
                return status(request, new HttpHost(address, host, port, "https"));
            } catch (ConnectException e) {
                unreachable = e;
            }
        }
        throw unreachable;
    }

    private int status(HttpPost request, HttpHost host) throws IOException {
        try {
            return once(request, host);
        } catch (NoHttpResponseException e) {
            // A kept connection that the other side had closed. The topic replaces a message that did arrive.
            return once(request, host);
        }
    }

    private int once(HttpPost request, HttpHost host) throws IOException {
        CloseableHttpResponse response = client.execute(host, request);
        boolean whole = false;
        try (response) {
            whole = isShort(response.getEntity());
            return response.getStatusLine().getStatusCode();
        } finally {
            if (!whole) {
                // Else closing would read what is left of an endless body.
                request.abort();
            }
        }
    }

    private static boolean isShort(HttpEntity entity) throws IOException {
        if (entity == null) {
            return true;
        }
        if (entity.getContentLength() > MAX_BODY) {
            return false;
        }
        InputStream in = entity.getContent();
        return in.readNBytes(MAX_BODY).length < MAX_BODY;
    }
}
