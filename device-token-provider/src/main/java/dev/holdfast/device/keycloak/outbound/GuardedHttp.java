package dev.holdfast.device.keycloak.outbound;

import dev.holdfast.device.authority.RevocationFetcher;
import dev.holdfast.device.authority.UnansweredException;
import dev.holdfast.device.outbound.AllowedHosts;
import dev.holdfast.device.outbound.Destination;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.apache.http.HttpEntity;
import org.apache.http.HttpStatus;
import org.apache.http.client.config.RequestConfig;
import org.apache.http.client.methods.CloseableHttpResponse;
import org.apache.http.client.methods.HttpGet;
import org.apache.http.client.methods.HttpPost;
import org.apache.http.client.methods.HttpPut;
import org.apache.http.client.methods.HttpRequestBase;
import org.apache.http.config.ConnectionConfig;
import org.apache.http.config.MessageConstraints;
import org.apache.http.config.Registry;
import org.apache.http.config.RegistryBuilder;
import org.apache.http.conn.DnsResolver;
import org.apache.http.conn.socket.ConnectionSocketFactory;
import org.apache.http.conn.socket.PlainConnectionSocketFactory;
import org.apache.http.conn.ssl.SSLConnectionSocketFactory;
import org.apache.http.entity.ByteArrayEntity;
import org.apache.http.entity.ContentType;
import org.apache.http.impl.client.CloseableHttpClient;
import org.apache.http.impl.client.HttpClients;
import org.apache.http.impl.conn.BasicHttpClientConnectionManager;

/**
 * HTTP to places that certificates and administrators name (A47). The name is resolved once, the addresses are looked at, and the connection
 * goes to just these; no redirect, proxy, cookie, compression or second try; bounded in bytes and in time as a whole.
 */
public final class GuardedHttp implements RevocationFetcher {
    private static final Duration WHOLE_TIME = Duration.ofSeconds(5);
    private static final int STEP_MILLIS = 3_000;
    private static final int MAX_HEADER_LINE = 4_096;
    private static final int MAX_HEADERS = 50;
    private static final int MAX_BEGINNING = 4_096;
    private static final Registry<ConnectionSocketFactory> SOCKETS = RegistryBuilder.<ConnectionSocketFactory>create()
            .register("http", PlainConnectionSocketFactory.getSocketFactory())
            .register("https", SSLConnectionSocketFactory.getSocketFactory())
            .build();

    /** Ends requests whose time is over: a server that sends a byte now and then never runs into a socket's time-out. */
    private static final ScheduledExecutorService DEADLINES = Executors.newSingleThreadScheduledExecutor(work -> {
        Thread thread = new Thread(work, "holdfast-outbound-deadlines");
        thread.setDaemon(true);
        return thread;
    });

    private final Names names;
    private final Duration wholeTime;

    GuardedHttp(Names names, Duration wholeTime) {
        this.names = names;
        this.wholeTime = wholeTime;
    }

    public static GuardedHttp overTheNetwork() {
        return new GuardedHttp(host -> List.of(InetAddress.getAllByName(host)), WHOLE_TIME);
    }

    /** The name service. */
    interface Names {
        List<InetAddress> resolve(String host) throws UnknownHostException;
    }

    @Override
    public byte[] list(String url, AllowedHosts hosts) throws UnansweredException {
        Destination destination = destination(url, hosts);
        return fetch(new HttpGet(destination.url()), destination, MAX_LIST_BYTES);
    }

    @Override
    public byte[] ask(String responder, byte[] request, AllowedHosts hosts) throws UnansweredException {
        Destination destination = destination(responder, hosts);
        HttpPost post = new HttpPost(destination.url());
        post.setEntity(new ByteArrayEntity(request, ContentType.create("application/ocsp-request")));
        return fetch(post, destination, MAX_RESPONSE_BYTES);
    }

    /**
     * Sends what nobody asked for, and tells the answer's status; its body is of no use and is not read.
     *
     * @param headers beside {@code Content-Type: application/json}
     * @throws UnansweredException if nothing answered in time, or the URL may not be asked
     */
    public int tell(String url, byte[] json, Map<String, String> headers, AllowedHosts hosts)
            throws UnansweredException {
        Destination destination = destination(url, hosts);
        HttpPost post = new HttpPost(destination.url());
        post.setEntity(new ByteArrayEntity(json, ContentType.APPLICATION_JSON));
        headers.forEach(post::setHeader);
        return answered(post, destination, response -> response.getStatusLine().getStatusCode());
    }

    /**
     * An answer.
     *
     * @param beginning of its body: some kilobytes, at most
     */
    @SuppressWarnings("ArrayRecordComponent") // Compared by nobody.
    public record Answer(int status, byte[] beginning) {}

    /**
     * Puts bytes at an address.
     *
     * @param headers all but those of the body's length
     * @throws UnansweredException if nothing answered in time, or the URL may not be asked
     */
    public Answer put(String url, byte[] body, Map<String, String> headers, AllowedHosts hosts)
            throws UnansweredException {
        Destination destination = destination(url, hosts);
        HttpPut put = new HttpPut(destination.url());
        put.setEntity(new ByteArrayEntity(body));
        headers.forEach(put::setHeader);
        return answered(
                put,
                destination,
                response -> new Answer(
                        response.getStatusLine().getStatusCode(),
                        response.getEntity() == null
                                ? new byte[0]
                                : response.getEntity().getContent().readNBytes(MAX_BEGINNING)));
    }

    private static Destination destination(String url, AllowedHosts hosts) throws UnansweredException {
        try {
            return Destination.of(url, hosts);
        } catch (Destination.ForbiddenException e) {
            throw new UnansweredException("may not ask: " + e.getMessage());
        }
    }

    private byte[] fetch(HttpRequestBase request, Destination destination, int maxBytes) throws UnansweredException {
        return answered(request, destination, response -> {
            int status = response.getStatusLine().getStatusCode();
            if (status != HttpStatus.SC_OK) {
                throw new UnansweredException("HTTP status " + status);
            }
            return body(response.getEntity(), maxBytes);
        });
    }

    private interface Reading<T> {
        T of(CloseableHttpResponse response) throws IOException, UnansweredException;
    }

    private <T> T answered(HttpRequestBase request, Destination destination, Reading<T> reading)
            throws UnansweredException {
        request.setConfig(RequestConfig.custom()
                .setConnectTimeout(STEP_MILLIS)
                .setSocketTimeout(STEP_MILLIS)
                .setConnectionRequestTimeout(STEP_MILLIS)
                .setRedirectsEnabled(false)
                .build());
        ScheduledFuture<?> deadline = DEADLINES.schedule(request::abort, wholeTime.toMillis(), TimeUnit.MILLISECONDS);
        // A client for each request: a connection that one realm may have is never another realm's.
        try (CloseableHttpClient client = client(destination);
                CloseableHttpResponse response = client.execute(request)) {
            return reading.of(response);
        } catch (IOException e) {
            throw new UnansweredException(
                    request.isAborted() ? "no answer in time" : e.getClass().getSimpleName());
        } finally {
            deadline.cancel(false);
            // Else closing would read what is left of an endless body.
            request.abort();
        }
    }

    private CloseableHttpClient client(Destination destination) {
        DnsResolver pinned = host -> {
            List<InetAddress> addresses = names.resolve(host);
            try {
                destination.admit(addresses);
            } catch (Destination.ForbiddenException e) {
                throw new UnknownHostException(e.getMessage());
            }
            return addresses.toArray(new InetAddress[0]);
        };
        BasicHttpClientConnectionManager connections =
                new BasicHttpClientConnectionManager(SOCKETS, null, null, pinned);
        connections.setConnectionConfig(ConnectionConfig.custom()
                .setMessageConstraints(MessageConstraints.custom()
                        .setMaxHeaderCount(MAX_HEADERS)
                        .setMaxLineLength(MAX_HEADER_LINE)
                        .build())
                .build());
        return HttpClients.custom()
                .setConnectionManager(connections)
                .disableRedirectHandling()
                .disableAutomaticRetries()
                .disableContentCompression()
                .disableCookieManagement()
                .disableAuthCaching()
                .build();
    }

    private static byte[] body(HttpEntity entity, int maxBytes) throws IOException, UnansweredException {
        if (entity == null || entity.getContentLength() > maxBytes) {
            throw new UnansweredException("answer without a body, or too long");
        }
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        InputStream in = entity.getContent();
        byte[] buffer = new byte[8_192];
        for (int read = in.read(buffer); read != -1; read = in.read(buffer)) {
            if (body.size() + read > maxBytes) {
                throw new UnansweredException("answer too long");
            }
            body.write(buffer, 0, read);
        }
        return body.toByteArray();
    }
}
