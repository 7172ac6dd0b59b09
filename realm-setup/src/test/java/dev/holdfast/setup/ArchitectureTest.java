package dev.holdfast.setup;

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
    @DisplayName("Nothing depends on the set-up of realms")
    void nobodyNeedsIt() {
        noClasses()
                .that()
                .resideOutsideOfPackage("dev.holdfast.setup..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("dev.holdfast.setup..")
                .check(PRODUCTION);
    }

    @Test
    @DisplayName("The modules are free of cycles")
    void noCycles() {
        slices().matching("dev.holdfast.(*)..").should().beFreeOfCycles().check(PRODUCTION);
    }
}
