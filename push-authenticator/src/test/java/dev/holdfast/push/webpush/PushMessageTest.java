package dev.holdfast.push.webpush;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zerodeplibs.webpush.MessageEncryptions;
import com.zerodeplibs.webpush.UserAgentMessageEncryptionKeyInfo;
import dev.holdfast.device.key.CryptoProvider;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import org.bouncycastle.jce.ECNamedCurveTable;
import org.bouncycastle.jce.spec.ECPrivateKeySpec;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PushMessageTest {
    // RFC 8291 appendix A.
    private static final byte[] CONTENT = decode("V2hlbiBJIGdyb3cgdXAsIEkgd2FudCB0byBiZSBhIHdhdGVybWVsb24");
    private static final byte[] SENDER_PUBLIC =
            decode("BP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLocInmYWAmS6TlzAC8wEqKK6PBru3jl7A8");
    private static final byte[] SENDER_PRIVATE = decode("yfWPiYE-n46HLnH0KqZOF1fJJU3MYrct3AELtAQ-oRw");
    private static final byte[] PHONE_PUBLIC =
            decode("BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4");
    private static final byte[] PHONE_PRIVATE = decode("q1dXpw3UpT5VOmu_cf_v6ih07Aems3njxI-JWgLcM94");
    private static final byte[] SALT = decode("DGv6ra1nlYgDCS1FRnbzlw");
    private static final byte[] AUTH = decode("BTBZMqHH6r4Tts7J_aSIgg");
    private static final String BODY =
            "DGv6ra1nlYgDCS1FRnbzlwAAEABBBP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vC"
                    + "YLocInmYWAmS6TlzAC8wEqKK6PBru3jl7A_yl95bQpu6cVPTpK4Mqgkf1CXztLVBSt2Ks3oZwbuwXPXLWyouBWLVWGNWQexSgSxsj_"
                    + "Qulcy4a-fN";

    private final SecureRandom random = new SecureRandom();

    @Test
    @DisplayName("RFC 8291 appendix A: the example's keys and salt give the example's body, byte for byte")
    void appendixA() {
        MessageKeys keys =
                new MessageKeys(new KeyPair(UncompressedPoint.read(SENDER_PUBLIC), privateKey(SENDER_PRIVATE)), SALT);

        byte[] body = PushMessage.encrypt(PHONE_PUBLIC, AUTH, CONTENT, CONTENT.length + 1, keys);

        assertThat(Base64.getUrlEncoder().withoutPadding().encodeToString(body)).isEqualTo(BODY);
    }

    @Test
    @DisplayName("RFC 8291 appendix A: what reads our messages in these tests reads the example")
    void readerReadsTheExample() throws GeneralSecurityException {
        assertThat(read(decode(BODY))).isEqualTo(CONTENT);
    }

    @Test
    @DisplayName("One and the same reader opens our messages and those of an independent library")
    void oracle() throws GeneralSecurityException {
        byte[] ours = PushMessage.encrypt(PHONE_PUBLIC, AUTH, CONTENT, 128, random);
        byte[] theirs = MessageEncryptions.of()
                .encrypt(
                        UserAgentMessageEncryptionKeyInfo.of(PHONE_PUBLIC, AUTH),
                        com.zerodeplibs.webpush.PushMessage.of(CONTENT))
                .toBytes();

        assertThat(read(ours)).isEqualTo(CONTENT);
        assertThat(read(theirs)).isEqualTo(CONTENT);
    }

    @Test
    @DisplayName("Messages of the same padded length are equally long, and no two are the same")
    void padding() {
        byte[] one = PushMessage.encrypt(PHONE_PUBLIC, AUTH, CONTENT, 128, random);
        byte[] other = PushMessage.encrypt(PHONE_PUBLIC, AUTH, new byte[0], 128, random);

        assertThat(one).hasSameSizeAs(other).hasSize(86 + 128 + 16);
        assertThat(PushMessage.encrypt(PHONE_PUBLIC, AUTH, CONTENT, 128, random))
                .isNotEqualTo(one);
    }

    @Test
    @DisplayName("RFC 8188 §2: a message is one record, so content over the record size is refused")
    void limits() throws GeneralSecurityException {
        int most = PushMessage.MAX_PADDED_BYTES;
        byte[] fits = new byte[most - 1];
        byte[] body = PushMessage.encrypt(PHONE_PUBLIC, AUTH, fits, most, random);

        assertThat(body).hasSize(PushMessage.RECORD_SIZE);
        assertThat(read(body)).isEqualTo(fits);
        assertThatThrownBy(() -> PushMessage.encrypt(PHONE_PUBLIC, AUTH, fits, most - 1, random))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> PushMessage.encrypt(PHONE_PUBLIC, AUTH, fits, most + 1, random))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 33, 64, 65, 66})
    @DisplayName("A user agent's key that is no point on P-256 is refused")
    void noPoint(int length) {
        byte[] key = new byte[length];
        Arrays.fill(key, (byte) 4);
        assertThatThrownBy(() -> PushMessage.encrypt(key, AUTH, CONTENT, 128, random))
                .isInstanceOf(IllegalArgumentException.class);
    }

    /** RFC 8291 §3 and RFC 8188 §2 from the user agent's side, over Bouncy Castle's HKDF instead of our own. */
    private static byte[] read(byte[] body) throws GeneralSecurityException {
        ByteBuffer in = ByteBuffer.wrap(body);
        byte[] salt = take(in, 16);
        assertThat(in.getInt()).isGreaterThanOrEqualTo(body.length - 86);
        byte[] sender = take(in, in.get());
        byte[] record = take(in, in.remaining());
        var agreement = javax.crypto.KeyAgreement.getInstance("ECDH", CryptoProvider.BOUNCY_CASTLE);
        agreement.init(privateKey(PHONE_PRIVATE));
        agreement.doPhase(UncompressedPoint.read(sender), true);
        byte[] info = ByteBuffer.allocate(144)
                .put("WebPush: info\0".getBytes(StandardCharsets.US_ASCII))
                .put(PHONE_PUBLIC)
                .put(sender)
                .array();
        byte[] input = hkdf(agreement.generateSecret(), AUTH, info, 32);
        byte[] key = hkdf(input, salt, "Content-Encoding: aes128gcm\0".getBytes(StandardCharsets.US_ASCII), 16);
        byte[] nonce = hkdf(input, salt, "Content-Encoding: nonce\0".getBytes(StandardCharsets.US_ASCII), 12);
        var cipher = javax.crypto.Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(
                javax.crypto.Cipher.DECRYPT_MODE,
                new javax.crypto.spec.SecretKeySpec(key, "AES"),
                new javax.crypto.spec.GCMParameterSpec(128, nonce));
        byte[] padded = cipher.doFinal(record);
        int end = padded.length - 1;
        while (padded[end] == 0) {
            end--;
        }
        assertThat(padded[end]).as("delimiter of the last record").isEqualTo((byte) 2);
        return Arrays.copyOf(padded, end);
    }

    private static byte[] hkdf(byte[] secret, byte[] salt, byte[] info, int length) {
        var generator = new org.bouncycastle.crypto.generators.HKDFBytesGenerator(
                new org.bouncycastle.crypto.digests.SHA256Digest());
        generator.init(new org.bouncycastle.crypto.params.HKDFParameters(secret, salt, info));
        byte[] out = new byte[length];
        generator.generateBytes(out, 0, length);
        return out;
    }

    private static byte[] take(ByteBuffer in, int length) {
        byte[] bytes = new byte[length];
        in.get(bytes);
        return bytes;
    }

    private static PrivateKey privateKey(byte[] scalar) {
        try {
            return KeyFactory.getInstance("EC", CryptoProvider.BOUNCY_CASTLE)
                    .generatePrivate(new ECPrivateKeySpec(
                            new BigInteger(1, scalar), ECNamedCurveTable.getParameterSpec("P-256")));
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    private static byte[] decode(String base64Url) {
        return Base64.getUrlDecoder().decode(base64Url);
    }
}
