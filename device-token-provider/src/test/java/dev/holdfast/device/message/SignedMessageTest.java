package dev.holdfast.device.message;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.device.key.DeviceKey;
import dev.holdfast.device.key.SignatureAlgorithm;
import dev.holdfast.device.refusal.Refusal;
import dev.holdfast.device.refusal.RefusedException;
import dev.holdfast.device.testrealm.MessageBuilder;
import dev.holdfast.device.testrealm.Refused;
import dev.holdfast.device.testrealm.TestKey;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.Signature;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class SignedMessageTest {
    private static final String ENDPOINT = "https://idp.example.com/realms/acme/device-token/agents/finish";
    private static final String SENDER = "urn:holdfast:device:6f1c0c64-8a5b-4f53-9d53-2f7a1b0e9c11";
    private static final byte[] P256_ORDER =
            HexFormat.of().parseHex("ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551");

    private final TestKey key = TestKey.es256();

    static List<TestKey> everyAlgorithm() {
        return List.of(TestKey.es256(), TestKey.es384(), TestKey.ps256(), TestKey.rs256());
    }

    @ParameterizedTest
    @MethodSource("everyAlgorithm")
    @DisplayName("Section 2: a message signed by any accepted algorithm verifies under the key of its header")
    void verifies(TestKey signer) {
        SignedMessage message = parse(message().header("jwk", signer.jwk()).sign(signer));

        DeviceKey read = message.headerKey();
        assertThat(read.thumbprint().value()).isEqualTo(signer.jkt());
        assertThat(read.algorithm()).isEqualTo(signer.algorithm());
        assertThat(message.verify(read, ENDPOINT, SENDER)).isNotNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "none", "None", "nOnE", "HS256", "HS384", "HS512", "ES512", "ES256K", "EdDSA", "PS384", "", "es256"
            })
    @DisplayName("A14 alg none, HMAC and everything that is not listed is refused before any key is looked at")
    void algorithms(String algorithm) {
        String message = message().header("alg", algorithm).sign(key);
        Refused.with(Refusal.INVALID_REQUEST, () -> parse(message));
        Refused.with(Refusal.INVALID_REQUEST, () -> parse(message.substring(0, message.lastIndexOf('.') + 1)));
    }

    @Test
    @DisplayName("A14 HS256 with the public key as its secret is refused")
    void publicKeyAsSecret() throws Exception {
        String input = encode("{\"alg\":\"HS256\",\"typ\":\"holdfast-agent-enrol+jwt\"}") + ".e30";
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(key.pair().getPublic().getEncoded(), "HmacSHA256"));
        String forged = input + '.' + MessageBuilder.encode(mac.doFinal(input.getBytes(StandardCharsets.US_ASCII)));

        Refused.with(Refusal.INVALID_REQUEST, () -> parse(forged));
    }

    @Test
    @DisplayName("A14 the algorithm is pinned to the key: another one that the key could do as well is refused")
    void pinned() {
        TestKey pss = TestKey.ps256();
        TestKey pkcs1 = TestKey.rs256();
        assertThat(pss.jkt()).isEqualTo(pkcs1.jkt());
        refusedSignature(message().sign(pkcs1), pss);
        refusedSignature(message().sign(pss), pkcs1);
        for (SignatureAlgorithm other : SignatureAlgorithm.values()) {
            if (other != SignatureAlgorithm.ES256) {
                refusedSignature(message().header("alg", other.name()).sign(key), key);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"alg\":\"ES256\",\"typ\":\"t\",\"b64\":false}",
                "{\"alg\":\"ES256\",\"typ\":\"t\",\"b64\":true}",
                "{\"alg\":\"ES256\",\"typ\":\"t\",\"b64\":false,\"crit\":[\"b64\"]}",
                "{\"alg\":\"ES256\",\"typ\":\"t\",\"crit\":[\"exp\"]}",
                "{\"alg\":\"ES256\",\"typ\":\"t\",\"crit\":null}",
                "{\"alg\":\"none\",\"typ\":\"t\",\"alg\":\"ES256\"}",
                "{\"alg\":\"ES256\",\"typ\":\"t\",\"jwk\":{\"kty\":\"EC\",\"kty\":\"EC\"}}",
                "{\"alg\":[\"ES256\"],\"typ\":\"t\"}",
                "{\"alg\":null,\"typ\":\"t\"}",
                "{\"typ\":\"t\"}",
                "{\"alg\":\"ES256\"}",
                "{\"alg\":\"ES256\",\"typ\":7}",
                "[]",
                "{}{}",
                ""
            })
    @DisplayName("A14 headers with crit, b64, duplicate members or no algorithm are refused, though well signed")
    void headers(String header) {
        String message =
                MessageBuilder.compact(header, MessageBuilder.json(message().claims()), key);
        Refused.with(Refusal.INVALID_REQUEST, () -> parse(message));
    }

    @Test
    @DisplayName("RFC 7515 section 3.1: only the compact serialization of three parts is a message")
    void serializations() {
        String compact = message().sign(key);
        String[] parts = compact.split("\\.", -1);
        for (String other : List.of(
                "",
                ".",
                "..",
                "...",
                parts[0] + '.' + parts[1],
                compact + '.',
                '.' + compact,
                compact + ".a.b",
                ' ' + compact,
                compact + '\n',
                compact + '=',
                parts[0] + ".." + parts[2],
                '.' + parts[1] + '.' + parts[2],
                "{\"payload\":\"" + parts[1] + "\"}",
                'é' + compact)) {
            Refused.with(Refusal.INVALID_REQUEST, () -> parse(other));
        }
    }

    @Test
    @DisplayName("A14 signatures of other lengths or forms, all zero, or outside the group never verify")
    void signatures() throws Exception {
        String compact = message().sign(key);
        String input = compact.substring(0, compact.lastIndexOf('.'));
        byte[] genuine = Base64.getUrlDecoder().decode(compact.substring(input.length() + 1));
        Signature der = Signature.getInstance("SHA256withECDSA");
        der.initSign(key.pair().getPrivate());
        der.update(input.getBytes(StandardCharsets.US_ASCII));
        byte[] zero = new byte[32];
        byte[] r = Arrays.copyOf(genuine, 32);
        byte[] s = Arrays.copyOfRange(genuine, 32, 64);

        assertThat(parse(compact).verify(key.deviceKey(), ENDPOINT, SENDER)).isNotNull();
        for (byte[] forged : List.of(
                new byte[1],
                new byte[64],
                new byte[96],
                Arrays.copyOf(genuine, 63),
                Arrays.copyOf(genuine, 65),
                der.sign(),
                both(zero, s),
                both(r, zero),
                both(P256_ORDER, s),
                both(r, P256_ORDER),
                both(s, r),
                new byte[20_000])) {
            refusedSignature(input + '.' + MessageBuilder.encode(forged), key);
        }
    }

    @Test
    @DisplayName("A14 header keys that are private, off the curve, too weak, or of another kind are refused")
    void headerKeys() {
        Map<String, Object> withPrivatePart = new HashMap<>(key.jwk());
        withPrivatePart.put("d", MessageBuilder.encode(BigInteger.TEN.toByteArray()));
        Map<String, Object> offCurve = new HashMap<>(key.jwk());
        offCurve.put("y", TestKey.es256().jwk().get("y"));
        Map<String, Object> shortCoordinate = new HashMap<>(key.jwk());
        shortCoordinate.put("x", "AQ");
        Map<String, Object> otherCurve = new HashMap<>(key.jwk());
        otherCurve.put("crv", "secp256k1");
        for (Object jwk : new Object[] {
            withPrivatePart,
            offCurve,
            shortCoordinate,
            otherCurve,
            TestKey.es384().jwk(),
            TestKey.rs256().jwk(),
            Map.of("kty", "oct", "k", "AAAA"),
            Map.of("kty", "EC"),
            Map.of("kty", 1),
            Map.of(),
            "x",
            List.of(),
            true
        }) {
            String message = message().header("jwk", jwk).sign(key);
            Refused.with(Refusal.INVALID_REQUEST, () -> parse(message).headerKey());
        }
        TestKey weak = new TestKey(SignatureAlgorithm.RS256, TestKey.rsaPair(1024));
        Map<String, Object> smallExponent = new HashMap<>(TestKey.rs256().jwk());
        smallExponent.put("e", "Aw");
        Map<String, Object> hugeModulus = new HashMap<>(TestKey.rs256().jwk());
        hugeModulus.put("n", MessageBuilder.encode(("x".repeat(1_024)).getBytes(StandardCharsets.US_ASCII)));
        for (Map<String, Object> jwk : List.of(weak.jwk(), smallExponent, hugeModulus)) {
            String message = message().header("jwk", jwk).sign(weak);
            Refused.with(Refusal.INVALID_REQUEST, () -> parse(message).headerKey());
        }
        Refused.with(Refusal.INVALID_REQUEST, () -> parse(message().sign(key)).headerKey());
    }

    @Test
    @DisplayName("A13 typ, aud and iss are compared exactly, with one refusal for all of them")
    void typeAudienceIssuer() {
        for (MessageBuilder wrong : List.of(
                message().header("typ", "holdfast-exchange+jwt"),
                message().header("typ", "JWT"),
                message().header("typ", "HOLDFAST-AGENT-ENROL+JWT"),
                message().claim("aud", ENDPOINT + "/"),
                message().claim("aud", ENDPOINT.replace("acme", "other")),
                message().claim("iss", SENDER.replace('6', '7')))) {
            refusedSignature(wrong.sign(key), key);
        }
        Refused.with(
                Refusal.INVALID_REQUEST,
                () -> parse(message().claim("aud", List.of(ENDPOINT)).sign(key)));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    @DisplayName("A14 4,000 mutated messages: none but the identical text verifies, and none ends in another exception")
    void mutatedText(long seed) {
        Random random = new Random(seed);
        DeviceKey verifier = key.deviceKey();
        String genuine = message().header("jwk", key.jwk()).sign(key);
        byte[] bytes = genuine.getBytes(StandardCharsets.US_ASCII);
        for (int i = 0; i < 1_000; i++) {
            String mutated = new String(Mutations.of(bytes, random), StandardCharsets.ISO_8859_1);
            try {
                parse(mutated).verify(verifier, ENDPOINT, SENDER);
                assertThat(mutated).isEqualTo(genuine);
            } catch (RefusedException e) {
                assertThat(e.refusal().httpStatus()).isBetween(400, 499);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {5, 6, 7, 8})
    @DisplayName("A48 4,000 well-signed messages with mutated header or claims are read or refused with a 4xx")
    void mutatedContent(long seed) {
        Random random = new Random(seed);
        byte[] header = MessageBuilder.json(Map.of("alg", "ES256", "typ", "holdfast-agent-enrol+jwt", "jwk", key.jwk()))
                .getBytes(StandardCharsets.UTF_8);
        byte[] claims = MessageBuilder.json(message().claims()).getBytes(StandardCharsets.UTF_8);
        int read = 0;
        for (int i = 0; i < 1_000; i++) {
            String input = MessageBuilder.encode(random.nextBoolean() ? Mutations.of(header, random) : header)
                    + '.'
                    + MessageBuilder.encode(random.nextBoolean() ? Mutations.of(claims, random) : claims);
            try {
                SignedMessage message = parse(input + '.' + MessageBuilder.encode(key.sign(input)));
                message.names(key.deviceKey());
                message.headerKey();
                message.verify(key.deviceKey(), ENDPOINT, SENDER);
                read++;
            } catch (RefusedException e) {
                assertThat(e.refusal().httpStatus()).isBetween(400, 499);
            }
        }
        assertThat(read).isBetween(100, 999);
    }

    private static void refusedSignature(String message, TestKey verifier) {
        Refused.with(Refusal.INVALID_SIGNATURE, () -> parse(message).verify(verifier.deviceKey(), ENDPOINT, SENDER));
    }

    private static MessageBuilder message() {
        return new MessageBuilder("holdfast-agent-enrol+jwt")
                .claim("iss", SENDER)
                .claim("aud", ENDPOINT)
                .claim("iat", 1_797_000_000)
                .claim("nonce", "a-nonce-of-the-server");
    }

    private static SignedMessage parse(String compact) {
        return SignedMessage.parse(compact, MessageType.AGENT_ENROL);
    }

    private static String encode(String text) {
        return MessageBuilder.encode(text.getBytes(StandardCharsets.UTF_8));
    }

    private static byte[] both(byte[] r, byte[] s) {
        byte[] signature = Arrays.copyOf(r, 64);
        System.arraycopy(s, 0, signature, 32, 32);
        return signature;
    }
}
