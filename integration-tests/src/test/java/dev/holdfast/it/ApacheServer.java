package dev.holdfast.it;

import dev.holdfast.harness.ChildProcess;
import dev.holdfast.harness.FileTrees;
import dev.holdfast.harness.HarnessException;
import dev.holdfast.harness.LoopbackPorts;
import dev.holdfast.harness.Readiness;
import dev.holdfast.harness.Requirement;
import dev.holdfast.it.wire.WireRealm;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Debian's Apache with applications of a realm, each at a port of its own: a page that says who is there. */
final class ApacheServer implements AutoCloseable {
    private static final String USER = "www-data";
    private static final String PAGE = "<!doctype html><title>signed in</title>"
            + "<p id=\"signed-in\"><!--#echo var=\"REMOTE_USER\" --></p>"
            + "<p id=\"auth-time\"><!--#echo var=\"OIDC_CLAIM_auth_time\" --></p>";
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final Path folder;
    private final ChildProcess process;
    private final Map<String, Integer> ports;

    private ApacheServer(Path folder, ChildProcess process, Map<String, Integer> ports) {
        this.folder = folder;
        this.process = process;
        this.ports = ports;
    }

    /** Starts the server, and makes its applications known to the realm. */
    static ApacheServer start(World world, WireRealm realm, List<ApacheApplication> applications) {
        Map<String, Integer> ports = new LinkedHashMap<>();
        applications.forEach(application -> ports.put(application.name(), LoopbackPorts.free()));
        ApacheServer server;
        try {
            Path folder = Files.createTempDirectory("holdfast-apache");
            server = new ApacheServer(folder, launch(folder, realm, applications, ports), ports);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        try {
            Path running = server.folder.resolve("apache.pid");
            Readiness.await("apache2", server.process, () -> Files.exists(running), PATIENCE);
            for (ApacheApplication application : applications) {
                String address = server.address(application.name());
                application.register(
                        world, realm, address, application.isSaml() ? text(address + "mellon/metadata") : "");
            }
            return server;
        } catch (RuntimeException e) {
            server.close();
            throw e;
        }
    }

    private static ChildProcess launch(
            Path folder, WireRealm realm, List<ApacheApplication> applications, Map<String, Integer> ports)
            throws IOException {
        Files.createDirectory(folder.resolve("pages"));
        Files.createDirectory(folder.resolve("posts"));
        Files.writeString(folder.resolve("pages/index.shtml"), PAGE);
        Files.writeString(folder.resolve("idp.xml"), text(realm.issuer() + "/protocol/saml/descriptor"));
        Files.writeString(
                folder.resolve("apache.conf"),
                server(folder)
                        + applications.stream()
                                .map(each -> each.host(folder, realm, ports.get(each.name())))
                                .collect(Collectors.joining()));
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
                        "sp.key",
                        "-out",
                        "sp.pem",
                        "-days",
                        "2",
                        "-subj",
                        "/CN=application"),
                Map.of(),
                folder,
                PATIENCE);
        List<String> command = new ArrayList<>();
        if ("root".equals(System.getProperty("user.name"))) {
            // Apache serves no pages as root. The folder's name is open to others; what is in it is its server's.
            Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx--x--x"));
            ChildProcess.run("chown", List.of("chown", "-R", USER, folder.toString()), Map.of(), folder, PATIENCE);
            command.addAll(List.of("setpriv", "--reuid=" + USER, "--regid=" + USER, "--init-groups"));
        }
        command.addAll(
                List.of(Requirement.apache().require().toString(), "-D", "FOREGROUND", "-f", folder + "/apache.conf"));
        return ChildProcess.start("apache2", command, Map.of(), folder, folder.resolve("apache.log"));
    }

    /** What Debian's own {@code apache2.conf} says of these things, with this folder's paths. */
    private static String server(Path folder) {
        String modules = Stream.of(
                        "mpm_event",
                        "authn_core",
                        "authz_core",
                        "authz_user",
                        "dir",
                        "mime",
                        "filter",
                        "include",
                        "auth_openidc",
                        "auth_mellon")
                .map(module -> "LoadModule " + module + "_module /usr/lib/apache2/modules/mod_" + module + ".so\n")
                .collect(Collectors.joining());
        return """
                ServerRoot %1$s
                DefaultRuntimeDir %1$s
                PidFile %1$s/apache.pid
                ErrorLog %1$s/error.log
                ServerName localhost
                Mutex file:%1$s default
                %2$s
                TypesConfig /etc/mime.types
                StartServers 1
                ServerLimit 1
                ThreadsPerChild 16
                MaxRequestWorkers 16
                DocumentRoot %1$s/pages
                DirectoryIndex index.shtml
                AddType text/html .shtml
                AddOutputFilter INCLUDES .shtml
                MellonPostDirectory %1$s/posts
                <Directory %1$s/pages>
                	Options +Includes
                </Directory>
                """.formatted(folder, modules);
    }

    /** The application's page. */
    String address(String application) {
        return "http://localhost:" + ports.get(application) + "/";
    }

    /** What Apache and its modules complained of. */
    String log() {
        try {
            return Files.readString(folder.resolve("error.log"), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String text(String address) {
        try {
            HttpResponse<String> answer = HttpClient.newHttpClient()
                    .send(HttpRequest.newBuilder(URI.create(address)).build(), HttpResponse.BodyHandlers.ofString());
            if (answer.statusCode() != 200) {
                throw new HarnessException(address + " answered " + answer.statusCode());
            }
            return answer.body();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new HarnessException("interrupted while reading " + address, e);
        }
    }

    @Override
    public void close() {
        process.close();
        FileTrees.delete(folder);
    }
}
