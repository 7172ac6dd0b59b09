package dev.holdfast.harness;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A program that some suites need and that a machine may lack. Locally such a suite says so and is skipped; where
 * {@code CI=true} the absence is a failure, so that nothing goes unproved there.
 *
 * <p>A test asks in one line, with JUnit: {@code assumeTrue(chromium().isUsable(), chromium().absence())}.
 *
 * @param program what is needed, as a package name or several
 * @param path where it was found, or null
 */
public record Requirement(String program, @Nullable Path path) {

    private static final Path POSTGRES_VERSIONS = Path.of("/usr/lib/postgresql");

    /** Returns Chromium, found by the variable {@code HOLDFAST_CHROMIUM} or in the usual places. */
    public static Requirement chromium() {
        String named = System.getenv("HOLDFAST_CHROMIUM");
        List<Path> places = named != null
                ? List.of(Path.of(named))
                : List.of(Path.of("/usr/bin/chromium"), Path.of("/usr/bin/chromium-browser"));
        return new Requirement(
                "chromium",
                places.stream().filter(Files::isExecutable).findFirst().orElse(null));
    }

    /** Returns Firefox, found by the variable {@code HOLDFAST_FIREFOX} or as Debian has it. */
    public static Requirement firefox() {
        String named = System.getenv("HOLDFAST_FIREFOX");
        List<Path> places = named != null
                ? List.of(Path.of(named))
                : List.of(Path.of("/usr/bin/firefox-esr"), Path.of("/usr/bin/firefox"));
        return new Requirement(
                "firefox-esr",
                places.stream().filter(Files::isExecutable).findFirst().orElse(null));
    }

    /** Returns the folder of PostgreSQL's server programs, found by {@code HOLDFAST_POSTGRES} or as Debian has it. */
    public static Requirement postgres() {
        String named = System.getenv("HOLDFAST_POSTGRES");
        if (named != null) {
            return new Requirement("postgresql", holdsPostgres(Path.of(named)) ? Path.of(named) : null);
        }
        if (!Files.isDirectory(POSTGRES_VERSIONS)) {
            return new Requirement("postgresql", null);
        }
        try (Stream<Path> versions = Files.list(POSTGRES_VERSIONS)) {
            return new Requirement(
                    "postgresql",
                    versions.map(version -> version.resolve("bin"))
                            .filter(Requirement::holdsPostgres)
                            .max(Comparator.comparing(Path::toString))
                            .orElse(null));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Returns swtpm with the programs that make a TPM for it and speak with one. */
    public static Requirement swtpm() {
        Path bin = Path.of("/usr/bin");
        boolean complete = Stream.of("swtpm", "swtpm_setup", "swtpm_localca", "tpm2_getcap")
                .map(bin::resolve)
                .allMatch(Files::isExecutable);
        return new Requirement("swtpm swtpm-tools tpm2-tools", complete ? bin.resolve("swtpm") : null);
    }

    /** Returns what {@link PrivateSystem} needs: Debian's package manager, and the rights of root. */
    public static Requirement privateSystem() {
        boolean complete = "root".equals(System.getProperty("user.name"))
                && Stream.of("dpkg", "dpkg-deb", "unshare", "nsenter", "setpriv")
                        .map(Path.of("/usr/bin")::resolve)
                        .allMatch(Files::isExecutable);
        return new Requirement("dpkg util-linux, for root", complete ? Path.of("/usr/bin/dpkg") : null);
    }

    /** Returns the socket of a Docker daemon that answers. */
    public static Requirement docker() {
        Path socket = Path.of(Optional.ofNullable(System.getenv("DOCKER_HOST"))
                .filter(host -> host.startsWith("unix://"))
                .map(host -> host.substring("unix://".length()))
                .orElse("/var/run/docker.sock"));
        return new Requirement("docker.io", answers(socket) ? socket : null);
    }

    /** Returns OpenSSL's program, a certificate authority with its OCSP responder. */
    public static Requirement openssl() {
        Path program = Path.of("/usr/bin/openssl");
        return new Requirement("openssl", Files.isExecutable(program) ? program : null);
    }

    /** Returns GnuPG's dialog for a terminal, and the program that gives it one. */
    public static Requirement pinentry() {
        Path tty = Path.of("/usr/bin/pinentry-tty");
        boolean complete = Files.isExecutable(tty) && Files.isExecutable(Path.of("/usr/bin/script"));
        return new Requirement("pinentry-tty bsdutils", complete ? tty : null);
    }

    /** Returns Ansible, with what its module for Debian's packages needs. */
    public static Requirement ansible() {
        Path program = Path.of("/usr/bin/ansible-playbook");
        boolean complete =
                Files.isExecutable(program) && Files.isDirectory(Path.of("/usr/lib/python3/dist-packages/apt"));
        return new Requirement("ansible-core python3-apt", complete ? program : null);
    }

    /** Returns cloud-init, which knows what its files may say. */
    public static Requirement cloudInit() {
        Path program = Path.of("/usr/bin/cloud-init");
        return new Requirement("cloud-init", Files.isExecutable(program) ? program : null);
    }

    /** Returns FreeRADIUS with its clients, for PAP and for EAP. */
    public static Requirement freeradius() {
        boolean complete = Stream.of("/usr/sbin/freeradius", "/usr/bin/radclient", "/usr/bin/eapol_test")
                .map(Path::of)
                .allMatch(Files::isExecutable);
        return new Requirement(
                "freeradius freeradius-utils eapoltest", complete ? Path.of("/usr/sbin/freeradius") : null);
    }

    /** Returns PAM's module for RADIUS, a program that signs in by PAM, and the rights to configure it privately. */
    public static Requirement pamRadius() {
        boolean complete = "root".equals(System.getProperty("user.name"))
                && Files.isExecutable(Path.of("/usr/bin/pamtester"))
                && Stream.of("x86_64-linux-gnu", "aarch64-linux-gnu")
                        .map(machine -> Path.of("/usr/lib", machine, "security/pam_radius_auth.so"))
                        .anyMatch(Files::exists);
        return new Requirement(
                "libpam-radius-auth pamtester, for root", complete ? Path.of("/usr/bin/pamtester") : null);
    }

    /** Returns OpenLDAP, what checks its passwords by PAM and RADIUS, and the rights to configure them privately. */
    public static Requirement openldap() {
        Requirement pam = pamRadius();
        boolean complete = pam.path != null
                && Stream.of("/usr/sbin/slapd", "/usr/sbin/saslauthd", "/usr/bin/ldapwhoami")
                        .map(Path::of)
                        .allMatch(Files::isExecutable);
        return new Requirement(
                "slapd sasl2-bin ldap-utils libpam-radius-auth, for root",
                complete ? Path.of("/usr/sbin/slapd") : null);
    }

    /** Returns Apache's server, with modules by which an application signs users in by OpenID Connect and by SAML. */
    public static Requirement apache() {
        Path modules = Path.of("/usr/lib/apache2/modules");
        boolean complete = Files.isExecutable(Path.of("/usr/sbin/apache2"))
                && Stream.of("mod_auth_openidc.so", "mod_auth_mellon.so")
                        .map(modules::resolve)
                        .allMatch(Files::exists);
        return new Requirement(
                "apache2 libapache2-mod-auth-openidc libapache2-mod-auth-mellon",
                complete ? Path.of("/usr/sbin/apache2") : null);
    }

    /** Returns the program that writes down a process's system calls. */
    public static Requirement strace() {
        Path program = Path.of("/usr/bin/strace");
        return new Requirement("strace", Files.isExecutable(program) ? program : null);
    }

    /** Returns where the program is, if it is here. */
    public Optional<Path> found() {
        return Optional.ofNullable(path);
    }

    /**
     * Returns where the program is.
     *
     * @throws HarnessException if it is absent
     */
    public Path require() {
        return found().orElseThrow(() -> new HarnessException(absence()));
    }

    /**
     * Returns whether a suite that needs the program can run.
     *
     * @throws HarnessException if the program is absent where {@code CI=true}
     */
    public boolean isUsable() {
        if (path == null && "true".equals(System.getenv("CI"))) {
            throw new HarnessException(absence() + " With CI=true this is a failure.");
        }
        return path != null;
    }

    /** Returns the sentence for a person when the program is absent. */
    public String absence() {
        return program + " is not installed here, so what needs it cannot run (Debian: apt-get install " + program
                + ").";
    }

    private static boolean answers(Path socket) {
        try (SocketChannel channel = SocketChannel.open(UnixDomainSocketAddress.of(socket))) {
            return channel.isConnected();
        } catch (IOException e) {
            return false; // no daemon, or one that is not for this user
        }
    }

    private static boolean holdsPostgres(Path folder) {
        return Files.isExecutable(folder.resolve("initdb")) && Files.isExecutable(folder.resolve("postgres"));
    }
}
