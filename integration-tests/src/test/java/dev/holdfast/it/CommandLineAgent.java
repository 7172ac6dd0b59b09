package dev.holdfast.it;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.holdfast.harness.FileTrees;
import dev.holdfast.it.wire.Json;
import dev.holdfast.it.wire.KnownSecrets;
import dev.holdfast.it.wire.Page;
import dev.holdfast.it.wire.Visitor;
import dev.holdfast.it.wire.WireRealm;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** The real agent with a state folder of its own, as a shell and a browser start it. */
record CommandLineAgent(Path state) {
    private static final Path JAR =
            Path.of("").toAbsolutePath().getParent().resolve("device-agent/target/holdfast-agent.jar");
    private static final long LIMIT_SECONDS = 120;

    /** How a command ended and all that it wrote. */
    record Outcome(int code, String output) {}

    /** Runs a command to its end. */
    Outcome run(String... arguments) {
        Process process = start(arguments);
        try {
            process.getOutputStream().close();
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return new Outcome(ended(process), output);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            process.destroyForcibly();
        }
    }

    Outcome enrol(World world, WireRealm realm, String... more) {
        List<String> arguments = new ArrayList<>(
                List.of("enrol", "--issuer", realm.issuer().toString(), "--token", world.enrolmentToken(realm, 1)));
        arguments.addAll(List.of(more));
        return run(arguments.toArray(String[]::new));
    }

    /** Registers a user through the code flow: opens the address that the agent prints, and signs in there. */
    Outcome register(WireRealm realm, String user, String... more) {
        List<String> arguments = new ArrayList<>(List.of("register"));
        arguments.addAll(List.of(more));
        Process process = start(arguments.toArray(String[]::new));
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            StringBuilder output = new StringBuilder();
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                output.append(line).append('\n');
                if (line.contains("/protocol/openid-connect/auth")) {
                    signIn(realm, user, URI.create(line.strip()));
                }
            }
            return new Outcome(ended(process), output.toString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            process.destroyForcibly();
        }
    }

    private static void signIn(WireRealm realm, String user, URI url) throws IOException {
        Visitor visitor = Visitor.withoutExtension(realm);
        Page form = visitor.get(url);
        URI callback = visitor.post(form.action(), Map.of("username", user, "password", user))
                .leftFor()
                .orElseThrow();
        try {
            HttpClient.newHttpClient()
                    .send(HttpRequest.newBuilder(callback).build(), HttpResponse.BodyHandlers.discarding());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
    }

    /** Asks a native host of this agent for a DUST, as the extension does. */
    JsonNode exchange(WireRealm realm, String challenge) {
        return ask(realm, "exchange", challenge);
    }

    /** Asks a native host of this agent something about a page's challenge. */
    JsonNode ask(WireRealm realm, String type, String challenge, String... options) {
        ObjectNode request = Json.object()
                .put("id", "1")
                .put("type", type)
                .put("origin", realm.origin())
                .put("challenge", challenge);
        return ask(request, options);
    }

    /** The same with any question. */
    JsonNode ask(JsonNode request, String... options) {
        List<String> arguments = new ArrayList<>(List.of("host"));
        arguments.addAll(List.of(options));
        return new HostProgram(command(arguments)).ask(request);
    }

    /** A DUST, or an error. */
    String dust(WireRealm realm, String challenge) {
        JsonNode reply = exchange(realm, challenge);
        if (!reply.path("ok").asBoolean()) {
            throw new AssertionError("no DUST: " + reply);
        }
        return KnownSecrets.keep("DUST", reply.path("dust").asText());
    }

    /** What a thief has who copies the folder, with a word in every file replaced by another. */
    CommandLineAgent copy(Path folder, String word, String other) {
        FileTrees.copy(state, folder);
        try (var files = Files.walk(folder)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                if (file.toString().endsWith(".json")) {
                    Files.writeString(file, Files.readString(file).replace(word, other));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new CommandLineAgent(folder);
    }

    private Process start(String... arguments) {
        try {
            return new ProcessBuilder(command(List.of(arguments)))
                    .redirectErrorStream(true)
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private List<String> command(List<String> arguments) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-jar",
                JAR.toString(),
                "--state",
                state.toString()));
        command.addAll(arguments);
        return command;
    }

    private static int ended(Process process) {
        try {
            if (!process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)) {
                throw new AssertionError("the agent did not end");
            }
            return process.exitValue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }
}
