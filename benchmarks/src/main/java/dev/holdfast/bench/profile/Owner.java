package dev.holdfast.bench.profile;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Whose code a class is, the more special first. The JDK has no owner here: it works for whoever called it. */
enum Owner {
    NIMBUS("nimbus", "dev.holdfast.shaded.", "com.nimbusds."),
    HOLDFAST("Holdfast", "dev.holdfast."),
    BOUNCY_CASTLE("Bouncy Castle", "org.bouncycastle."),
    DATABASE("Hibernate and database", "org.hibernate.", "org.h2.", "org.postgresql.", "io.agroal.", "com.arjuna."),
    INFINISPAN("Infinispan", "org.infinispan.", "org.jgroups.", "com.github.benmanes.caffeine."),
    FREEMARKER("Freemarker", "freemarker."),
    WEBAUTHN("webauthn4j", "com.webauthn4j."),
    JACKSON("Jackson", "com.fasterxml.jackson.", "tools.jackson."),
    HTTP(
            "Vert.x, Netty, RESTEasy, Quarkus",
            "io.vertx.",
            "io.netty.",
            "org.jboss.resteasy.",
            "io.quarkus.",
            "io.smallrye.",
            "org.jboss.threads."),
    KEYCLOAK("Keycloak", "org.keycloak.");

    private final String title;
    private final List<String> prefixes;

    Owner(String title, String... prefixes) {
        this.title = title;
        this.prefixes = List.of(prefixes);
    }

    String title() {
        return title;
    }

    static Optional<Owner> of(String className) {
        return Arrays.stream(values())
                .filter(owner -> owner.prefixes.stream().anyMatch(className::startsWith))
                .findFirst();
    }
}
