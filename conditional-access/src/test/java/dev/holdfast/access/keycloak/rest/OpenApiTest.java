package dev.holdfast.access.keycloak.rest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.swagger.v3.oas.models.SpecVersion;
import io.swagger.v3.parser.OpenAPIV3Parser;
import io.swagger.v3.parser.core.models.ParseOptions;
import io.swagger.v3.parser.core.models.SwaggerParseResult;
import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.Path;
import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The description by OpenAPI")
class OpenApiTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    @Test
    @DisplayName("Describes each route that there is, and no other")
    void routes() throws Exception {
        Map<String, Set<String>> described = new TreeMap<>();
        JSON.readTree(OpenApi.document()).path("paths").properties().forEach(path -> {
            Set<String> methods = described.computeIfAbsent(path.getKey(), any -> new TreeSet<>());
            path.getValue().fieldNames().forEachRemaining(methods::add);
        });

        assertThat(routesOf(ConditionalAccessResource.class, "")).isEqualTo(described);
    }

    @Test
    @DisplayName(
            "Each reference leads somewhere, each operation has a name of its own, and each of them tells 401 and 403")
    void complete() throws Exception {
        JsonNode document = JSON.readTree(OpenApi.document());

        document.findValuesAsText("$ref")
                .forEach(reference -> assertThat(
                                document.at(reference.substring(1)).isMissingNode())
                        .as(reference)
                        .isFalse());
        assertThat(document.findValuesAsText("operationId")).doesNotHaveDuplicates();
        document.path("paths")
                .forEach(path -> path.forEach(operation -> {
                    if (!operation.path("operationId").asText().equals("describe")) {
                        assertThat(operation.path("responses").has("401")).isTrue();
                        assertThat(operation.path("responses").has("403")).isTrue();
                    }
                }));
    }

    @Test
    @DisplayName("Is OpenAPI 3.1 to a reader that others wrote, without a complaint")
    void valid() {
        SwaggerParseResult read = new OpenAPIV3Parser().readContents(OpenApi.document(), null, new ParseOptions());

        assertThat(read.getMessages()).isEmpty();
        assertThat(read.getOpenAPI().getSpecVersion()).isEqualTo(SpecVersion.V31);
        assertThat(read.getOpenAPI().getPaths()).hasSizeGreaterThan(15);
    }

    private static Map<String, Set<String>> routesOf(Class<?> resource, String base) {
        Map<String, Set<String>> routes = new TreeMap<>();
        for (Method method : resource.getDeclaredMethods()) {
            Path path = method.getAnnotation(Path.class);
            if (path == null) {
                continue;
            }
            String full = path.value().isEmpty() ? base : base + '/' + path.value();
            Set<String> verbs = verbs(method);
            if (verbs.isEmpty()) {
                routesOf(method.getReturnType(), full)
                        .forEach((at, more) -> routes.computeIfAbsent(at, any -> new TreeSet<>())
                                .addAll(more));
            } else {
                routes.computeIfAbsent(full, any -> new TreeSet<>()).addAll(verbs);
            }
        }
        return routes;
    }

    private static Set<String> verbs(Method method) {
        Set<String> verbs = new TreeSet<>();
        for (Annotation annotation : method.getAnnotations()) {
            HttpMethod verb = annotation.annotationType().getAnnotation(HttpMethod.class);
            if (verb != null) {
                verbs.add(verb.value().toLowerCase(java.util.Locale.ROOT));
            }
        }
        return verbs;
    }
}
