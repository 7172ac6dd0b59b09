package dev.holdfast.harness;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One node of a stock Keycloak, started as an operator starts it: built with {@code kc.sh build}, run with {@code start
 * --optimized}, not in development mode. It listens on the loopback interface only and ends with this JVM.
 *
 * <pre>{@code
 * try (StockKeycloak keycloak = StockKeycloak.builder().provider(jar).realm(file).start()) {
 *     AdminClient admin = keycloak.admin();
 * }
 * }</pre>
 */
public final class StockKeycloak implements KeycloakNode {

    private final KeycloakHome home;
    private final KeycloakCommand command;
    private ChildProcess process;

    private StockKeycloak(KeycloakHome home, KeycloakCommand command) {
        this.home = home;
        this.command = command;
        this.process = command.launch(home);
    }

    /** Returns a builder whose defaults give a single node with an embedded database on a free port. */
    public static Builder builder() {
        return new Builder();
    }

    @Override
    public URI baseUri() {
        return URI.create("http://localhost:" + command.port());
    }

    @Override
    public URI issuer(String realm) {
        String front = command.hostname() == null ? baseUri().toString() : command.hostname();
        return URI.create(front + "/realms/" + realm);
    }

    @Override
    public AdminClient admin() {
        return new AdminClient(baseUri(), command.adminUser(), command.adminPassword());
    }

    /** Returns the HTTP port. */
    public int port() {
        return command.port();
    }

    /** Returns the process id of the server's JVM. */
    public long pid() {
        return process.pid();
    }

    /** Returns whether the server's JVM runs; a frozen one does. */
    public boolean isAlive() {
        return process.isAlive();
    }

    /** Returns the CPU time that the server's JVM has used since its start. */
    public Duration cpuTime() {
        return process.cpuTime();
    }

    /** Returns the file with all that the server has written to its console. */
    public Path log() {
        return process.log();
    }

    /**
     * Returns the last lines of the log.
     *
     * @param lines at most so many
     */
    public String logTail(int lines) {
        return process.logTail(lines);
    }

    /** Returns the folder with this node's files: {@code conf}, {@code data}, {@code providers}. */
    public Path homeFolder() {
        return home.folder();
    }

    /**
     * Kills the server (SIGKILL): nothing is flushed, nothing is said to the other nodes.
     *
     * <p>Keycloak's embedded database writes half a second late, so what was committed last may be lost with it; a test
     * of what survives takes PostgreSQL.
     */
    public void kill9() {
        process.kill9();
    }

    /** Freezes the server (SIGSTOP). */
    @Override
    public void freeze() {
        process.freeze();
    }

    @Override
    public void thaw() {
        process.thaw();
    }

    /** Ends the server as an operator does (SIGTERM), or kills it after 20 seconds. */
    @Override
    public void stop() {
        process.stop(Duration.ofSeconds(20));
    }

    @Override
    public void restart() {
        stop();
        process = command.launch(home);
        awaitReady();
    }

    /**
     * Waits until the server answers that it is ready.
     *
     * @return this
     * @throws HarnessException with the end of the log, if it ends or is not ready in ten minutes: one that ends is seen at once,
     *     and on a busy machine a first start takes minutes
     */
    public StockKeycloak awaitReady() {
        Readiness.await(
                "Keycloak on port " + port(), process, baseUri().resolve("/health/ready"), Duration.ofMinutes(10));
        return this;
    }

    /** Ends the server and deletes its files, but not its log. */
    @Override
    public void close() {
        stop();
        home.delete();
    }

    /** Settings of a node; each method returns this builder. */
    public static final class Builder {

        private @Nullable KeycloakDistribution distribution;
        private Path workFolder = Path.of("target", "keycloak");
        private String name = "keycloak";
        private final List<Path> providers = new ArrayList<>();
        private final List<Path> realms = new ArrayList<>();
        private final List<String> buildOptions = new ArrayList<>();
        private final List<String> startOptions = new ArrayList<>();
        private final List<String> javaOptions = new ArrayList<>();
        private final Map<String, String> environment = new LinkedHashMap<>();
        private String database = "dev-file";
        private String cache = "local";
        private String logLevel = "info";
        private @Nullable String hostname;
        private int port;
        private String heapMinimum = "512m";
        private String heapMaximum = "700m";
        private String adminUser = "admin";
        private String adminPassword = "admin";
        private boolean keepData;

        private Builder() {}

        /**
         * Takes another archive than the one of the build.
         *
         * @param archive the stock server
         */
        public Builder distribution(KeycloakDistribution archive) {
            this.distribution = archive;
            return this;
        }

        /**
         * Where servers are unpacked, built and run; by default {@code target/keycloak} of the module that is tested.
         *
         * @param folder made if absent
         */
        public Builder workFolder(Path folder) {
            this.workFolder = folder;
            return this;
        }

        /**
         * Names the node, its folder and its log file ({@code <work folder>/<name>.log}); two nodes that run at the same
         * time need two names.
         *
         * @param nodeName letters, digits, hyphens
         */
        public Builder name(String nodeName) {
            this.name = nodeName;
            return this;
        }

        /**
         * Adds a jar to {@code providers/}.
         *
         * @param jar an existing file
         */
        public Builder provider(Path jar) {
            providers.add(jar.toAbsolutePath());
            return this;
        }

        /**
         * Adds a realm that is imported at the first start.
         *
         * @param file a realm export, JSON
         */
        public Builder realm(Path file) {
            realms.add(file.toAbsolutePath());
            return this;
        }

        /**
         * Keeps the state in PostgreSQL instead of the embedded database.
         *
         * @param server a running server
         * @param databaseName an existing database of it
         */
        public Builder postgres(PostgresServer server, String databaseName) {
            this.database = "postgres";
            startOptions.add("--db-url=" + server.jdbcUrl(databaseName));
            startOptions.add("--db-username=" + server.user());
            startOptions.add("--db-password=" + server.password());
            return this;
        }

        /**
         * Joins the cluster of all nodes that share this node's database, over the loopback interface.
         *
         * <p>Give the nodes of a cluster one {@link #hostname}, so that they have one issuer.
         */
        public Builder clustered() {
            this.cache = "ispn";
            startOptions.add("--cache-embedded-network-bind-address=127.0.0.1");
            startOptions.add("--cache-embedded-network-bind-port=" + LoopbackPorts.free());
            // A port of its own for each node, and the failure detector's next to it.
            javaOptions.add("-Djgroups.port_range=0");
            javaOptions.add("-Djgroups.fd.port-offset=1");
            return this;
        }

        /**
         * Fixes the address that clients see, instead of the one they ask for.
         *
         * @param url for example {@code http://localhost:8080}, without a slash at the end
         */
        public Builder hostname(String url) {
            this.hostname = url;
            return this;
        }

        /**
         * Takes this HTTP port instead of a free one.
         *
         * @param httpPort 1 to 65535
         */
        public Builder port(int httpPort) {
            this.port = httpPort;
            return this;
        }

        /**
         * Sets the bootstrap administrator; {@code admin}, {@code admin} by default.
         *
         * @param user the name
         * @param password the password
         */
        public Builder admin(String user, String password) {
            this.adminUser = user;
            this.adminPassword = password;
            return this;
        }

        /**
         * Sets the heap of the server's JVM; 512m to 700m by default.
         *
         * @param minimum as in {@code -Xms}
         * @param maximum as in {@code -Xmx}
         */
        public Builder heap(String minimum, String maximum) {
            this.heapMinimum = minimum;
            this.heapMaximum = maximum;
            return this;
        }

        /**
         * Sets what is logged; {@code info} by default.
         *
         * @param levels as in Keycloak's {@code --log-level}
         */
        public Builder logLevel(String levels) {
            this.logLevel = levels;
            return this;
        }

        /**
         * Adds an argument of {@code kc.sh build}.
         *
         * @param option for example {@code --features=...}
         */
        public Builder buildOption(String option) {
            buildOptions.add(option);
            return this;
        }

        /**
         * Adds an argument of {@code kc.sh start}.
         *
         * @param option for example {@code --spi-...=...}
         */
        public Builder startOption(String option) {
            startOptions.add(option);
            return this;
        }

        /**
         * Adds an option of the server's JVM.
         *
         * @param option for example {@code -XX:+UseSerialGC}
         */
        public Builder javaOption(String option) {
            javaOptions.add(option);
            return this;
        }

        /**
         * Adds a variable to the server's environment.
         *
         * @param variable its name
         * @param value its value
         */
        public Builder environment(String variable, String value) {
            environment.put(variable, value);
            return this;
        }

        /** Goes on with the data of a former node of the same name and work folder, instead of starting empty. */
        public Builder keepData() {
            this.keepData = true;
            return this;
        }

        /**
         * Builds the server if no such server has been built before.
         *
         * <p>{@link #start} does it as well; done apart, a caller can tell its user what takes the time.
         *
         * @return this
         */
        public Builder prepare() {
            build().in(workFolder.toAbsolutePath().resolve("built"));
            return this;
        }

        /**
         * Starts the node and waits until it is ready.
         *
         * @throws HarnessException with the end of the log, if it does not become ready
         */
        public StockKeycloak start() {
            StockKeycloak node = launch();
            try {
                return node.awaitReady();
            } catch (RuntimeException e) {
                node.kill9();
                throw e;
            }
        }

        /** Starts the node without waiting, so that several can start side by side. */
        public StockKeycloak launch() {
            Path folder = workFolder.toAbsolutePath();
            Path built = build().in(folder.resolve("built"));
            KeycloakHome home = KeycloakHome.of(built, folder.resolve("nodes").resolve(name), realms, keepData);
            return new StockKeycloak(
                    home,
                    new KeycloakCommand(
                            folder.resolve(name + ".log"),
                            port == 0 ? LoopbackPorts.free() : port,
                            hostname,
                            adminUser,
                            adminPassword,
                            allJavaOptions(),
                            allStartOptions(),
                            Map.copyOf(environment)));
        }

        private KeycloakBuild build() {
            List<String> options = new ArrayList<>(List.of(
                    "--db=" + database,
                    "--health-enabled=true",
                    // One port for everything: the readiness probe asks the main one.
                    "--http-management-health-enabled=false"));
            options.addAll(buildOptions);
            return new KeycloakBuild(
                    distribution == null ? KeycloakDistribution.fromBuild() : distribution, providers, options);
        }

        private List<String> allJavaOptions() {
            List<String> options = new ArrayList<>(List.of("-Xms" + heapMinimum, "-Xmx" + heapMaximum));
            options.addAll(javaOptions);
            return List.copyOf(options);
        }

        private List<String> allStartOptions() {
            List<String> options = new ArrayList<>();
            options.add("--cache=" + cache);
            options.add("--log-level=" + logLevel + ",io.smallrye.health:error");
            options.addAll(startOptions);
            if (!realms.isEmpty()) {
                options.add("--import-realm");
            }
            return List.copyOf(options);
        }
    }
}
