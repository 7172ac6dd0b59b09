package dev.holdfast.authenticators;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class ArchitectureTest {
    private static final JavaClasses PRODUCTION = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("dev.holdfast");

    @Test
    @DisplayName("Keycloak, JAX-RS, JPA and Infinispan are known to the adapters alone")
    void serverOnlyInAdapters() {
        noClasses()
                .that()
                .resideOutsideOfPackage("..keycloak..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("org.keycloak..", "jakarta.ws.rs..", "jakarta.persistence..", "org.infinispan..")
                .allowEmptyShould(true)
                .check(PRODUCTION);
    }

    @Test
    @DisplayName("Authenticators depend on the device token provider, and never the other way")
    void oneWay() {
        noClasses()
                .that()
                .resideInAnyPackage("dev.holdfast.device..", "dev.holdfast.keycloak..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("dev.holdfast.authenticators..")
                .check(PRODUCTION);
    }

    @Test
    @DisplayName("The packages are free of cycles")
    void noCycles() {
        slices().matching("dev.holdfast.authenticators.keycloak.(*)..")
                .should()
                .beFreeOfCycles()
                .check(PRODUCTION);
    }
}
