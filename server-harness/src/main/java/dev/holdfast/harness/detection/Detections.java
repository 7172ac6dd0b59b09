package dev.holdfast.harness.detection;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** The rules of a folder, by the names of their files. */
public final class Detections {
    private static final String SUFFIX = ".yml";

    private final Map<String, SigmaRule> rules;

    private Detections(Map<String, SigmaRule> rules) {
        this.rules = rules;
    }

    /**
     * Reads every file that ends in {@code .yml}.
     *
     * @throws IllegalArgumentException if one is no rule, says what the matcher does not know, or has the id of another
     */
    public static Detections read(Path folder) {
        Map<String, SigmaRule> rules = new TreeMap<>();
        Set<Object> ids = new HashSet<>();
        for (Path file : files(folder)) {
            List<Map<?, ?>> documents = documents(file);
            for (Map<?, ?> document : documents) {
                if (!ids.add(document.get("id"))) {
                    throw new IllegalArgumentException("the id of another rule stands in " + file);
                }
            }
            rules.put(file.getFileName().toString().replace(SUFFIX, ""), SigmaRule.of(documents));
        }
        return new Detections(rules);
    }

    public Set<String> names() {
        return rules.keySet();
    }

    /**
     * The rules that raise an alert.
     *
     * @param events as the record's queries answer them
     */
    public List<String> alerts(List<JsonNode> events) {
        return rules.entrySet().stream()
                .filter(rule -> rule.getValue().alerts(events))
                .map(Map.Entry::getKey)
                .toList();
    }

    private static List<Path> files(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(SUFFIX))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<Map<?, ?>> documents(Path file) {
        List<Map<?, ?>> documents = new ArrayList<>();
        try {
            new Yaml(new SafeConstructor(new LoaderOptions()))
                    .loadAll(Files.readString(file, StandardCharsets.UTF_8))
                    .forEach(document -> documents.add((Map<?, ?>) document));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return documents;
    }
}
