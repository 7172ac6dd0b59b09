package dev.holdfast.agent.testrealm;

import dev.holdfast.agent.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The published test vectors. */
public final class Vectors {
    private Vectors() {}

    public static List<JsonObject> cases(String file) {
        String folder = System.getProperty("holdfast.vectors", "../docs/vectors");
        try {
            return JsonObject.parse(Files.readAllBytes(Path.of(folder, file))).objects("cases");
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
