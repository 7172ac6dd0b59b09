package dev.holdfast.device.enrolment;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.device.enrolment.AgentEnrolment.Begun;
import dev.holdfast.device.enrolment.AgentEnrolment.Enrolled;
import dev.holdfast.device.key.LabelledHash;
import dev.holdfast.device.login.Dusts;
import dev.holdfast.device.login.Purpose;
import dev.holdfast.device.login.SignInAttempt;
import dev.holdfast.device.message.Claims;
import dev.holdfast.device.refusal.Refusal;
import dev.holdfast.device.registry.Assurance;
import dev.holdfast.device.testrealm.FakeDevice;
import dev.holdfast.device.testrealm.FakeRegistration;
import dev.holdfast.device.testrealm.FakeTpm;
import dev.holdfast.device.testrealm.MessageBuilder;
import dev.holdfast.device.testrealm.Refused;
import dev.holdfast.device.testrealm.TestKey;
import dev.holdfast.device.testrealm.TestRealm;
import dev.holdfast.device.testrealm.TpmVendor;
import dev.holdfast.device.tpm.EndorsementTrust;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class TpmAttestationTest {
    private final TestRealm realm = new TestRealm();
    private final TpmVendor vendor = new TpmVendor(realm.clock().instant());
    private final TestKey agentKey = TestKey.es256();
    private final FakeDevice device = new FakeDevice(realm, agentKey);
    private final FakeTpm tpm = FakeTpm.ecc();
    private final byte[] request = FakeDevice.certificateRequest(agentKey);

    TpmAttestationTest() {
        realm.trust(new EndorsementTrust(List.of(vendor.root()), Set.of()));
    }

    static Stream<FakeTpm> everyEndorsementKey() {
        return Stream.of(FakeTpm.rsa(), FakeTpm.ecc());
    }

    @ParameterizedTest
    @MethodSource("everyEndorsementKey")
    @DisplayName("G14 a TPM of a trusted vendor that holds the agent key makes a device attested")
    void attested(FakeTpm anyTpm) {
        Enrolled enrolled = enrol(anyTpm, UnaryOperator.identity());

        assertThat(enrolled.device().assurance()).isEqualTo(Assurance.ATTESTED);
        assertThat(enrolled.device().tpm()).hasValueSatisfying(found -> {
            assertThat(found.endorsementKey()).isEqualTo(hash(anyTpm));
            assertThat(found.attestationKey().publicArea()).isEqualTo(anyTpm.attestationArea());
            assertThat(found.clock().resets()).isEqualTo(3);
        });
    }

    @Test
    @DisplayName("G14 a TPM without a certificate is trusted where the realm lists its endorsement key")
    void listed() {
        realm.trust(EndorsementTrust.read(List.of(), List.of(hash(tpm).toUpperCase(Locale.ROOT))));

        Begun begun =
                begin(Map.of("ek_public", encode(tpm.endorsementArea()), "ak_public", encode(tpm.attestationArea())));

        assertThat(begun.credential()).isPresent();
    }

    @TestFactory
    @DisplayName("G14 an endorsement certificate that is none makes no device attested")
    Stream<DynamicTest> endorsementCertificates() {
        TpmVendor unknown = new TpmVendor(realm.clock().instant());
        TpmVendor.Shape good = TpmVendor.Shape.good();
        KeyPurposeId purpose = good.purpose();
        return Stream.of(
                notTrusted("a program that plays a TPM of an unknown vendor", unknown.certify(tpm.endorsementKey())),
                notTrusted(
                        "a certificate for something else",
                        shaped(new TpmVendor.Shape(false, KeyPurposeId.id_kp_clientAuth, good.usage(), true, 9))),
                notTrusted("a CA's certificate", shaped(new TpmVendor.Shape(true, purpose, good.usage(), true, 9))),
                notTrusted(
                        "a certificate for signatures",
                        shaped(new TpmVendor.Shape(false, purpose, KeyUsage.digitalSignature, true, 9))),
                notTrusted(
                        "a certificate that names no TPM",
                        shaped(new TpmVendor.Shape(false, purpose, good.usage(), false, 9))),
                notTrusted(
                        "an expired certificate", shaped(new TpmVendor.Shape(false, purpose, good.usage(), true, -1))));
    }

    @Test
    @DisplayName("G14 an endorsement certificate of another key is refused")
    void foreignCertificate() {
        Map<String, Object> claims = tpmClaims(tpm);
        claims.put("ek_certificate", encode(vendor.certify(FakeTpm.ecc().endorsementKey())));

        Refused.with(Refusal.ATTESTATION_FAILED, () -> begin(claims));
    }

    @TestFactory
    @DisplayName("G14 an attestation key that could sign what it is given is refused")
    Stream<DynamicTest> attestationKeys() {
        List<Integer> needed = List.of(1, 4, 5, 16, 18);
        List<DynamicTest> tests = new ArrayList<>();
        for (int bit : needed) {
            tests.add(badAttestationKey("without bit " + bit, FakeTpm.ATTESTATION_KEY & ~(1 << bit)));
        }
        tests.add(badAttestationKey("with decrypt", FakeTpm.ATTESTATION_KEY | 1 << 17));
        return tests.stream();
    }

    @TestFactory
    @DisplayName("G14 an endorsement key that is no storage key of the TPM itself is refused")
    Stream<DynamicTest> endorsementKeys() {
        List<DynamicTest> tests = new ArrayList<>();
        for (int bit : List.of(1, 4, 5, 16, 17)) {
            tests.add(badEndorsementKey("without bit " + bit, FakeTpm.ENDORSEMENT_KEY & ~(1 << bit)));
        }
        tests.add(badEndorsementKey("with sign", FakeTpm.ENDORSEMENT_KEY | 1 << 18));
        return tests.stream();
    }

    @TestFactory
    @DisplayName("A26 a statement that does not bind this message's key to this TPM is refused")
    Stream<DynamicTest> statements() {
        TestKey other = TestKey.es256();
        return Stream.of(
                forged("another magic: not made by the TPM", statement -> statement.magic(0xFF544346)),
                forged("a quote instead of a certification", statement -> statement.type(0x8018)),
                forged("a trailing byte", statement -> statement.trailing((byte) 0)),
                forged("signed by another key", statement -> statement.signedBy(FakeTpm.ec())),
                forged("a SHA-1 signature", FakeTpm.Statement::withSha1),
                forged(
                        "the name of another key",
                        statement -> statement.named(
                                FakeTpm.name(FakeTpm.area(other.pair().getPublic(), FakeTpm.SIGNING_KEY)))),
                forged(
                        "another key than the message's",
                        statement -> statement.of(FakeTpm.area(other.pair().getPublic(), FakeTpm.SIGNING_KEY))),
                forged("a key imported into the TPM", statement -> statement.of(agentArea(~(1 << 5)))),
                forged("a key that may leave the TPM", statement -> statement.of(agentArea(~(1 << 1)))),
                forged("a key that may change its parent", statement -> statement.of(agentArea(~(1 << 4)))),
                forged("a key that cannot sign", statement -> statement.of(agentArea(~(1 << 18)))),
                forged(
                        "a restricted key",
                        statement ->
                                statement.of(FakeTpm.area(agentKey.pair().getPublic(), FakeTpm.SIGNING_KEY | 1 << 16))),
                forged(
                        "a key that decrypts",
                        statement ->
                                statement.of(FakeTpm.area(agentKey.pair().getPublic(), FakeTpm.SIGNING_KEY | 1 << 17))),
                forged(
                        "a public area with a byte too many",
                        statement -> statement.of(Arrays.copyOf(agentArea(~0), agentArea(~0).length + 1))));
    }

    @Test
    @DisplayName("A44 a statement of an earlier enrolment is refused: it was made over another nonce")
    void staleStatement() {
        Begun begun = begin(tpmClaims(tpm));
        byte[] stale = LabelledHash.of("holdfast-agent-enrol")
                .add(realm.nonce())
                .add(request)
                .bytes();
        MessageBuilder message = message(begun, tpm)
                .claim("csr", encode(request))
                .claim("tpm", tpm.certify(agentKey.pair().getPublic(), stale).members());

        Refused.with(Refusal.ATTESTATION_FAILED, () -> realm.enrolment().finish(message.sign(agentKey)));
    }

    @Test
    @DisplayName("G14 a secret that was not activated is refused, and so is one that nobody asked for")
    void secrets() {
        Begun begun = begin(tpmClaims(tpm));
        MessageBuilder guessed = message(begun, tpm).claim("activated_secret", encode(new byte[32]));
        Refused.with(Refusal.ATTESTATION_FAILED, () -> realm.enrolment().finish(guessed.sign(agentKey)));

        Begun plain = device.begin(realm.enrolmentToken(1, Optional.empty()));
        MessageBuilder unasked = message(plain, tpm).claim("activated_secret", encode(new byte[32]));
        Refused.with(Refusal.ATTESTATION_FAILED, () -> realm.enrolment().finish(unasked.sign(agentKey)));
    }

    @Test
    @DisplayName("G14 no byte of the evidence can be changed or left out: it is refused, and never an error")
    void mutations() {
        Begun begun = begin(tpmClaims(tpm));
        for (String member : List.of("public_area", "certify_info", "signature")) {
            int length = bytesOf(evidence(begun.nonce()), member).length;
            for (int i = 0; i < length; i++) {
                int at = i;
                refusedEvidence(begun, member, bytes -> {
                    bytes[at] ^= 0x01;
                    return bytes;
                });
                refusedEvidence(begun, member, bytes -> Arrays.copyOf(bytes, Math.max(at, 1)));
            }
        }
    }

    @Test
    @DisplayName("G14 a realm that demands attested devices refuses software keys, and keys in hardware by word alone")
    void demanded() {
        realm.demand(Assurance.ATTESTED);
        EnrolmentSecret token = realm.enrolmentToken(9, Optional.empty());
        Refused.with(Refusal.ATTESTATION_FAILED, () -> device.enrol(token));
        MessageBuilder word = device.enrolMessage(device.begin(token)).claim("key_store", "tpm");
        Refused.with(Refusal.ATTESTATION_FAILED, () -> realm.enrolment().finish(word.sign(agentKey)));

        assertThat(enrol(tpm, UnaryOperator.identity()).device().assurance()).isEqualTo(Assurance.ATTESTED);
    }

    @Test
    @DisplayName("G14 an agent that says its keys are in hardware is believed no more than that")
    void hardwareByWord() {
        EnrolmentSecret token = realm.enrolmentToken(1, Optional.empty());
        MessageBuilder word = device.enrolMessage(device.begin(token)).claim("key_store", "tpm");

        Enrolled enrolled = realm.enrolment().finish(word.sign(agentKey));

        assertThat(enrolled.device().assurance()).isEqualTo(Assurance.HARDWARE);
    }

    @Test
    @DisplayName("G14 the realm's demand also stands at a registration, for devices that were enrolled before it")
    void demandedLater() {
        FakeDevice software = FakeDevice.enrolled(realm);
        realm.demand(Assurance.HARDWARE);

        Refused.with(
                Refusal.ATTESTATION_FAILED,
                () -> software.register(realm.users().add("ada")));
    }

    @Test
    @DisplayName("G9 the DUST of an attested device says hwk; without the key's certification there is no registration")
    void userKey() {
        enrol(tpm, UnaryOperator.identity());
        String ada = realm.users().add("ada");
        TestKey duk = TestKey.es256();

        Refused.with(Refusal.ATTESTATION_FAILED, () -> device.register(ada, duk));
        FakeRegistration registration = device.register(ada, duk, tpm);
        SignInAttempt attempt = realm.attempt();
        Dusts.Proof proof = realm.dusts()
                .redeem(
                        registration.dust(attempt, Purpose.LOGIN),
                        Purpose.LOGIN,
                        TestRealm.presentation(attempt),
                        realm.registry());
        assertThat(proof.amr()).containsExactly("hwk");
    }

    @Test
    @DisplayName("A26 a user's key of another TPM is refused on an attested device")
    void foreignUserKey() {
        enrol(tpm, UnaryOperator.identity());
        String ada = realm.users().add("ada");

        Refused.with(Refusal.ATTESTATION_FAILED, () -> device.register(ada, TestKey.es256(), FakeTpm.ecc()));
    }

    @Test
    @DisplayName("A20 a TPM whose clock went back is a copy: no registration; one that went on may register")
    void copiedTpm() {
        tpm.setClock(3, 5_000);
        enrol(tpm, UnaryOperator.identity());
        String ada = realm.users().add("ada");

        tpm.setClock(3, 4_999);
        Refused.with(Refusal.ATTESTATION_FAILED, () -> device.register(ada, TestKey.es256(), tpm));
        tpm.setClock(2, 9_000);
        Refused.with(Refusal.ATTESTATION_FAILED, () -> device.register(ada, TestKey.es256(), tpm));
        tpm.setClock(4, 10);
        device.register(ada, TestKey.es256(), tpm);
        tpm.setClock(3, 9_999);
        Refused.with(Refusal.ATTESTATION_FAILED, () -> device.register(ada, TestKey.es256(), tpm));
    }

    private Enrolled enrol(FakeTpm any, UnaryOperator<FakeTpm.Statement> forgery) {
        Begun begun = begin(tpmClaims(any));
        FakeTpm.Statement statement =
                forgery.apply(any.certify(agentKey.pair().getPublic(), expected(begun.nonce(), request)));
        MessageBuilder message =
                message(begun, any).claim("csr", encode(request)).claim("tpm", statement.members());
        Enrolled enrolled = realm.enrolment().finish(message.sign(agentKey));
        device.keep(enrolled);
        return enrolled;
    }

    private MessageBuilder message(Begun begun, FakeTpm any) {
        MessageBuilder message = device.enrolMessage(begun).claim("key_store", "tpm");
        begun.credential()
                .ifPresent(credential -> message.claim(
                        "activated_secret",
                        encode(any.activate(credential.credentialBlob(), credential.encryptedSeed()))));
        return message;
    }

    private void refusedEvidence(Begun begun, String member, UnaryOperator<byte[]> change) {
        String nonce = realm.nonce();
        Map<String, Object> altered = new TreeMap<>(evidence(nonce));
        altered.put(member, encode(change.apply(bytesOf(altered, member))));
        MessageBuilder message = message(begun, tpm)
                .claim("nonce", nonce)
                .claim("csr", encode(request))
                .claim("tpm", altered);
        Refused.with(Refusal.ATTESTATION_FAILED, () -> realm.enrolment().finish(message.sign(agentKey)));
    }

    private Map<String, Object> evidence(String nonce) {
        return tpm.certify(agentKey.pair().getPublic(), expected(nonce, request))
                .members();
    }

    private static byte[] bytesOf(Map<String, Object> evidence, String member) {
        return Base64.getUrlDecoder().decode((String) evidence.get(member));
    }

    private DynamicTest forged(String name, UnaryOperator<FakeTpm.Statement> forgery) {
        return DynamicTest.dynamicTest(name, () -> Refused.with(Refusal.ATTESTATION_FAILED, () -> enrol(tpm, forgery)));
    }

    private DynamicTest notTrusted(String name, byte[] certificate) {
        return DynamicTest.dynamicTest(name, () -> {
            Map<String, Object> claims = tpmClaims(tpm);
            claims.put("ek_certificate", encode(certificate));
            assertThat(begin(claims).credential()).isEmpty();
        });
    }

    private DynamicTest badAttestationKey(String name, int attributes) {
        return DynamicTest.dynamicTest(
                name,
                () -> Refused.with(
                        Refusal.ATTESTATION_FAILED, () -> begin(tpmClaims(tpm.withAttestationKey(attributes)))));
    }

    private DynamicTest badEndorsementKey(String name, int attributes) {
        return DynamicTest.dynamicTest(name, () -> {
            Map<String, Object> claims = tpmClaims(tpm);
            claims.put("ek_public", encode(tpm.endorsementArea(attributes)));
            Refused.with(Refusal.ATTESTATION_FAILED, () -> begin(claims));
        });
    }

    private byte[] shaped(TpmVendor.Shape shape) {
        return vendor.certify(tpm.endorsementKey(), shape);
    }

    private byte[] agentArea(int mask) {
        return FakeTpm.area(agentKey.pair().getPublic(), FakeTpm.SIGNING_KEY & mask);
    }

    private Map<String, Object> tpmClaims(FakeTpm any) {
        Map<String, Object> claims = new TreeMap<>();
        claims.put("ek_public", encode(any.endorsementArea()));
        claims.put("ek_certificate", encode(vendor.certify(any.endorsementKey())));
        claims.put("ak_public", encode(any.attestationArea()));
        return claims;
    }

    private Begun begin(Map<String, Object> tpmClaims) {
        EnrolmentSecret token = realm.enrolmentToken(1, Optional.empty());
        return realm.enrolment()
                .begin(Claims.parse(MessageBuilder.json(Map.of("enrolment_token", token.reveal(), "tpm", tpmClaims))
                        .getBytes(StandardCharsets.UTF_8)));
    }

    private static byte[] expected(String nonce, byte[] csr) {
        return LabelledHash.of("holdfast-agent-enrol").add(nonce).add(csr).bytes();
    }

    private static String hash(FakeTpm any) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256")
                            .digest(any.endorsementKey().getEncoded()));
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("the JDK has SHA-256", e);
        }
    }

    private static String encode(byte[] bytes) {
        return MessageBuilder.encode(bytes);
    }
}
