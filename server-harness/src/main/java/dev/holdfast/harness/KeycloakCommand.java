package dev.holdfast.harness;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How a node is started: what {@code kc.sh start --optimized} would run, but without the shell between this JVM and the
 * server's, so that a signal reaches the server itself and its process id is known.
 */
record KeycloakCommand(
        Path log,
        int port,
        @Nullable String hostname,
        String adminUser,
        String adminPassword,
        List<String> javaOptions,
        List<String> startOptions,
        Map<String, String> environment) {

    /** The options that {@code kc.sh} gives, less those for debugging and containers. */
    private static final List<String> KC_SH_OPTIONS = List.of(
            "-Djava.util.concurrent.ForkJoinPool.common.threadFactory="
                    + "io.quarkus.bootstrap.forkjoin.QuarkusForkJoinWorkerThreadFactory",
            "-XX:MetaspaceSize=96M",
            "-XX:MaxMetaspaceSize=256m",
            "-XX:+ExitOnOutOfMemoryError",
            "-XX:+UseG1GC",
            "-Dfile.encoding=UTF-8",
            "-Dstdout.encoding=UTF-8",
            "-Dstderr.encoding=UTF-8",
            "-Djava.security.egd=file:/dev/urandom",
            "-Djdk.tls.rejectClientInitiatedRenegotiation=true",
            "--add-opens=java.base/java.util=ALL-UNNAMED",
            "--add-opens=java.base/java.util.concurrent=ALL-UNNAMED",
            "--add-opens=java.base/java.security=ALL-UNNAMED",
            "--add-opens=java.base/java.lang=ALL-UNNAMED",
            "--enable-native-access=ALL-UNNAMED",
            "-Duser.language=en",
            "-Duser.country=US",
            "-Djava.util.logging.manager=org.jboss.logmanager.LogManager",
            "-Dpicocli.disable.closures=true",
            "-Dquarkus-log-max-startup-records=10000");

    ChildProcess launch(KeycloakHome home) {
        Path folder = home.folder();
        List<String> command = new ArrayList<>();
        command.add(System.getProperty("java.home") + File.separator + "bin" + File.separator + "java");
        command.addAll(KC_SH_OPTIONS);
        command.addAll(javaOptions);
        command.add("-Dkc.home.dir=" + folder);
        command.add("-Djboss.server.config.dir=" + folder.resolve("conf"));
        command.addAll(List.of("-cp", folder.resolve("lib/quarkus-run.jar").toString()));
        command.addAll(List.of("io.quarkus.bootstrap.runner.QuarkusEntryPoint", "start", "--optimized"));
        command.addAll(List.of("--http-enabled=true", "--http-host=127.0.0.1", "--http-port=" + port));
        command.add(hostname == null ? "--hostname-strict=false" : "--hostname=" + hostname);
        command.addAll(startOptions);

        Map<String, String> variables = new LinkedHashMap<>(environment);
        variables.put("KC_BOOTSTRAP_ADMIN_USERNAME", adminUser);
        variables.put("KC_BOOTSTRAP_ADMIN_PASSWORD", adminPassword);
        try {
            Files.createDirectories(log.getParent());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return ChildProcess.start("Keycloak on port " + port, command, variables, folder, log);
    }
}
