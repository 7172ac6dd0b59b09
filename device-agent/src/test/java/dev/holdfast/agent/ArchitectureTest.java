package dev.holdfast.agent;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class ArchitectureTest {
    private static final JavaClasses AGENT = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("dev.holdfast.agent");

    @Test
    @DisplayName("The agent's packages are free of cycles")
    void noCycles() {
        slices().matching("dev.holdfast.agent.(*)..").should().beFreeOfCycles().check(AGENT);
    }

    @Test
    @DisplayName("The agent shares the published protocol with the server and no class")
    void noServerClasses() {
        classes()
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(
                        "dev.holdfast.agent..",
                        "java..",
                        "javax.net.ssl..",
                        "com.sun.net.httpserver..",
                        "com.fasterxml.jackson.core..",
                        "picocli..",
                        "org.jspecify..")
                .check(AGENT);
    }

    @Test
    @DisplayName("Rotation is values: no file, network, clock or random number in it")
    void rotationIsPure() {
        noClasses()
                .that()
                .resideInAPackage("..rotation..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("java.io..", "java.nio..", "java.net..", "java.time..", "java.security..")
                .check(AGENT);
    }

    @Test
    @DisplayName("A42 where challenges are verified and rotations decided there is no clock to refuse with")
    void noClockWhereRefusalsAreMade() {
        noClasses()
                .that()
                .haveSimpleName("ChallengeVerifier")
                .or()
                .resideInAnyPackage("..rotation..", "..jose..", "..origin..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("java.time..", "dev.holdfast.agent.platform..")
                .check(AGENT);
    }

    @Test
    @DisplayName("Only the software key store, and the key of another authority's certificate, touch private keys")
    void privateKeysStayInTheirStore() {
        noClasses()
                .that()
                .haveSimpleNameNotStartingWith("SoftwareKey")
                .and()
                .doNotHaveSimpleName("MachineKey")
                .should()
                .dependOnClassesThat()
                .areAssignableTo(java.security.PrivateKey.class)
                .check(AGENT);
    }
}
