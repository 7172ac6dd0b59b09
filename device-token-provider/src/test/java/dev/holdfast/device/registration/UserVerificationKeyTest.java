package dev.holdfast.device.registration;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.device.enrolment.AgentEnrolment.Begun;
import dev.holdfast.device.key.LabelledHash;
import dev.holdfast.device.login.Dusts;
import dev.holdfast.device.login.Purpose;
import dev.holdfast.device.login.SignInAttempt;
import dev.holdfast.device.message.Claims;
import dev.holdfast.device.realm.DeviceSetting;
import dev.holdfast.device.refusal.Refusal;
import dev.holdfast.device.registry.Registration;
import dev.holdfast.device.registry.UserVerificationKey;
import dev.holdfast.device.registry.VerificationMethod;
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
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** The second key of a registration, in files and in an attested TPM. */
class UserVerificationKeyTest {
    private final TestRealm realm = new TestRealm();
    private final String ada = realm.users().add("ada");
    private final TestKey duk = TestKey.es256();
    private final TestKey duv = TestKey.es256();
    private final byte[] binding = realm.secret();

    @Test
    @DisplayName("Section 5: a registration may bring a second key, which the ID token's nonce covers")
    void registers() {
        FakeDevice device = FakeDevice.enrolled(realm);

        Registration row = device.registerWithPin(ada, duv).row();

        assertThat(row.duv()).contains(new UserVerificationKey(duv.deviceKey(), VerificationMethod.PIN));
        assertThat(device.register(realm.users().add("grace")).row().duv()).isEmpty();
    }

    @Test
    @DisplayName("A25 a sign-in for one key registers no second one, and a sign-in for two does not drop one")
    void notCovered() {
        FakeDevice device = FakeDevice.enrolled(realm);

        Refused.with(Refusal.INVALID_ID_TOKEN, () -> send(device, message(device, device.idToken(ada, duk, binding))));
        Refused.with(
                Refusal.INVALID_ID_TOKEN,
                () -> send(device, message(device, device.idToken(ada, duk, TestKey.es256(), binding))));
        Refused.with(
                Refusal.INVALID_ID_TOKEN,
                () -> send(device, device.registrationMessage(duk, binding, device.idToken(ada, duk, duv, binding))));
    }

    @TestFactory
    @DisplayName("A26 A44 a proof of possession of the second key by another key or over another nonce is refused")
    Stream<DynamicTest> possession() {
        FakeDevice device = FakeDevice.enrolled(realm);
        TestKey other = TestKey.es256();
        return Stream.<Map.Entry<String, Function<String, String>>>of(
                        Map.entry(
                                "by another key",
                                nonce -> device.proof(other, nonce).sign(other)),
                        Map.entry(
                                "signed by another key",
                                nonce -> device.proof(duv, nonce).sign(other)),
                        Map.entry(
                                "over another nonce",
                                nonce -> device.proof(duv, realm.nonce()).sign(duv)),
                        Map.entry(
                                "by the key that is used silently",
                                nonce -> device.proof(duk, nonce).sign(duk)))
                .map(wrong -> DynamicTest.dynamicTest(wrong.getKey(), () -> {
                    MessageBuilder message = message(device, device.idToken(ada, duk, duv, binding));
                    String nonce = (String) message.claims().get("nonce");
                    message.claim(
                            "duv",
                            Map.of("jwk", duv.jwk(), "pop", wrong.getValue().apply(nonce), "method", "pin"));
                    Refused.with(Refusal.INVALID_SIGNATURE, () -> send(device, message));
                }));
    }

    @Test
    @DisplayName("A27 A34 the second key is no other key of this or any registration, in either place")
    void unique() {
        FakeDevice device = FakeDevice.enrolled(realm);
        String bob = realm.users().add("bob");
        FakeRegistration first = device.registerWithPin(ada, duv);

        Refused.with(Refusal.KEY_IN_USE, () -> device.registerWithPin(bob, duv));
        Refused.with(Refusal.KEY_IN_USE, () -> device.registerWithPin(bob, first.duk()));
        Refused.with(Refusal.KEY_IN_USE, () -> device.register(bob, duv));
        Refused.with(Refusal.KEY_IN_USE, () -> device.registerWithPin(bob, device.agentKey()));
        byte[] bound = realm.secret();
        Refused.with(
                Refusal.KEY_IN_USE,
                () -> send(
                        device,
                        device.withUserKey(
                                device.registrationMessage(duk, bound, device.idToken(bob, duk, duk, bound)), duk)));
    }

    @Test
    @DisplayName(
            "A34 on an attested device the second key is certified, is released by its PIN alone, and wrong PINs count")
    void certified() {
        FakeTpm tpm = FakeTpm.ecc();
        FakeDevice device = attested(tpm);
        Function<byte[], Map<String, Object>> plain = certify(tpm, duk, FakeTpm.SIGNING_KEY, new byte[0]);

        for (Map.Entry<String, Function<byte[], Map<String, Object>>> wrong : Map.of(
                        "not certified", (Function<byte[], Map<String, Object>>) expected -> Map.<String, Object>of(),
                        "the other key's certification", plain,
                        "wrong PINs do not count", certify(tpm, duv, FakeTpm.SIGNING_KEY, new byte[0]),
                        "not released by its value", certify(tpm, duv, FakeTpm.PIN_KEY & ~(1 << 6), new byte[0]),
                        "a policy releases it as well", certify(tpm, duv, FakeTpm.PIN_KEY, new byte[32]),
                        "imported", certify(tpm, duv, FakeTpm.PIN_KEY & ~(1 << 5), new byte[0]),
                        "of another TPM", certify(FakeTpm.ecc(), duv, FakeTpm.PIN_KEY, new byte[0]))
                .entrySet()) {
            Refused.with(
                    Refusal.ATTESTATION_FAILED, () -> device.registerWithPin(ada, duv, plain, wrong.getValue(), duk));
        }
        FakeRegistration registration =
                device.registerWithPin(ada, duv, plain, certify(tpm, duv, FakeTpm.PIN_KEY, new byte[0]), duk);
        assertThat(registration.row().duv()).isPresent();
    }

    @Test
    @DisplayName("RFC 8176 amr of an attested device says user, pin and mfa while the unlock is young, and auth_time is"
            + " the unlock's")
    void methods() {
        FakeTpm tpm = FakeTpm.ecc();
        FakeDevice device = attested(tpm);
        FakeRegistration registration = device.registerWithPin(
                ada,
                duv,
                certify(tpm, duk, FakeTpm.SIGNING_KEY, new byte[0]),
                certify(tpm, duv, FakeTpm.PIN_KEY, new byte[0]),
                duk);
        assertThat(signIn(registration).amr()).containsExactly("hwk");
        realm.clock().move(Duration.ofHours(20));
        realm.unlock(registration.unlockMessage(duv).sign(duv));

        Dusts.Proof fresh = signIn(registration);
        assertThat(fresh.amr()).containsExactly("hwk", "user", "pin", "mfa");
        assertThat(fresh.verifiedAt()).isEqualTo(realm.clock().instant());
        realm.clock().move(realm.realm().settings().seconds(DeviceSetting.PRESENCE_WINDOW));
        assertThat(signIn(registration).amr()).containsExactly("hwk");
    }

    private Dusts.Proof signIn(FakeRegistration registration) {
        SignInAttempt attempt = realm.attempt();
        return realm.dusts()
                .redeem(
                        registration.dust(attempt, Purpose.LOGIN),
                        Purpose.LOGIN,
                        TestRealm.presentation(attempt),
                        realm.registry());
    }

    private FakeDevice attested(FakeTpm tpm) {
        TpmVendor vendor = new TpmVendor(realm.clock().instant());
        realm.trust(new EndorsementTrust(List.of(vendor.root()), Set.of()));
        TestKey agentKey = TestKey.es256();
        FakeDevice device = new FakeDevice(realm, agentKey);
        Map<String, Object> claims = Map.of(
                "enrolment_token",
                realm.enrolmentToken(1, Optional.empty()).reveal(),
                "tpm",
                Map.of(
                        "ek_public", MessageBuilder.encode(tpm.endorsementArea()),
                        "ek_certificate", MessageBuilder.encode(vendor.certify(tpm.endorsementKey())),
                        "ak_public", MessageBuilder.encode(tpm.attestationArea())));
        Begun begun =
                realm.enrolment().begin(Claims.parse(MessageBuilder.json(claims).getBytes(StandardCharsets.UTF_8)));
        byte[] secret = tpm.activate(
                begun.credential().orElseThrow().credentialBlob(),
                begun.credential().orElseThrow().encryptedSeed());
        byte[] request = FakeDevice.certificateRequest(agentKey);
        byte[] expected = LabelledHash.of("holdfast-agent-enrol")
                .add(begun.nonce())
                .add(request)
                .bytes();
        device.keep(realm.enrolment()
                .finish(device.enrolMessage(begun)
                        .claim("csr", MessageBuilder.encode(request))
                        .claim("activated_secret", MessageBuilder.encode(secret))
                        .claim(
                                "tpm",
                                tpm.certify(agentKey.pair().getPublic(), expected)
                                        .members())
                        .sign(agentKey)));
        return device;
    }

    private static Function<byte[], Map<String, Object>> certify(
            FakeTpm tpm, TestKey key, int attributes, byte[] policy) {
        return expected -> tpm.certify(key.pair().getPublic(), expected)
                .of(FakeTpm.area(key.pair().getPublic(), attributes, policy))
                .members();
    }

    private MessageBuilder message(FakeDevice device, String idToken) {
        return device.withUserKey(device.registrationMessage(duk, binding, idToken), duv);
    }

    private void send(FakeDevice device, MessageBuilder message) {
        realm.registration().register(message.sign(device.agentKey()));
    }
}
