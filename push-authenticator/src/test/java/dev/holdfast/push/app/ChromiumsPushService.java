package dev.holdfast.push.app;

import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;

/**
 * The push service that Chromium is built for, as far as it needs: check-in, registration, and the connection over which
 * messages come (protocol buffers behind a tag and a length). So Chromium subscribes and decrypts by itself.
 */
final class ChromiumsPushService implements AutoCloseable {
    private static final int VERSION = 41;
    private static final int LOGIN_ANSWER = 3;
    private static final int MESSAGE = 8;

    private final HttpServer http;
    private final SSLServerSocket connections;
    private final BlockingQueue<OutputStream> connected = new LinkedBlockingQueue<>();
    private final Map<String, Map<String, String>> registrations = new ConcurrentHashMap<>();
    private final AtomicInteger tokens = new AtomicInteger();

    ChromiumsPushService(SSLContext tls) throws IOException {
        InetAddress here = InetAddress.getLoopbackAddress();
        http = HttpServer.create(new InetSocketAddress(here, 0), 0);
        http.createContext("/checkin", exchange -> {
            exchange.getRequestBody().readAllBytes();
            byte[] answer =
                    new Fields().number(1, 1).fixed(7, 1_001).fixed(8, 2_002).bytes();
            exchange.getResponseHeaders().set("Content-Type", "application/x-protobuf");
            exchange.sendResponseHeaders(200, answer.length);
            exchange.getResponseBody().write(answer);
            exchange.close();
        });
        http.createContext("/register", exchange -> {
            String form = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            Map<String, String> fields = Stream.of(form.split("&"))
                    .map(field -> field.split("=", 2))
                    .collect(Collectors.toMap(
                            field -> field[0],
                            field -> URLDecoder.decode(field[1], StandardCharsets.UTF_8),
                            (a, b) -> b));
            String token = "token-" + tokens.incrementAndGet();
            registrations.put(token, fields);
            byte[] answer = ("token=" + token).getBytes(StandardCharsets.US_ASCII);
            exchange.sendResponseHeaders(200, answer.length);
            exchange.getResponseBody().write(answer);
            exchange.close();
        });
        http.start();
        connections = (SSLServerSocket) tls.getServerSocketFactory().createServerSocket(0, 5, here);
        Thread listener = new Thread(this::listen, "chromiums-push-service");
        listener.setDaemon(true);
        listener.start();
    }

    String[] arguments() {
        String address = "http://127.0.0.1:" + http.getAddress().getPort();
        return new String[] {
            "--gcm-checkin-url=" + address + "/checkin",
            "--gcm-registration-url=" + address + "/register",
            "--gcm-mcs-endpoint=https://127.0.0.1:" + connections.getLocalPort(),
            "--ignore-certificate-errors"
        };
    }

    /** Hands an encrypted message to the browser that holds the token. */
    void deliver(String token, byte[] body) throws IOException, InterruptedException {
        Map<String, String> registration = registrations.get(token);
        OutputStream out = connected.poll(20, TimeUnit.SECONDS);
        if (out == null) {
            throw new IOException("the browser is not connected");
        }
        byte[] stanza = new Fields()
                .text(2, "m1")
                .text(3, registration.get("sender"))
                .text(4, "browser")
                .text(5, registration.get("app"))
                .bytes(
                        7,
                        new Fields()
                                .text(1, "subtype")
                                .text(2, registration.get("X-subtype"))
                                .bytes())
                .bytes(
                        7,
                        new Fields()
                                .text(1, "content-encoding")
                                .text(2, "aes128gcm")
                                .bytes())
                .text(9, "p1")
                .bytes(21, body)
                .bytes();
        send(out, MESSAGE, stanza);
        connected.add(out);
    }

    @Override
    public void close() throws IOException {
        http.stop(0);
        connections.close();
    }

    private void listen() {
        while (!connections.isClosed()) {
            try {
                SSLSocket socket = (SSLSocket) connections.accept();
                DataInputStream in = new DataInputStream(socket.getInputStream());
                in.readUnsignedByte();
                in.readUnsignedByte();
                in.readFully(new byte[length(in)]);
                OutputStream out = socket.getOutputStream();
                out.write(VERSION);
                send(out, LOGIN_ANSWER, new Fields().text(1, "login").bytes());
                connected.add(out);
            } catch (IOException e) {
                // The browser went away, or the test is over.
            }
        }
    }

    private static int length(DataInputStream in) throws IOException {
        int length = 0;
        int shift = 0;
        int next;
        do {
            next = in.readUnsignedByte();
            length |= (next & 0x7f) << shift;
            shift += 7;
        } while (next >= 0x80);
        return length;
    }

    private static void send(OutputStream out, int tag, byte[] message) throws IOException {
        ByteArrayOutputStream framed = new ByteArrayOutputStream();
        framed.write(tag);
        Fields.varint(framed, message.length);
        framed.writeBytes(message);
        out.write(framed.toByteArray());
        out.flush();
    }

    /** A protocol buffer, field by field. */
    private static final class Fields {
        private final ByteArrayOutputStream out = new ByteArrayOutputStream();

        Fields number(int field, long value) {
            varint(out, field << 3);
            varint(out, value);
            return this;
        }

        Fields fixed(int field, long value) {
            varint(out, field << 3 | 1);
            out.writeBytes(ByteBuffer.allocate(Long.BYTES)
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .putLong(value)
                    .array());
            return this;
        }

        Fields text(int field, String value) {
            return bytes(field, value.getBytes(StandardCharsets.UTF_8));
        }

        Fields bytes(int field, byte[] value) {
            varint(out, field << 3 | 2);
            varint(out, value.length);
            out.writeBytes(value);
            return this;
        }

        byte[] bytes() {
            return out.toByteArray();
        }

        static void varint(ByteArrayOutputStream out, long value) {
            long rest = value;
            while (rest >= 0x80) {
                out.write((int) (rest & 0x7f | 0x80));
                rest >>>= 7;
            }
            out.write((int) rest);
        }
    }
}
