package dev.holdfast.harness;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.holdfast.harness.TpmMaker.EndorsementKey;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SoftwareTpmTest {
    private static final String RSA_CERTIFICATE = "0x01c00002";
    private static final String P384_CERTIFICATE = "0x01c00016";

    @TempDir
    Path temp;

    @BeforeEach
    void requireSwtpm() {
        Requirement swtpm = Requirement.swtpm();
        assumeTrue(swtpm.isUsable(), swtpm.absence());
    }

    @Test
    @DisplayName("a software TPM carries an endorsement certificate of its maker, keeps its state over a restart, and"
            + " leaves its ports free")
    void makesAndEnds() throws Exception {
        TpmMaker maker = new TpmMaker(temp.resolve("maker"));
        SoftwareTpm tpm = maker.make(temp.resolve("tpm"));
        try (tpm) {
            X509Certificate root = certificate(maker.trustRoots().get(0).getBytes(StandardCharsets.US_ASCII));
            X509Certificate issuer = certificate(maker.trustRoots().get(1).getBytes(StandardCharsets.US_ASCII));
            X509Certificate leaf = endorsement(tpm, RSA_CERTIFICATE);
            leaf.verify(issuer.getPublicKey());
            issuer.verify(root.getPublicKey());

            tpm.restart();
            assertThat(endorsement(tpm, RSA_CERTIFICATE)).isEqualTo(leaf);
        }
        assertThat(LoopbackPorts.isFree(tpm.port())).isTrue();
        assertThat(LoopbackPorts.isFree(tpm.port() + 1)).isTrue();
    }

    @Test
    @DisplayName("a TPM with the ECC endorsement key carries no certificate for another, and a copy is the same TPM")
    void ecc() throws Exception {
        TpmMaker maker = new TpmMaker(temp.resolve("maker"));
        try (SoftwareTpm tpm = maker.make(temp.resolve("tpm"), EndorsementKey.ECC);
                SoftwareTpm copy = tpm.copy(temp.resolve("copy"))) {
            X509Certificate leaf = endorsement(tpm, P384_CERTIFICATE);
            assertThat(leaf.getPublicKey().getAlgorithm()).isEqualTo("EC");
            assertThatThrownBy(() -> endorsement(tpm, RSA_CERTIFICATE)).isInstanceOf(HarnessException.class);
            assertThat(endorsement(copy, P384_CERTIFICATE)).isEqualTo(leaf);
        }
    }

    private X509Certificate endorsement(SoftwareTpm tpm, String index) throws Exception {
        Path file = temp.resolve("ek-" + tpm.port() + ".der");
        tpm.tool("tpm2_nvread", index, "-o", file.toString());
        return certificate(Files.readAllBytes(file));
    }

    private static X509Certificate certificate(byte[] encoded) throws Exception {
        return (X509Certificate)
                CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(encoded));
    }
}
