package dev.holdfast.device.registration;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.device.certificate.AgentCertificate;
import dev.holdfast.device.certificate.DeviceCertificateAuthority;
import dev.holdfast.device.exchange.Exchange;
import dev.holdfast.device.realm.DeviceSetting;
import dev.holdfast.device.realm.RegistrationPolicy;
import dev.holdfast.device.realm.RollOut;
import dev.holdfast.device.refusal.Refusal;
import dev.holdfast.device.registry.Registration;
import dev.holdfast.device.registry.StandingChange;
import dev.holdfast.device.testrealm.FakeDevice;
import dev.holdfast.device.testrealm.FakeRegistration;
import dev.holdfast.device.testrealm.MessageBuilder;
import dev.holdfast.device.testrealm.Refused;
import dev.holdfast.device.testrealm.TestKey;
import dev.holdfast.device.testrealm.TestRealm;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

class DeviceRegistrationTest {
    private final TestRealm realm = new TestRealm();
    private final String ada = realm.users().add("ada");
    private final FakeDevice device = FakeDevice.enrolled(realm);
    private final TestKey duk = TestKey.es256();
    private final byte[] binding = realm.secret();

    @Test
    @DisplayName("Section 5: a registration is unlocked for 12 hours from its sign-in and good for 14 and 90 days")
    void registers() {
        Instant signIn = realm.clock().instant();
        String message = message();
        realm.clock().move(Duration.ofSeconds(60));

        DeviceRegistration.Registered registered = realm.registration().register(message);

        Instant now = realm.clock().instant();
        Registration row = registered.registration();
        assertThat(row.activeUntil()).isEqualTo(signIn.plus(Duration.ofHours(12)));
        assertThat(row.verifiedAt()).isEqualTo(signIn);
        assertThat(row.durtExpiresAt()).isEqualTo(now.plus(Duration.ofDays(14)));
        assertThat(row.absoluteExpiresAt()).isEqualTo(now.plus(Duration.ofDays(90)));
        assertThat(registered.durt().generation()).isEqualTo(1);
        assertThat(registered.account().name()).isEqualTo("ada");
        assertThat(registered.replaced()).isEmpty();
    }

    @Test
    @DisplayName("Section 5: a new registration of the same user and device replaces the former, of nobody else")
    void replaces() {
        FakeRegistration former = device.register(ada);
        FakeRegistration bob = device.register(realm.users().add("bob"));
        FakeRegistration elsewhere = FakeDevice.enrolled(realm).register(ada);

        DeviceRegistration.Registered registered = realm.registration().register(message());

        assertThat(registered.replaced()).contains(former.id());
        Refused.with(Refusal.REGISTRATION_REVOKED, former::exchange);
        assertThat(bob.exchange()).isInstanceOf(Exchange.Outcome.Granted.class);
        assertThat(elsewhere.exchange()).isInstanceOf(Exchange.Outcome.Granted.class);
    }

    @Test
    @DisplayName("G11 rolled out to a group: its members register and sign in, others are refused, also later on")
    void rolledOut() {
        realm.users().join(ada, "/pilots");
        realm.rollOut(new RollOut(true, Set.of("/pilots")));
        FakeRegistration registration = device.register(ada);

        Refused.with(
                Refusal.FEATURE_DISABLED, () -> device.register(realm.users().add("bob")));
        assertThat(registration.exchange()).isInstanceOf(Exchange.Outcome.Granted.class);
        realm.rollOut(new RollOut(true, Set.of("/others")));
        Refused.with(Refusal.FEATURE_DISABLED, registration::exchange);
        realm.rollOut(RollOut.toEverybody());
        assertThat(registration.exchange()).isInstanceOf(Exchange.Outcome.Granted.class);
    }

    @TestFactory
    @DisplayName("A15 certificates that are not the device CA's own for a device are refused")
    Stream<DynamicTest> certificates() {
        String subject = AgentCertificate.subjectOf(device.did());
        TestRealm other = realm.neighbour("other");
        TestKey foreign = TestKey.es256();
        DeviceCertificateAuthority otherCa = other.ca();
        Instant now = realm.clock().instant();
        Shape good = new Shape(subject, true, KeyPurposeId.id_kp_clientAuth, false, now, now.plusSeconds(99));
        List<String> chain = device.chain();
        String leaf = chain.get(0);
        String ca = chain.get(1);
        return Stream.of(
                refusedChain("self-signed", Refusal.UNTRUSTED_CERTIFICATE, good.by(null, device.agentKey())),
                refusedChain("another realm's CA", Refusal.UNTRUSTED_CERTIFICATE, good.by(otherCa, device.agentKey())),
                refusedChain(
                        "another CA of the same name",
                        Refusal.UNTRUSTED_CERTIFICATE,
                        good.by(
                                DeviceCertificateAuthority.generate("acme", now, Duration.ofDays(9), realm.random()),
                                device.agentKey())),
                refusedChain("the CA as the leaf: wrong order", Refusal.UNTRUSTED_CERTIFICATE, ca, leaf),
                refusedChain("the CA alone", Refusal.UNTRUSTED_CERTIFICATE, ca),
                refusedChain(
                        "signed by an agent certificate",
                        Refusal.UNTRUSTED_CERTIFICATE,
                        good.signed(leafName(), device.agentKey().pair().getPrivate(), foreign),
                        leaf,
                        ca),
                refusedChain(
                        "extended key usage serverAuth",
                        Refusal.UNTRUSTED_CERTIFICATE,
                        new Shape(subject, true, KeyPurposeId.id_kp_serverAuth, false, now, now.plusSeconds(99))
                                .by(realm.ca(), device.agentKey())),
                refusedChain(
                        "no extended key usage",
                        Refusal.UNTRUSTED_CERTIFICATE,
                        new Shape(subject, true, null, false, now, now.plusSeconds(99))
                                .by(realm.ca(), device.agentKey())),
                refusedChain(
                        "a CA among the leaves",
                        Refusal.UNTRUSTED_CERTIFICATE,
                        new Shape(subject, true, KeyPurposeId.id_kp_clientAuth, true, now, now.plusSeconds(99))
                                .by(realm.ca(), device.agentKey())),
                refusedChain(
                        "no digital signature",
                        Refusal.UNTRUSTED_CERTIFICATE,
                        new Shape(subject, false, KeyPurposeId.id_kp_clientAuth, false, now, now.plusSeconds(99))
                                .by(realm.ca(), device.agentKey())),
                refusedChain(
                        "another kind of subject",
                        Refusal.UNTRUSTED_CERTIFICATE,
                        new Shape(
                                        "https://evil.test",
                                        true,
                                        KeyPurposeId.id_kp_clientAuth,
                                        false,
                                        now,
                                        now.plusSeconds(99))
                                .by(realm.ca(), device.agentKey())),
                refusedChain(
                        "expired",
                        Refusal.CERTIFICATE_EXPIRED,
                        new Shape(
                                        subject,
                                        true,
                                        KeyPurposeId.id_kp_clientAuth,
                                        false,
                                        now.minusSeconds(99),
                                        now.minusSeconds(1))
                                .by(realm.ca(), device.agentKey())),
                refusedChain(
                        "not yet valid",
                        Refusal.CERTIFICATE_EXPIRED,
                        new Shape(
                                        subject,
                                        true,
                                        KeyPurposeId.id_kp_clientAuth,
                                        false,
                                        now.plusSeconds(9),
                                        now.plusSeconds(99))
                                .by(realm.ca(), device.agentKey())),
                refusedChain(
                        "an unknown device",
                        Refusal.INVALID_SIGNATURE,
                        new Shape(
                                        AgentCertificate.subjectOf(UUID.randomUUID()),
                                        true,
                                        KeyPurposeId.id_kp_clientAuth,
                                        false,
                                        now,
                                        now.plusSeconds(99))
                                .by(realm.ca(), device.agentKey())),
                refusedChain(
                        "another key than the registry's", Refusal.INVALID_SIGNATURE, good.by(realm.ca(), foreign)),
                refusedChain("no certificate", Refusal.INVALID_REQUEST, "AAAA"),
                refusedChain("no base64", Refusal.INVALID_REQUEST, "*"));
    }

    private DynamicTest refusedChain(String name, Refusal refusal, String... chain) {
        return DynamicTest.dynamicTest(name, () -> {
            long spent = realm.spentNonces().size();
            Refused.with(
                    refusal,
                    () -> realm.registration()
                            .register(builder().header("x5c", List.of(chain)).sign(device.agentKey())));
            assertThat(realm.spentNonces().size()).isEqualTo(spent);
        });
    }

    @Test
    @DisplayName("A16 an agent certificate is good for 30 days, a revoked device's for nothing")
    void expiredOrRevoked() {
        realm.clock().move(Duration.ofDays(30).plusSeconds(1));
        Refused.with(Refusal.CERTIFICATE_EXPIRED, () -> realm.registration().register(message()));

        FakeDevice other = FakeDevice.enrolled(realm);
        realm.registry().change(other.did(), StandingChange.REVOKE);
        Refused.with(Refusal.DEVICE_REVOKED, () -> other.register(ada));
    }

    @Test
    @DisplayName("A24 an attacker's device that is assigned to another owner does not take the victim's sign-in")
    void policyOwner() {
        FakeDevice mallorys =
                FakeDevice.enrolled(realm, Optional.of(realm.users().add("mallory")));

        Refused.with(Refusal.DEVICE_NOT_ALLOWED, () -> mallorys.register(ada));
        mallorys.register("id-mallory");
        realm.policy(RegistrationPolicy.OWNER);
        Refused.with(Refusal.DEVICE_NOT_ALLOWED, () -> device.register(ada));
        realm.policy(RegistrationPolicy.ANYBODY);
        assertThat(mallorys.register(ada).row().userId()).isEqualTo(ada);
    }

    @Test
    @DisplayName("A25 an ID token serves the key and binding it was asked for, and no other")
    void idTokenForAnotherKey() {
        String token = device.idToken(ada, duk, binding);

        Refused.with(Refusal.INVALID_ID_TOKEN, () -> register(TestKey.es256(), binding, token));
        Refused.with(Refusal.INVALID_ID_TOKEN, () -> register(duk, realm.secret(), token));
        Refused.with(Refusal.INVALID_ID_TOKEN, () -> register(duk, binding, "another-token"));
        assertThat(register(duk, binding, token).registration().userId()).isEqualTo(ada);
    }

    @Test
    @DisplayName("Section 5: an ID token with its key registers once, on one device")
    void idTokenOnce() {
        String nonce = DeviceRegistration.idTokenNonce(duk.deviceKey(), Optional.empty(), binding);
        String token = realm.signIns().signIn(ada, nonce);
        FakeDevice other = FakeDevice.enrolled(realm);
        register(duk, binding, token);

        Refused.with(Refusal.KEY_IN_USE, () -> register(duk, binding, token));
        Refused.with(
                Refusal.KEY_IN_USE,
                () -> realm.registration()
                        .register(other.registrationMessage(duk, binding, token).sign(other.agentKey())));
    }

    @Test
    @DisplayName("Section 5: the sign-in was at most 300 seconds before its ID token")
    void signInAge() {
        String nonce = DeviceRegistration.idTokenNonce(duk.deviceKey(), Optional.empty(), binding);
        Instant now = realm.clock().instant();
        String old = realm.signIns().issue(ada, nonce, now.minusSeconds(301));
        String fresh = realm.signIns().issue(ada, nonce, now.minusSeconds(300));

        Refused.with(Refusal.INVALID_ID_TOKEN, () -> register(duk, binding, old));
        assertThat(register(duk, binding, fresh).registration().verifiedAt()).isEqualTo(now.minusSeconds(300));
    }

    @Test
    @DisplayName("A27 a key that stands in any registration of any realm serves no second user, device or realm")
    void keyInUse() {
        device.register(ada, duk);
        String bob = realm.users().add("bob");
        TestRealm other = realm.neighbour("other");
        String there = other.users().add("ada");

        Refused.with(Refusal.KEY_IN_USE, () -> device.register(bob, duk));
        Refused.with(Refusal.KEY_IN_USE, () -> device.register(ada, duk));
        Refused.with(Refusal.KEY_IN_USE, () -> FakeDevice.enrolled(realm).register(ada, duk));
        Refused.with(Refusal.KEY_IN_USE, () -> FakeDevice.enrolled(other).register(there, duk));
        Refused.with(Refusal.KEY_IN_USE, () -> device.register(ada, device.agentKey()));
    }

    @Test
    @DisplayName("A44 A26 a proof of possession of another message, endpoint, sender or key is refused")
    void innerProof() {
        TestKey other = TestKey.es256();
        refusedProof(nonce -> device.proof(duk, realm.nonce()).sign(duk));
        refusedProof(nonce -> device.proof(duk, nonce).sign(other));
        refusedProof(nonce -> device.proof(other, nonce).sign(other));
        refusedProof(nonce -> device.proof(duk, nonce)
                .claim("aud", realm.endpoints().exchange())
                .sign(duk));
        refusedProof(nonce -> device.proof(duk, nonce)
                .claim("iss", "urn:holdfast:device:" + UUID.randomUUID())
                .sign(duk));
        refusedProof(nonce ->
                device.proof(duk, nonce).header("typ", "holdfast-exchange+jwt").sign(duk));
    }

    /** @param proof makes the inner proof for the outer message's nonce */
    private void refusedProof(UnaryOperator<String> proof) {
        String nonce = realm.nonce();
        String message = builder()
                .claim("nonce", nonce)
                .claim("duk", Map.of("jwk", duk.jwk(), "pop", proof.apply(nonce)))
                .sign(device.agentKey());
        Refused.with(Refusal.INVALID_SIGNATURE, () -> realm.registration().register(message));
    }

    @Test
    @DisplayName("Section 5: registrations of one device in an hour are limited, ended ones included")
    void limit() {
        realm.set(DeviceSetting.REGISTRATIONS_PER_HOUR, 2);
        device.register(ada);
        device.register(ada);

        assertThat(Refused.with(Refusal.TOO_MANY_REQUESTS, () -> device.register(ada))
                        .retryAfterSeconds())
                .isPositive();
        FakeDevice.enrolled(realm).register(ada);
        realm.clock().move(Duration.ofHours(1));
        device.register(ada);
    }

    @Test
    @DisplayName("Section 5: a disabled or unknown user registers nothing")
    void users() {
        realm.users().disable(ada);
        Refused.with(Refusal.USER_DISABLED, () -> device.register(ada));
        Refused.with(Refusal.USER_DISABLED, () -> device.register("id-nobody"));
    }

    @Test
    @DisplayName("A55 a message that the agent key did not sign spends no nonce")
    void unsigned() {
        long spent = realm.spentNonces().size();
        Refused.with(
                Refusal.INVALID_SIGNATURE,
                () -> realm.registration().register(builder().sign(TestKey.es256())));
        assertThat(realm.spentNonces().size()).isEqualTo(spent);
    }

    @Test
    @DisplayName("Section 5: a device registers nobody on another device")
    void otherDevice() {
        Refused.with(
                Refusal.INVALID_SIGNATURE,
                () -> realm.registration()
                        .register(builder()
                                .claim("did", FakeDevice.enrolled(realm).did().toString())
                                .sign(device.agentKey())));
    }

    private MessageBuilder builder() {
        return device.registrationMessage(duk, binding, device.idToken(ada, duk, binding));
    }

    private String message() {
        return builder().sign(device.agentKey());
    }

    private DeviceRegistration.Registered register(TestKey key, byte[] bound, String idToken) {
        return realm.registration()
                .register(device.registrationMessage(key, bound, idToken).sign(device.agentKey()));
    }

    private X500Principal leafName() {
        return new X500Principal("CN=" + device.did());
    }

    /** A certificate's content, to be signed by whomever. */
    private record Shape(
            String subject, boolean signs, KeyPurposeId purpose, boolean isCa, Instant notBefore, Instant notAfter) {
        String by(DeviceCertificateAuthority ca, TestKey key) {
            return ca == null
                    ? signed(new X500Principal("CN=self"), key.pair().getPrivate(), key)
                    : signed(ca.certificate().getSubjectX500Principal(), ca.privateKey(), key);
        }

        String signed(X500Principal issuer, PrivateKey issuerKey, TestKey key) {
            try {
                JcaX509v3CertificateBuilder builder = new JcaX509v3CertificateBuilder(
                        issuer,
                        java.math.BigInteger.TEN,
                        Date.from(notBefore),
                        Date.from(notAfter),
                        new X500Principal("CN=leaf"),
                        key.pair().getPublic());
                builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(isCa));
                builder.addExtension(
                        Extension.keyUsage,
                        true,
                        new KeyUsage(signs ? KeyUsage.digitalSignature : KeyUsage.keyAgreement));
                if (purpose != null) {
                    builder.addExtension(Extension.extendedKeyUsage, true, new ExtendedKeyUsage(purpose));
                }
                builder.addExtension(
                        Extension.subjectAlternativeName,
                        false,
                        new GeneralNames(new GeneralName(GeneralName.uniformResourceIdentifier, subject)));
                X509Certificate certificate = new JcaX509CertificateConverter()
                        .getCertificate(builder.build(new JcaContentSignerBuilder("SHA256withECDSA")
                                .setProvider(dev.holdfast.device.key.CryptoProvider.BOUNCY_CASTLE)
                                .build(issuerKey)));
                return FakeDevice.encoded(certificate);
            } catch (Exception e) {
                throw new AssertionError("a certificate of that shape can be made", e);
            }
        }
    }
}
