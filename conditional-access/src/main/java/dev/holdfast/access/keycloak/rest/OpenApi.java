package dev.holdfast.access.keycloak.rest;

import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** The description of these endpoints by OpenAPI 3.1. It says nothing of any realm, so anybody may read it. */
final class OpenApi {
    private static final String DOCUMENT = read();

    private OpenApi() {}

    static Response answer() {
        return Response.ok(DOCUMENT, "application/json")
                .header("Cache-Control", "no-cache")
                .build();
    }

    static String document() {
        return DOCUMENT;
    }

    private static String read() {
        try (InputStream stream = OpenApi.class.getResourceAsStream("openapi.json")) {
            if (stream == null) {
                throw new AssertionError("the jar lacks openapi.json");
            }
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
