package dev.holdfast.harness;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A private PostgreSQL server with an empty cluster in a temporary folder, on a loopback port, with {@code fsync} on as
 * in production. PostgreSQL refuses to run as root, so root starts it as the user {@code postgres}.
 */
public final class PostgresServer implements AutoCloseable {

    private static final String USER = "postgres";
    private static final String PASSWORD = "postgres";

    private final Path programs;
    private final Path folder;
    private final int port;
    private final ChildProcess process;

    private PostgresServer(Path programs, Path folder, int port, ChildProcess process) {
        this.programs = programs;
        this.folder = folder;
        this.port = port;
        this.process = process;
    }

    /**
     * Makes a cluster and starts the server.
     *
     * @throws HarnessException if PostgreSQL is not installed (see {@link Requirement#postgres}) or does not start
     */
    public static PostgresServer start() {
        return start(List.of());
    }

    /**
     * The same with settings of its own.
     *
     * @param settings each {@code name=value}, as in {@code postgresql.conf}
     */
    public static PostgresServer start(List<String> settings) {
        Path programs = Requirement.postgres().require();
        Path folder;
        try {
            folder = Files.createTempDirectory("holdfast-postgres");
            if (isRoot()) {
                // Only the folder's name is open to others; the cluster in it belongs to its server.
                Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx--x--x"));
                run("chown", List.of("chown", USER, folder.toString()), folder);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Path cluster = folder.resolve("cluster");
        run(
                "initdb",
                asServerUser(List.of(
                        programs.resolve("initdb").toString(),
                        "--pgdata=" + cluster,
                        "--username=" + USER,
                        // Reachable on the loopback interface alone, by whoever can start it anyway.
                        "--auth=trust",
                        "--encoding=UTF8",
                        "--locale=C.UTF-8")),
                folder);
        int port = LoopbackPorts.free();
        List<String> command = new ArrayList<>(List.of(
                programs.resolve("postgres").toString(),
                "-D",
                cluster.toString(),
                "-p",
                Integer.toString(port),
                "-c",
                "listen_addresses=127.0.0.1",
                "-c",
                "unix_socket_directories=",
                "-c",
                "max_connections=400",
                "-c",
                "fsync=on"));
        settings.forEach(setting -> command.addAll(List.of("-c", setting)));
        ChildProcess process = ChildProcess.start(
                "PostgreSQL", asServerUser(command), Map.of(), folder, folder.resolve("postgres.log"));
        PostgresServer server = new PostgresServer(programs, folder, port, process);
        server.awaitReady();
        return server;
    }

    /** Returns the user that owns the server's databases. */
    public String user() {
        return USER;
    }

    /** Returns the user's password; the server takes any. */
    public String password() {
        return PASSWORD;
    }

    /** Returns the loopback port. */
    public int port() {
        return port;
    }

    /**
     * Returns the JDBC address of a database.
     *
     * @param database its name
     */
    public String jdbcUrl(String database) {
        return "jdbc:postgresql://127.0.0.1:" + port + "/" + database;
    }

    /**
     * Makes an empty database.
     *
     * @param name letters, digits and low lines
     * @return the name
     */
    public String createDatabase(String name) {
        run(
                "createdb",
                List.of(
                        programs.resolve("createdb").toString(),
                        "--host=127.0.0.1",
                        "--port=" + port,
                        "--username=" + USER,
                        name),
                folder);
        return name;
    }

    /**
     * Runs SQL and returns PostgreSQL's answer: rows by line, columns parted by {@code |}, nothing else.
     *
     * @param database an existing database
     * @param sql one or more statements
     */
    public String sql(String database, String sql) {
        return run(
                        "psql",
                        List.of(
                                programs.resolve("psql").toString(),
                                "--no-psqlrc",
                                "--quiet",
                                "--tuples-only",
                                "--no-align",
                                "--set=ON_ERROR_STOP=1",
                                "--host=127.0.0.1",
                                "--port=" + port,
                                "--username=" + USER,
                                "--dbname=" + database,
                                "--command=" + sql),
                        folder)
                .strip();
    }

    /**
     * Writes everything in a database as SQL text.
     *
     * @param database an existing database
     */
    public String dump(String database) {
        return run(
                "pg_dump",
                List.of(
                        programs.resolve("pg_dump").toString(),
                        "--host=127.0.0.1",
                        "--port=" + port,
                        "--username=" + USER,
                        database),
                folder);
    }

    /** Returns the file with the server's output. */
    public Path log() {
        return process.log();
    }

    /** Ends the server and deletes the cluster. */
    @Override
    public void close() {
        // SIGINT is PostgreSQL's "fast" end; on SIGTERM it would wait for its clients to go.
        process.signal("INT");
        if (!process.awaitEnd(Duration.ofSeconds(15))) {
            process.kill9();
        }
        FileTrees.delete(folder);
    }

    private void awaitReady() {
        long end = System.nanoTime() + Duration.ofSeconds(60).toNanos();
        while (System.nanoTime() < end) {
            if (process.awaitEnd(Duration.ofMillis(100))) {
                throw new HarnessException("PostgreSQL ended while it started:\n" + process.logTail(40));
            }
            if (accepts()) {
                return;
            }
        }
        throw new HarnessException("PostgreSQL was not ready after 60 s:\n" + process.logTail(40));
    }

    private boolean accepts() {
        try {
            sql(USER, "select 1");
            return true;
        } catch (HarnessException e) {
            return false; // not listening yet
        }
    }

    private static boolean isRoot() {
        return "root".equals(System.getProperty("user.name"));
    }

    private static List<String> asServerUser(List<String> command) {
        if (!isRoot()) {
            return command;
        }
        List<String> all = new ArrayList<>(List.of("setpriv", "--reuid=" + USER, "--regid=" + USER, "--init-groups"));
        all.addAll(command);
        return all;
    }

    private static String run(String name, List<String> command, Path folder) {
        return ChildProcess.run(name, command, Map.of(), folder, Duration.ofMinutes(2));
    }
}
