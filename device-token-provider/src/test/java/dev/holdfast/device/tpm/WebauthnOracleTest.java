package dev.holdfast.device.tpm;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.jwk.ECKey;
import com.webauthn4j.converter.util.CborConverter;
import com.webauthn4j.converter.util.ObjectConverter;
import com.webauthn4j.data.attestation.statement.ECCUnique;
import com.webauthn4j.data.attestation.statement.TPMAObject;
import com.webauthn4j.data.attestation.statement.TPMISTAttest;
import com.webauthn4j.data.attestation.statement.TPMSAttest;
import com.webauthn4j.data.attestation.statement.TPMSCertifyInfo;
import com.webauthn4j.data.attestation.statement.TPMSECCParms;
import com.webauthn4j.data.attestation.statement.TPMTPublic;
import dev.holdfast.device.key.SignatureAlgorithm;
import dev.holdfast.device.refusal.RefusedException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Optional;
import java.util.Random;
import java.util.function.Function;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The parser of webauthn4j, which Keycloak carries, as a second opinion on the bytes that swtpm made and on damaged ones.
 * It is the laxer of the two and knows fewer forms, so that each may refuse what the other reads; what both read must be
 * the same.
 */
class WebauthnOracleTest {
    private static final int DAMAGES = 5_000;

    private final CborConverter oracle = new ObjectConverter().getCborConverter();
    private final Random random = new Random(20_261_122);

    private static byte[] captured(String name) {
        try (InputStream file = WebauthnOracleTest.class.getResourceAsStream("/swtpm/" + name + ".bin")) {
            return file.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** As it stands in a WebAuthn attestation: a byte string of CBOR. */
    private static byte[] cbor(byte[] bytes) {
        return ByteBuffer.allocate(bytes.length + 3)
                .put((byte) 0x59)
                .putShort((short) bytes.length)
                .put(bytes)
                .array();
    }

    private <T> Optional<T> asked(byte[] bytes, Class<T> form) {
        try {
            return Optional.ofNullable(oracle.readValue(cbor(bytes), form));
        } catch (RuntimeException e) {
            return Optional.empty();
        }
    }

    private static <T> Optional<T> read(byte[] bytes, Function<byte[], T> parser) {
        try {
            return Optional.of(parser.apply(bytes));
        } catch (RefusedException e) {
            return Optional.empty();
        }
    }

    /** One to three bytes changed, cut off or put in. */
    private byte[] damaged(byte[] bytes) {
        byte[] copy = bytes.clone();
        for (int i = random.nextInt(3); i >= 0; i--) {
            int at = random.nextInt(copy.length);
            switch (random.nextInt(4)) {
                case 0 -> copy = Arrays.copyOf(copy, Math.max(1, at));
                case 1 -> copy = Arrays.copyOf(copy, copy.length + 1);
                default ->
                    copy[at] = (byte) (random.nextBoolean() ? random.nextInt(256) : copy[at] ^ 1 << random.nextInt(8));
            }
        }
        return copy;
    }

    private boolean agreeOnStatement(byte[] bytes) {
        Optional<CertifyInfo> ours = read(bytes, CertifyInfo::parse);
        Optional<TPMSAttest> theirs = asked(bytes, TPMSAttest.class);
        if (ours.isEmpty() || theirs.isEmpty()) {
            return false;
        }
        TPMSAttest attest = theirs.get();
        assertThat(attest.getType()).isEqualTo(TPMISTAttest.TPM_ST_ATTEST_CERTIFY);
        assertThat(ours.get().extraData()).isEqualTo(attest.getExtraData());
        assertThat(ours.get().clock().millis())
                .isEqualTo(attest.getClockInfo().getClock().longValueExact());
        assertThat(ours.get().clock().resets()).isEqualTo(attest.getClockInfo().getResetCount());
        assertThat(ours.get().name())
                .isEqualTo(((TPMSCertifyInfo) attest.getAttested()).getName().getBytes());
        return true;
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {"ecc-certify-info", "rsa-certify-info"})
    @DisplayName(
            "A26 webauthn4j and we read the same in a TPM's statement, and in 5,000 damaged ones nothing different")
    void statements(String name) {
        byte[] genuine = captured(name);
        assertThat(agreeOnStatement(genuine)).isTrue();

        int both = 0;
        for (int i = 0; i < DAMAGES; i++) {
            both += agreeOnStatement(damaged(genuine)) ? 1 : 0;
        }
        assertThat(both).as("damaged statements that both read").isBetween(DAMAGES / 20, DAMAGES - DAMAGES / 20);
    }

    private boolean agreeOnKey(byte[] bytes) {
        Optional<PublicArea> ours = read(bytes, PublicArea::parse);
        Optional<TPMTPublic> theirs = asked(bytes, TPMTPublic.class);
        if (ours.isEmpty() || theirs.isEmpty() || !(ours.get().jwk() instanceof ECKey key)) {
            return false;
        }
        // webauthn4j takes two bytes for every cipher, scheme and derivation, and so reads on in the wrong place.
        TPMSECCParms parameters = (TPMSECCParms) theirs.get().getParameters();
        if (ours.get().scheme() != 0x0010
                || ours.get().symmetric().algorithm() != 0
                || !Arrays.equals(parameters.getKdf(), new byte[] {0, 0x10})) {
            return false;
        }
        TPMAObject attributes = theirs.get().getObjectAttributes();
        assertThat(ours.get().has(ObjectAttribute.FIXED_TPM)).isEqualTo(attributes.isFixedTPM());
        assertThat(ours.get().has(ObjectAttribute.FIXED_PARENT)).isEqualTo(attributes.isFixedParent());
        assertThat(ours.get().has(ObjectAttribute.SENSITIVE_DATA_ORIGIN)).isEqualTo(attributes.isSensitiveDataOrigin());
        assertThat(ours.get().has(ObjectAttribute.RESTRICTED)).isEqualTo(attributes.isRestricted());
        assertThat(ours.get().has(ObjectAttribute.DECRYPT)).isEqualTo(attributes.isDecrypt());
        assertThat(ours.get().has(ObjectAttribute.SIGN)).isEqualTo(attributes.isSignEncrypt());
        ECCUnique point = (ECCUnique) theirs.get().getUnique();
        assertThat(key.getX().decodeToBigInteger()).isEqualTo(new BigInteger(1, point.getX()));
        assertThat(key.getY().decodeToBigInteger()).isEqualTo(new BigInteger(1, point.getY()));
        assertThat(parameters.getCurveId().getValue())
                .isEqualTo(key.getCurve().getName().equals("P-256") ? 3 : 4);
        return true;
    }

    /** The same key without a scheme of its own: the one form that webauthn4j knows. */
    private static byte[] withoutScheme(byte[] area) {
        byte[] scheme = {0, 0x10, 0, 0x18, 0, 0x0B};
        for (int i = 0; i < area.length - scheme.length; i++) {
            if (Arrays.equals(Arrays.copyOfRange(area, i, i + scheme.length), scheme)) {
                return ByteBuffer.allocate(area.length - 2)
                        .put(area, 0, i + 2)
                        .putShort((short) 0x0010)
                        .put(area, i + scheme.length, area.length - i - scheme.length)
                        .array();
            }
        }
        throw new IllegalArgumentException("swtpm wrote no ECDSA key");
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {"ecc-key-public", "rsa-key-public", "ecc-ak-public"})
    @DisplayName(
            "A26 webauthn4j and we read the same in a TPM's public area, and in 5,000 damaged ones nothing different")
    void keys(String name) {
        byte[] genuine = withoutScheme(captured(name));
        assertThat(agreeOnKey(genuine)).isTrue();

        int both = 0;
        for (int i = 0; i < DAMAGES; i++) {
            both += agreeOnKey(damaged(genuine)) ? 1 : 0;
        }
        // Most damages hit the point, which then lies on no curve.
        assertThat(both).as("damaged areas that both read").isBetween(10, DAMAGES - DAMAGES / 20);
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {"ecc", "rsa"})
    @DisplayName(
            "A26 what swtpm states of a key verifies: its attestation key's statement, for just this key and these bytes")
    void genuine(String name) {
        PublicArea area = PublicArea.parse(captured(name + "-key-public"));
        byte[] expected = new byte[32];
        Arrays.fill(expected, (byte) 7);
        TpmClock clock = AttestationKey.parse(captured(name + "-ak-public"))
                .verify(
                        new KeyCertification(
                                captured(name + "-key-public"),
                                captured(name + "-certify-info"),
                                captured(name + "-signature")),
                        area.as(SignatureAlgorithm.ES256).orElseThrow(),
                        expected);
        assertThat(clock.millis()).isPositive();
    }
}
