package dev.holdfast.push;

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
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class ArchitectureTest {
    private static final JavaClasses PRODUCTION = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("dev.holdfast.push");
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
        slices().matching("dev.holdfast.push.(*)..").should().beFreeOfCycles().check(PRODUCTION.that(CORE));
    }

    @Test
    @DisplayName("The adapters' packages are free of cycles")
    void noCyclesInTheAdapters() {
        slices().matching("dev.holdfast.push.keycloak.(*)..")
                .should()
                .beFreeOfCycles()
                .allowEmptyShould(true)
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
                .check(PRODUCTION);
    }

    @Test
    @DisplayName("Of device login the core knows what verifies messages, and where a server may go: nothing of devices")
    void sharesVerificationAlone() {
        noClasses()
                .that(CORE)
                .should()
                .dependOnClassesThat(JavaClass.Predicates.resideInAPackage("dev.holdfast.device..")
                        .and(DescribedPredicate.not(JavaClass.Predicates.resideInAnyPackage(
                                "dev.holdfast.device.key..",
                                "dev.holdfast.device.message..",
                                "dev.holdfast.device.nonce..",
                                "dev.holdfast.device.refusal..",
                                "dev.holdfast.device.outbound..",
                                "dev.holdfast.device.webauthn.."))))
                .check(PRODUCTION);
    }

    @Test
    @DisplayName("Limits are values: no phone, realm component, message or delivery in them")
    void limitsArePure() {
        noClasses()
                .that()
                .resideInAPackage("dev.holdfast.push.limit..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "java.io..",
                        "java.net..",
                        "dev.holdfast.device..",
                        "dev.holdfast.push.phone..",
                        "dev.holdfast.push.message..",
                        "dev.holdfast.push.delivery..")
                .allowEmptyShould(true)
                .check(PRODUCTION);
    }
}
