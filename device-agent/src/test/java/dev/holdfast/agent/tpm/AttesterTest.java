package dev.holdfast.agent.tpm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.agent.key.Endorsement;
import dev.holdfast.agent.key.KeyAttester;
import dev.holdfast.agent.storage.PrivateFolder;
import dev.holdfast.harness.TpmMaker.EndorsementKey;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What proves to a realm that keys are in a genuine TPM. */
class AttesterTest {
    private static final int NV_RSA = 0x01C00002;
    private static final int NV_P384 = 0x01C00016;

    @TempDir
    Path temp;

    private KeyAttester attester(TpmTestBed bed) throws Exception {
        return bed.store(temp.resolve("keys")).attester().orElseThrow();
    }

    private static X509Certificate certificate(byte[] encoded) throws Exception {
        return (X509Certificate)
                CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(encoded));
    }

    private static X509Certificate issuer(TpmTestBed bed) throws Exception {
        return certificate(bed.maker().trustRoots().get(1).getBytes(StandardCharsets.US_ASCII));
    }

    @ParameterizedTest(name = "{0}")
    @EnumSource(EndorsementKey.class)
    @DisplayName("The endorsement key's certificate is read from NV, is the maker's, and is for that key")
    void certificate(EndorsementKey kind) throws Exception {
        try (TpmTestBed bed = TpmTestBed.open(kind)) {
            Endorsement endorsement = attester(bed).endorsement();

            X509Certificate leaf = certificate(endorsement.ekCertificate().orElseThrow());
            leaf.verify(issuer(bed).getPublicKey());
            assertThat(leaf.getPublicKey().getAlgorithm()).isEqualTo(kind == EndorsementKey.RSA ? "RSA" : "EC");
            byte[] spki = leaf.getPublicKey().getEncoded();
            byte[] area = endorsement.ekPublic();
            // The end of both is the key: the modulus before its exponent, or the point's second coordinate.
            byte[] number = kind == EndorsementKey.RSA
                    ? Arrays.copyOfRange(area, area.length - 256, area.length)
                    : Arrays.copyOfRange(area, area.length - 48, area.length);
            assertThat(HexFormat.of().formatHex(spki)).contains(HexFormat.of().formatHex(number));
            assertThat(endorsement.ekHash())
                    .isEqualTo(HexFormat.of()
                            .formatHex(MessageDigest.getInstance("SHA-256").digest(spki)));
            assertThat(leaf.getExtendedKeyUsage()).contains("2.23.133.8.1");
        }
    }

    @ParameterizedTest(name = "{0}")
    @EnumSource(EndorsementKey.class)
    @DisplayName("TPM2_ActivateCredential opens a credential that was made by the standard for these keys")
    void activates(EndorsementKey kind) throws Exception {
        try (TpmTestBed bed = TpmTestBed.open(kind)) {
            KeyAttester attester = attester(bed);
            Endorsement endorsement = attester.endorsement();
            byte[] secret = random(32);

            MakeCredential made = MakeCredential.of(endorsement.ekPublic(), endorsement.akPublic(), secret);

            assertThat(attester.activate(made.blob(), made.secret())).isEqualTo(secret);
            assertThat(attester.activate(made.blob(), made.secret()))
                    .as("with the slots as free as before")
                    .isEqualTo(secret);
        }
    }

    @Test
    @DisplayName("TPM2_ActivateCredential opens what tpm2-tools wrapped, which need no TPM for it")
    void activatesForeignTool() throws Exception {
        try (TpmTestBed bed = TpmTestBed.open()) {
            KeyAttester attester = attester(bed);
            Endorsement endorsement = attester.endorsement();
            byte[] secret = random(32);
            Path out = temp.resolve("wrapped");
            bed.tpm()
                    .tool(
                            "tpm2_makecredential",
                            "-T",
                            "none",
                            "-u",
                            Files.write(temp.resolve("ek"), sized(endorsement.ekPublic()))
                                    .toString(),
                            "-s",
                            Files.write(temp.resolve("secret"), secret).toString(),
                            "-n",
                            HexFormat.of().formatHex(MakeCredential.name(endorsement.akPublic())),
                            "-o",
                            out.toString());
            // The tool's file: a magic number and a version, then the two structures.
            ByteBuffer file = ByteBuffer.wrap(Files.readAllBytes(out), 8, (int) Files.size(out) - 8);
            byte[] blob = sized(MakeCredential.take(file));
            byte[] encrypted = sized(MakeCredential.take(file));

            assertThat(attester.activate(blob, encrypted)).isEqualTo(secret);
        }
    }

    @Test
    @DisplayName("A credential for another TPM, another realm's attestation key, or with a byte changed is not opened,"
            + " and the TPM works on")
    void refusesForeignCredentials() throws Exception {
        try (TpmTestBed bed = TpmTestBed.open();
                TpmTestBed other = TpmTestBed.open()) {
            KeyAttester attester = attester(bed);
            Endorsement endorsement = attester.endorsement();
            Endorsement foreign = attester(other).endorsement();
            Endorsement otherRealm = new TpmKeyStore(
                            PrivateFolder.open(temp.resolve("other")),
                            bed.agentsView(),
                            "https://idp.example.com/realms/other")
                    .attester()
                    .orElseThrow()
                    .endorsement();
            assertThat(otherRealm.ekPublic()).isEqualTo(endorsement.ekPublic());
            assertThat(otherRealm.akPublic()).isNotEqualTo(endorsement.akPublic());
            byte[] secret = random(32);
            MakeCredential right = MakeCredential.of(endorsement.ekPublic(), endorsement.akPublic(), secret);
            byte[] altered = right.blob().clone();
            altered[altered.length - 1] ^= 1;

            for (MakeCredential wrong : new MakeCredential[] {
                MakeCredential.of(foreign.ekPublic(), endorsement.akPublic(), secret),
                MakeCredential.of(endorsement.ekPublic(), foreign.akPublic(), secret),
                MakeCredential.of(endorsement.ekPublic(), otherRealm.akPublic(), secret),
                new MakeCredential(altered, right.secret()),
                new MakeCredential(new byte[] {0, 9, 1}, right.secret()),
                new MakeCredential(right.blob(), new byte[0]),
                new MakeCredential(sized(new byte[3000]), right.secret())
            }) {
                // Three slots for sessions: a leak would show in the loop.
                assertThatThrownBy(() -> attester.activate(wrong.blob(), wrong.secret()))
                        .isInstanceOf(IOException.class);
            }
            assertThat(attester.activate(right.blob(), right.secret())).isEqualTo(secret);
        }
    }

    @Test
    @DisplayName("Without a persistent endorsement key the agent derives the very one that the certificate is for")
    void derives() throws Exception {
        for (EndorsementKey kind : EndorsementKey.values()) {
            try (TpmTestBed bed = TpmTestBed.open(kind)) {
                KeyAttester attester = attester(bed);
                byte[] persistent = attester.endorsement().ekPublic();
                bed.tpm().tool("tpm2_evictcontrol", "-C", "p", "-c", "0x81010001");
                bed.tpm().tool("tpm2_evictcontrol", "-C", "p", "-c", "0x81010016");

                Endorsement derived = attester.endorsement();

                assertThat(derived.ekPublic()).isEqualTo(persistent);
                byte[] secret = random(32);
                MakeCredential made = MakeCredential.of(derived.ekPublic(), derived.akPublic(), secret);
                assertThat(attester.activate(made.blob(), made.secret())).isEqualTo(secret);
            }
        }
    }

    @Test
    @DisplayName("A TPM without a certificate still names its endorsement key, for a realm's list of known ones")
    void noCertificate() throws Exception {
        try (TpmTestBed bed = TpmTestBed.open()) {
            byte[] known = attester(bed).endorsement().ekPublic();
            for (int index : new int[] {NV_RSA, NV_P384}) {
                bed.tpm().tool("tpm2_nvundefine", "-C", "p", "0x" + Integer.toHexString(index));
            }
            Endorsement endorsement = attester(bed).endorsement();
            assertThat(endorsement.ekCertificate()).isEmpty();
            assertThat(endorsement.ekPublic()).isEqualTo(known);
            assertThat(endorsement.toJson().has("ek_certificate")).isFalse();
        }
    }

    @Test
    @DisplayName("The attestation key is the same after a restart of the TPM, since nothing of it is stored")
    void sameKeyAgain() throws Exception {
        try (TpmTestBed bed = TpmTestBed.open()) {
            byte[] before = attester(bed).endorsement().akPublic();
            bed.tpm().restart();
            assertThat(attester(bed).endorsement().akPublic()).isEqualTo(before);
            assertThat(bed.tpm()
                            .tool(
                                    "tpm2_print",
                                    "-t",
                                    "TPMT_PUBLIC",
                                    Files.write(temp.resolve("ak"), before).toString()))
                    .contains("value: fixedtpm|fixedparent|sensitivedataorigin|userwithauth|noda|restricted|sign\n");
        }
    }

    private static byte[] random(int count) {
        byte[] bytes = new byte[count];
        new SecureRandom().nextBytes(bytes);
        return bytes;
    }

    private static byte[] sized(byte[] content) {
        return ByteBuffer.allocate(2 + content.length)
                .putShort((short) content.length)
                .put(content)
                .array();
    }
}
