package dev.holdfast.it;

import dev.holdfast.harness.ChildProcess;
import dev.holdfast.harness.LoopbackPorts;
import dev.holdfast.harness.Readiness;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** OpenLDAP and saslauthd of Debian's with the configuration that the guide to other doors shows, its paths changed. */
final class LdapServer implements AutoCloseable {
    static final String SUFFIX = "dc=example,dc=com";

    private static final Path DOORS = Path.of("../docs/doors");
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final int port;
    private final ChildProcess saslauthd;
    private final ChildProcess slapd;

    private LdapServer(int port, ChildProcess saslauthd, ChildProcess slapd) {
        this.port = port;
        this.saslauthd = saslauthd;
        this.slapd = slapd;
    }

    /** @param user the one person of the directory */
    static LdapServer start(Path folder, RadiusServer radius, String user) {
        int port = LoopbackPorts.free();
        Path pam = folder.resolve("pam.d");
        Path sasl = folder.resolve("sasl2");
        Path mux = folder.resolve("mux");
        try {
            for (Path each : List.of(pam, sasl, folder.resolve("data"))) {
                Files.createDirectories(each);
            }
            Files.writeString(
                    folder.resolve("radius.conf"),
                    text("pam/holdfast-radius.conf").replace("127.0.0.1:1812", "127.0.0.1:" + radius.port()));
            Files.writeString(
                    pam.resolve("ldap"),
                    text("ldap/pam.d/ldap")
                            .replace(
                                    "/etc/holdfast-radius.conf",
                                    folder.resolve("radius.conf").toString()));
            Files.writeString(
                    sasl.resolve("slapd.conf"),
                    text("ldap/sasl2/slapd.conf").replace("/run/saslauthd/mux", mux.toString()));
            Files.writeString(folder.resolve("slapd.conf"), server(folder));
            Files.writeString(
                    folder.resolve("people.ldif"),
                    TREE + text("ldap/person.ldif").replace("ada", user));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        ChildProcess.run(
                "slapadd",
                List.of("/usr/sbin/slapadd", "-f", "slapd.conf", "-l", "people.ldif"),
                Map.of(),
                folder,
                PATIENCE);
        // Both read their own folders of the system alone: these stand over them, for these programs and nobody else.
        ChildProcess saslauthd =
                over(folder, "saslauthd", pam, "/etc/pam.d", "/usr/sbin/saslauthd -d -a pam -n 4 -m " + folder);
        try {
            Readiness.await("saslauthd", saslauthd, () -> Files.exists(mux), PATIENCE);
            ChildProcess slapd = over(
                    folder,
                    "slapd",
                    sasl,
                    "/etc/ldap/sasl2",
                    "/usr/sbin/slapd -d 0 -f slapd.conf -h ldap://127.0.0.1:" + port);
            Readiness.await("slapd", slapd, () -> listens(port), PATIENCE);
            return new LdapServer(port, saslauthd, slapd);
        } catch (RuntimeException e) {
            saslauthd.close();
            throw e;
        }
    }

    private static final String TREE = """
            dn: dc=example,dc=com
            objectClass: dcObject
            objectClass: organization
            o: Example
            dc: example

            dn: ou=people,dc=example,dc=com
            objectClass: organizationalUnit
            ou: people

            """;

    /** In a session of its own, since saslauthd takes its whole process group with it when it ends. */
    private static ChildProcess over(Path folder, String name, Path own, String systems, String command) {
        return ChildProcess.start(
                name,
                List.of(
                        "unshare",
                        "--mount",
                        "sh",
                        "-c",
                        "mount --bind " + own + " " + systems + " && exec setsid " + command),
                Map.of(),
                folder,
                folder.resolve(name + ".log"));
    }

    private static String server(Path folder) {
        return """
                include /etc/ldap/schema/core.schema
                include /etc/ldap/schema/cosine.schema
                include /etc/ldap/schema/inetorgperson.schema
                modulepath /usr/lib/ldap
                moduleload back_mdb
                pidfile %1$s/slapd.pid
                database mdb
                suffix "%2$s"
                directory %1$s/data
                """.formatted(folder, SUFFIX);
    }

    private static boolean listens(int port) {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return socket.isConnected();
        } catch (IOException e) {
            return false;
        }
    }

    /** A client's command line for a bind as this person, which asks who is there. */
    List<String> bind(String user, String password) {
        return List.of(
                "ldapwhoami",
                "-x",
                "-H",
                "ldap://127.0.0.1:" + port,
                "-D",
                "uid=" + user + ",ou=people," + SUFFIX,
                "-w",
                password);
    }

    private static String text(String file) throws IOException {
        return Files.readString(DOORS.resolve(file), StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        slapd.close();
        saslauthd.close();
    }
}
