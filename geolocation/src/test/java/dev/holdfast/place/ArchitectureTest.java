package dev.holdfast.place;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.time.Clock;
import java.time.Instant;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class ArchitectureTest {
    private static final JavaClasses PRODUCTION = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("dev.holdfast.place");
    private static final DescribedPredicate<JavaClass> CORE =
            JavaClass.Predicates.resideOutsideOfPackage("..keycloak..").as("core");

    @Test
    @DisplayName("Keycloak is known to the adapter alone, and the core knows no adapter")
    void serverOnlyInAdapters() {
        noClasses()
                .that(CORE)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("org.keycloak..", "jakarta..", "org.jboss..", "..keycloak..")
                .check(PRODUCTION);
    }

    @Test
    @DisplayName("MaxMind's reader is known to one package alone")
    void readerInOnePlace() {
        noClasses()
                .that()
                .resideOutsideOfPackage("dev.holdfast.place.database")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("com.maxmind..")
                .check(PRODUCTION);
    }

    @Test
    @DisplayName("The packages are free of cycles")
    void noCycles() {
        slices().matching("dev.holdfast.place.(**)").should().beFreeOfCycles().check(PRODUCTION);
    }

    @Test
    @DisplayName("Time comes into the core from outside")
    void timeIsInjected() {
        noClasses()
                .that(CORE)
                .should()
                .callMethod(Instant.class, "now")
                .orShould()
                .callMethod(Clock.class, "systemUTC")
                .orShould()
                .callMethod(System.class, "currentTimeMillis")
                .orShould()
                .callMethod(System.class, "nanoTime")
                .check(PRODUCTION);
    }
}
