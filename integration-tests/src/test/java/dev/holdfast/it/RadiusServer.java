package dev.holdfast.it;

import dev.holdfast.harness.ChildProcess;
import dev.holdfast.harness.LoopbackPorts;
import dev.holdfast.harness.Readiness;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** A FreeRADIUS of Debian's with the configuration that the guide to other doors shows, its addresses changed. */
final class RadiusServer implements AutoCloseable {
    static final String SECRET = "testing123";

    private static final Path GUIDE = Path.of("../docs/doors/radius");
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Path folder;
    private final int port;
    private final ChildProcess process;

    private RadiusServer(Path folder, int port, ChildProcess process) {
        this.folder = folder;
        this.port = port;
        this.process = process;
    }

    static RadiusServer start(Path folder, GrantDoor door) {
        int port = LoopbackPorts.free();
        try {
            Files.createDirectories(folder.resolve("perl"));
            Files.copy(GUIDE.resolve("perl/holdfast.pl"), folder.resolve("perl/holdfast.pl"));
            write(
                    folder,
                    "module",
                    text("mods-available/holdfast")
                            .replace(
                                    "https://idp.example.com/realms/acme/protocol/openid-connect/token",
                                    door.realm().endpoint("token_endpoint"))
                            .replace("\"radius\"", '"' + door.clientId() + '"'));
            write(
                    folder,
                    "site",
                    text("sites-available/holdfast")
                            .replace("ipaddr = *", "ipaddr = 127.0.0.1")
                            .replace("port = 1812", "port = " + port));
            write(folder, "holdfast.secret", door.secret() + "\n");
            write(folder, "dictionary", "");
            write(folder, "eap", text("mods-available/eap-holdfast"));
            write(folder, "radiusd.conf", server(folder));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        ChildProcess.run(
                "openssl",
                List.of(
                        "openssl",
                        "req",
                        "-x509",
                        "-newkey",
                        "rsa:2048",
                        "-nodes",
                        "-keyout",
                        "server.key",
                        "-out",
                        "server.pem",
                        "-days",
                        "2",
                        "-subj",
                        "/CN=radius"),
                Map.of(),
                folder,
                PATIENCE);
        ChildProcess process = ChildProcess.start(
                "freeradius",
                List.of("/usr/sbin/freeradius", "-f", "-l", "stdout", "-d", folder.toString()),
                Map.of(),
                folder,
                folder.resolve("freeradius.log"));
        RadiusServer server = new RadiusServer(folder, port, process);
        Readiness.await("freeradius", process, () -> server.log().contains("Ready to process requests"), PATIENCE);
        return server;
    }

    /** What Debian's own {@code radiusd.conf} says of these things, with this folder's paths. */
    private static String server(Path folder) {
        return """
                prefix = /usr
                confdir = %1$s
                modconfdir = ${confdir}
                certdir = ${confdir}
                libdir = /usr/lib/freeradius
                logdir = ${confdir}
                run_dir = ${confdir}
                db_dir = ${confdir}
                pidfile = ${confdir}/radiusd.pid
                max_request_time = 90
                hostname_lookups = no
                log {
                	destination = stdout
                	auth = yes
                }
                security {
                	reject_delay = 0
                }
                client nas {
                	ipaddr = 127.0.0.1
                	secret = %2$s
                }
                thread pool {
                	start_servers = 4
                	max_servers = 16
                	min_spare_servers = 2
                	max_spare_servers = 8
                }
                modules {
                	$INCLUDE module
                	$INCLUDE eap
                }
                $INCLUDE site
                """.formatted(folder, SECRET);
    }

    int port() {
        return port;
    }

    Path certificate() {
        return folder.resolve("server.pem");
    }

    String log() {
        try {
            return Files.readString(folder.resolve("freeradius.log"), StandardCharsets.UTF_8);
        } catch (IOException e) {
            return "";
        }
    }

    private static String text(String file) throws IOException {
        return Files.readString(GUIDE.resolve(file), StandardCharsets.UTF_8);
    }

    private static void write(Path folder, String name, String content) throws IOException {
        Files.writeString(folder.resolve(name), content, StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        process.close();
    }
}
