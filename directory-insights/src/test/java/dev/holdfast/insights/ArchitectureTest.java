package dev.holdfast.insights;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class ArchitectureTest {
    private static final JavaClasses PRODUCTION = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("dev.holdfast.insights");
    private static final DescribedPredicate<JavaClass> CORE =
            JavaClass.Predicates.resideOutsideOfPackage("..keycloak..").as("core");

    @Test
    @DisplayName("Keycloak, JAX-RS and JPA are known to the adapters alone")
    void serverOnlyInAdapters() {
        noClasses()
                .that(CORE)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "org.keycloak..",
                        "jakarta.ws.rs..",
                        "jakarta.persistence..",
                        "org.infinispan..",
                        "org.hibernate..",
                        "org.jboss..")
                .check(PRODUCTION);
    }

    @Test
    @DisplayName("The core reaches into no adapter and into no other core but that of places")
    void coreKnowsNoAdapter() {
        noClasses()
                .that(CORE)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "..keycloak..", "dev.holdfast.device..", "dev.holdfast.access..", "dev.holdfast.push..")
                .check(PRODUCTION);
    }

    @Test
    @DisplayName("Adapters know nothing of conditional access: what it decides, events tell")
    void noConditionalAccess() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAPackage("dev.holdfast.access..")
                .check(PRODUCTION);
    }

    @Test
    @DisplayName("The core's and the adapters' packages are free of cycles")
    void noCycles() {
        slices().matching("dev.holdfast.insights.(*)..")
                .should()
                .beFreeOfCycles()
                .check(PRODUCTION.that(CORE));
        slices().matching("dev.holdfast.insights.keycloak.(*)..")
                .should()
                .beFreeOfCycles()
                .check(PRODUCTION);
    }

    @Test
    @DisplayName("Time and randomness come into the core from outside")
    void timeAndRandomnessAreInjected() {
        noClasses()
                .that(CORE)
                .should()
                .callMethod(Instant.class, "now")
                .orShould()
                .callMethod(Clock.class, "systemUTC")
                .orShould()
                .callMethod(Clock.class, "systemDefaultZone")
                .orShould()
                .callMethod(System.class, "currentTimeMillis")
                .orShould()
                .callMethod(System.class, "nanoTime")
                .orShould()
                .callConstructor(java.util.Date.class)
                .orShould()
                .callConstructor(SecureRandom.class)
                .orShould()
                .callConstructor(Random.class)
                .orShould()
                .callMethod(Math.class, "random")
                .orShould()
                .callMethod(ThreadLocalRandom.class, "current")
                .orShould()
                .callMethod(UUID.class, "randomUUID")
                .check(PRODUCTION);
    }
}
