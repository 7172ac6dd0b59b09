package dev.holdfast.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.holdfast.harness.Requirement;
import dev.holdfast.harness.SoftwareTpm;
import dev.holdfast.harness.TpmMaker;
import dev.holdfast.harness.TpmMaker.EndorsementKey;
import dev.holdfast.it.wire.Jws;
import dev.holdfast.it.wire.Tab;
import dev.holdfast.it.wire.WireRealm;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The real agent with keys in a real TPM implementation, against the packaged jar on a stock Keycloak. */
@ExtendWith(SharedServer.class)
@DisplayName("G6 A realm verifies the TPM that holds a device's keys")
class TpmIT {
    private static final String USER = TestRealms.ADA;

    @TempDir
    static Path makers;

    private static TpmMaker maker;

    @TempDir
    Path temp;

    private final World world;
    private final WireRealm realm;
    private CommandLineAgent agent;

    TpmIT(World world) {
        this.world = world;
        this.realm = world.realm(TestRealms.ATTESTED);
    }

    @BeforeAll
    static void makeTpms() {
        Requirement swtpm = Requirement.swtpm();
        assumeTrue(swtpm.isUsable(), swtpm.absence());
        maker = new TpmMaker(makers.resolve("maker"));
    }

    @BeforeEach
    void openAgent() {
        agent = new CommandLineAgent(temp.resolve("state"));
    }

    @AfterEach
    void forgetSettings() {
        configure(List.of(), List.of(), "software");
    }

    private void configure(List<String> authorities, List<String> keys, String minimum) {
        world.configure(
                TestRealms.ATTESTED,
                Map.of(
                        "tpmAuthorities",
                        authorities.isEmpty() ? List.of("") : authorities,
                        "tpmAllowedKeys",
                        keys.isEmpty() ? List.of("") : keys,
                        "minimumAssurance",
                        List.of(minimum)));
    }

    private CommandLineAgent.Outcome enrol(CommandLineAgent device, SoftwareTpm tpm) {
        return device.enrol(world, realm, "--key-store", "tpm", "--tpm", tpm.tcti());
    }

    private Tab signIn(CommandLineAgent device) {
        Tab tab = world.devicePage(realm);
        tab.dust(device.dust(realm, tab.page().challenge()));
        return tab;
    }

    private static void requireClaims(Tab tab, String amr, String assurance) {
        Tab.Tokens tokens = tab.tokens();
        for (JsonNode claims : List.of(tokens.id(), tokens.access())) {
            assertThat(claims.path("amr")).map(JsonNode::asText).containsExactly(amr);
            assertThat(claims.path("device").path("assurance").asText()).isEqualTo(assurance);
        }
    }

    @ParameterizedTest(name = "G6 endorsement key {0}")
    @EnumSource(EndorsementKey.class)
    @DisplayName("G6 a device with a TPM of a trusted maker is attested, and its tokens say so")
    void attested(EndorsementKey kind) {
        try (SoftwareTpm tpm = maker.make(temp.resolve("tpm"), kind)) {
            configure(maker.trustRoots(), List.of(), "attested");

            CommandLineAgent.Outcome enrolled = enrol(agent, tpm);
            assertThat(enrolled.output()).contains("assurance    attested");
            assertThat(enrolled.code()).isZero();
            CommandLineAgent.Outcome registered = agent.register(realm, USER);
            assertThat(registered.output()).contains("Registered " + USER);

            for (int i = 0; i < 2; i++) {
                requireClaims(signIn(agent), "hwk", "attested");
            }
            assertThat(agent.run("status").output()).contains("assurance attested");
        }
    }

    @Test
    @DisplayName("G6 a TPM of an unknown maker makes a device hardware and no more, and its DUST says swk")
    void unknownMaker() {
        try (SoftwareTpm tpm = maker.make(temp.resolve("tpm"))) {
            TpmMaker trusted = new TpmMaker(temp.resolve("trusted"));
            trusted.make(temp.resolve("other")).close();
            configure(trusted.trustRoots(), List.of(), "software");

            assertThat(enrol(agent, tpm).output()).contains("assurance    hardware");
            assertThat(agent.register(realm, USER).code()).isZero();
            Tab tab = world.devicePage(realm);
            String dust = agent.dust(realm, tab.page().challenge());
            assertThat(Jws.parse(dust).claims().path("amr"))
                    .map(JsonNode::asText)
                    .containsExactly("swk");
            tab.dust(dust);
            requireClaims(tab, "swk", "hardware");
        }
    }

    @Test
    @DisplayName("G6 where the realm demands attested devices, keys in files and TPMs of unknown makers are refused")
    void minimum() {
        try (SoftwareTpm tpm = maker.make(temp.resolve("tpm"))) {
            configure(List.of(), List.of(), "attested");
            CommandLineAgent.Outcome unknown = enrol(agent, tpm);
            assertThat(unknown.code()).isEqualTo(1);
            assertThat(unknown.output()).contains("error: attestation_failed");

            CommandLineAgent files = new CommandLineAgent(temp.resolve("files"));
            CommandLineAgent.Outcome software = files.enrol(world, realm, "--key-store", "software");
            assertThat(software.code()).isEqualTo(1);
            assertThat(software.output()).contains("error: attestation_failed");

            configure(maker.trustRoots(), List.of(), "attested");
            assertThat(enrol(agent, tpm).output())
                    .as("the same key, now that its maker is known")
                    .contains("assurance    attested");
        }
    }

    @Test
    @DisplayName("G6 a TPM without a certificate is attested where its endorsement key is listed")
    void listedKey() throws Exception {
        try (SoftwareTpm tpm = maker.make(temp.resolve("tpm"))) {
            tpm.tool("tpm2_nvundefine", "-C", "p", "0x01c00002");
            tpm.tool("tpm2_nvundefine", "-C", "p", "0x01c00016");
            configure(List.of(), List.of(endorsementKeyHash(tpm)), "attested");
            assertThat(enrol(agent, tpm).output()).contains("assurance    attested");
            assertThat(agent.register(realm, USER).code()).isZero();
            requireClaims(signIn(agent), "hwk", "attested");
        }
    }

    /** As an administrator finds it with tpm2-tools. */
    private String endorsementKeyHash(SoftwareTpm tpm) throws Exception {
        Path der = temp.resolve("ek.der");
        tpm.tool("tpm2_readpublic", "-c", "0x81010001", "-f", "der", "-o", der.toString());
        return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(der)));
    }

    @Test
    @DisplayName("A20 a copied virtual machine with its TPM: once the copy has registered, the original's clock lies"
            + " behind and registers nobody")
    void clonedMachine() throws IOException {
        try (SoftwareTpm tpm = maker.make(temp.resolve("tpm"))) {
            configure(maker.trustRoots(), List.of(), "attested");
            assertThat(enrol(agent, tpm).code()).isZero();
            try (SoftwareTpm copied = tpm.copy(temp.resolve("copied"))) {
                CommandLineAgent thief = agent.copy(temp.resolve("stolen"), tpm.tcti(), copied.tcti());
                assertThat(thief.register(realm, TestRealms.GRACE).output()).contains("Registered");

                CommandLineAgent.Outcome refused = agent.register(realm, USER);
                assertThat(refused.code()).isEqualTo(1);
                assertThat(refused.output()).contains("error: attestation_failed");
            }
        }
    }

    @Test
    @DisplayName("A17 a state folder without its TPM signs nobody in: its keys are not in it")
    void folderAlone() {
        try (SoftwareTpm tpm = maker.make(temp.resolve("tpm"));
                SoftwareTpm other = maker.make(temp.resolve("other"))) {
            configure(maker.trustRoots(), List.of(), "attested");
            assertThat(enrol(agent, tpm).code()).isZero();
            assertThat(agent.register(realm, USER).code()).isZero();
            CommandLineAgent thief = agent.copy(temp.resolve("stolen"), tpm.tcti(), other.tcti());

            JsonNode reply = thief.exchange(realm, world.challenge(realm));
            assertThat(reply.path("error").asText()).isEqualTo("agent_error");
            assertThat(reply.has("dust")).isFalse();
            requireClaims(signIn(agent), "hwk", "attested");
        }
    }
}
