package dev.holdfast.access;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.net.InetAddress;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.util.Random;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class ArchitectureTest {
    private static final JavaClasses PRODUCTION = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("dev.holdfast.access");
    private static final DescribedPredicate<JavaClass> CORE =
            JavaClass.Predicates.resideOutsideOfPackage("..keycloak..").as("core");

    @Test
    @DisplayName("Keycloak, JAX-RS, JPA and Infinispan are known to the adapters alone")
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
                        "org.apache..",
                        "org.jboss..")
                .check(PRODUCTION);
    }

    @Test
    @DisplayName("The core never reaches into an adapter")
    void coreKnowsNoAdapter() {
        noClasses()
                .that(CORE)
                .should()
                .dependOnClassesThat()
                .resideInAPackage("..keycloak..")
                .check(PRODUCTION);
    }

    @Test
    @DisplayName("The core's packages are free of cycles")
    void noCyclesInTheCore() {
        slices().matching("dev.holdfast.access.(*)..").should().beFreeOfCycles().check(PRODUCTION.that(CORE));
    }

    @Test
    @DisplayName("The adapters' packages are free of cycles")
    void noCyclesInTheAdapters() {
        slices().matching("dev.holdfast.access.keycloak.(*)..")
                .should()
                .beFreeOfCycles()
                .allowEmptyShould(true)
                .check(PRODUCTION);
    }

    @Test
    @DisplayName("Of the other modules the core knows places alone, and the record of events not at all")
    void knowsNoSibling() {
        noClasses()
                .that(CORE)
                .should()
                .dependOnClassesThat(JavaClass.Predicates.resideInAPackage("dev.holdfast..")
                        .and(DescribedPredicate.not(JavaClass.Predicates.resideInAnyPackage(
                                "dev.holdfast.access..", "dev.holdfast.place"))))
                .check(PRODUCTION);
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAPackage("dev.holdfast.insights..")
                .check(PRODUCTION);
    }

    @Test
    @DisplayName("Deciding knows no document: JSON is read and written beside it")
    void decidingKnowsNoJson() {
        noClasses()
                .that()
                .resideInAnyPackage(
                        "dev.holdfast.access.evaluation..",
                        "dev.holdfast.access.address..",
                        "dev.holdfast.access.policy..",
                        "dev.holdfast.access.condition..",
                        "dev.holdfast.access.decision..",
                        "dev.holdfast.access.signal..",
                        "dev.holdfast.access.guard..",
                        "dev.holdfast.access.replay..",
                        "dev.holdfast.access.risk..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("com.fasterxml.jackson..", "dev.holdfast.access.document..", "java.io..")
                .check(PRODUCTION);
    }

    @Test
    @DisplayName("Time and randomness come into the core from outside, and it asks no name server")
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
                .callMethod(InetAddress.class, "getByName", String.class)
                .orShould()
                .callMethod(InetAddress.class, "getAllByName", String.class)
                .orShould()
                .callConstructor(java.util.Date.class)
                .orShould()
                .callConstructor(SecureRandom.class)
                .orShould()
                .callConstructor(Random.class)
                .orShould()
                .callMethod(Math.class, "random")
                .check(PRODUCTION);
    }
}
