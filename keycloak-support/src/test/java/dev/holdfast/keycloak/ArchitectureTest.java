package dev.holdfast.keycloak;

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
            .importPackages("dev.holdfast.keycloak");

    @Test
    @DisplayName("What the adapters share knows no word of any domain")
    void knowsNoDomain() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("dev.holdfast.device..", "dev.holdfast.authenticators..", "dev.holdfast.setup..")
                .check(PRODUCTION);
    }

    @Test
    @DisplayName("The packages are free of cycles")
    void noCycles() {
        slices().matching("dev.holdfast.(**)").should().beFreeOfCycles().check(PRODUCTION);
    }
}
