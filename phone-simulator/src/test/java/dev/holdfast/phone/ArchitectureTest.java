package dev.holdfast.phone;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class ArchitectureTest {
    private static final JavaClasses PHONE = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("dev.holdfast.phone");

    @Test
    @DisplayName("The simulator's packages are free of cycles")
    void noCycles() {
        slices().matching("dev.holdfast.phone.(*)..").should().beFreeOfCycles().check(PHONE);
    }

    @Test
    @DisplayName("The simulator shares the published protocol with the server and no class")
    void noServerClasses() {
        classes()
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(
                        "dev.holdfast.phone..", "java..", "com.fasterxml.jackson..", "picocli..", "org.jspecify..")
                .check(PHONE);
    }
}
