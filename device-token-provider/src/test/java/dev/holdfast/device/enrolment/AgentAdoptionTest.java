package dev.holdfast.device.enrolment;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.device.authority.IdentityRule;
import dev.holdfast.device.authority.RevocationPolicy;
import dev.holdfast.device.authority.TrustedAuthorities;
import dev.holdfast.device.exchange.Exchange;
import dev.holdfast.device.refusal.Refusal;
import dev.holdfast.device.registry.Assurance;
import dev.holdfast.device.registry.Device;
import dev.holdfast.device.registry.StandingChange;
import dev.holdfast.device.testrealm.FakeDevice;
import dev.holdfast.device.testrealm.FakeRegistration;
import dev.holdfast.device.testrealm.MachineAuthority;
import dev.holdfast.device.testrealm.MachineAuthority.Shape;
import dev.holdfast.device.testrealm.MessageBuilder;
import dev.holdfast.device.testrealm.Refused;
import dev.holdfast.device.testrealm.TestKey;
import dev.holdfast.device.testrealm.TestRealm;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.bouncycastle.asn1.x509.GeneralName;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class AgentAdoptionTest {
    private static final String LIST = "http://ca.example.com/mdm.crl";
    private static final Consumer<Shape> WITH_LIST = shape -> shape.lists = List.of(LIST);

    private final TestRealm realm = new TestRealm();
    private final MachineAuthority mdm =
            MachineAuthority.root("CN=MDM", realm.clock().instant());

    private void trust(Map<String, String> settings) {
        realm.trust(TrustedAuthorities.read(key -> key.equals(TrustedAuthorities.ANCHORS_KEY)
                ? List.of(pem())
                : settings.containsKey(key) ? List.of(settings.get(key)) : List.of()));
    }

    private String pem() {
        return "-----BEGIN CERTIFICATE-----\n"
                + FakeDevice.encoded(mdm.certificate()).replaceAll("(.{64})", "$1\n") + "\n-----END CERTIFICATE-----\n";
    }

    private FakeDevice machine(TestKey key, Consumer<Shape> change) {
        return FakeDevice.certified(
                realm,
                key,
                List.of(mdm.issue(key.pair().getPublic(), realm.clock().instant(), change)));
    }

    private FakeDevice adopted() {
        trust(Map.of(RevocationPolicy.SOURCE_KEY, "crl"));
        realm.statusServers().serve(LIST, request -> mdm.list(realm.clock().instant()));
        FakeDevice device = machine(TestKey.es256(), WITH_LIST);
        device.adopt();
        return device;
    }

    @Test
    @DisplayName(
            "G2 a machine with a certificate of another authority becomes a device without any token, and signs in")
    void adoptsAndSignsIn() {
        FakeDevice device = adopted();

        FakeRegistration ada = device.register(realm.users().add("ada"));

        assertThat(ada.exchange()).isInstanceOf(Exchange.Outcome.Granted.class);
        Device row = realm.registry().device(device.did()).orElseThrow();
        assertThat(row.assurance()).isEqualTo(Assurance.SOFTWARE);
        assertThat(row.facts().hostname()).isEqualTo("ada-laptop");
    }

    @Test
    @DisplayName("G2 RSA keys, as SCEP gives them, serve with PS256 and with RS256")
    void rsa() {
        trust(Map.of(RevocationPolicy.SOURCE_KEY, "none"));
        FakeDevice device = machine(TestKey.ps256(), shape -> {});
        device.adopt();
        assertThat(device.register(realm.users().add("ada")).exchange()).isInstanceOf(Exchange.Outcome.Granted.class);
        machine(TestKey.rs256(), shape -> {}).adopt();
    }

    @Test
    @DisplayName(
            "G2 the authority's next certificate, for the same key or a new one, is the same device with its users")
    void renewed() {
        FakeDevice device = adopted();
        FakeRegistration ada = device.register(realm.users().add("ada"));
        realm.clock().move(Duration.ofDays(20));
        TestKey newKey = TestKey.es256();
        FakeDevice renewed = machine(newKey, WITH_LIST);

        AgentAdoption.Adopted again = renewed.adopt();

        assertThat(again.again()).isTrue();
        assertThat(renewed.did()).isEqualTo(device.did());
        assertThat(again.end()).isEqualTo(realm.clock().instant().plus(Duration.ofDays(30)));
        realm.clock().move(Duration.ofDays(12));
        FakeRegistration bob = renewed.register(realm.users().add("bob"));
        assertThat(bob.exchange()).isInstanceOf(Exchange.Outcome.Granted.class);
        // The former key signs for nobody any more, though its certificate has not been looked at.
        Refused.with(Refusal.CERTIFICATE_EXPIRED, () -> device.register("id-ada"));
        assertThat(ada.row().did()).isEqualTo(renewed.did());
    }

    @Test
    @DisplayName("A15 a former key of the device, with a certificate that is good still, signs for nobody")
    void formerKey() {
        FakeDevice device = adopted();
        machine(TestKey.es256(), WITH_LIST).adopt();
        String ada = realm.users().add("ada");

        Refused.with(Refusal.INVALID_SIGNATURE, () -> device.register(ada));
    }

    @Test
    @DisplayName(
            "A16 a certificate that its authority revoked: no adoption, registration, sign-in, unlock or proof, though ending"
                    + " stays possible")
    void revoked() {
        FakeDevice device = adopted();
        String ada = realm.users().add("ada");
        TestKey duv = TestKey.es256();
        FakeRegistration registration = device.registerWithPin(ada, duv);
        realm.clock().move(Duration.ofHours(1));
        realm.statusServers().serve(LIST, request -> mdm.list(realm.clock().instant(), certificateOf(device)));

        Refused.with(Refusal.UNTRUSTED_CERTIFICATE, device::adopt);
        Refused.with(Refusal.UNTRUSTED_CERTIFICATE, () -> device.register(ada));
        Refused.with(Refusal.UNTRUSTED_CERTIFICATE, registration::exchange);
        Refused.with(
                Refusal.UNTRUSTED_CERTIFICATE,
                () -> realm.unlock(registration.unlockMessage(duv).sign(duv)));
        Refused.with(Refusal.UNTRUSTED_CERTIFICATE, () -> registration.proof(realm.attempt(), "session"));
        realm.revocation()
                .revoke(device.common("holdfast-revoke+jwt", realm.endpoints().revoke(), realm.nonce())
                        .header("kid", registration.duk().jkt())
                        .claim("registration", registration.id().toString())
                        .claim("reason", "lost")
                        .sign(registration.duk()));
    }

    private static java.security.cert.X509Certificate certificateOf(FakeDevice device) {
        try {
            return (java.security.cert.X509Certificate) java.security.cert.CertificateFactory.getInstance("X.509")
                    .generateCertificate(new java.io.ByteArrayInputStream(
                            java.util.Base64.getDecoder().decode(device.chain().get(0))));
        } catch (java.security.cert.CertificateException e) {
            throw new AssertionError("a certificate just made can be read", e);
        }
    }

    @Test
    @DisplayName(
            "A16 where the list cannot be had, sign-ins wait (fail closed) or go on (fail open), as the realm chose")
    void unanswered() {
        FakeDevice device = adopted();
        FakeRegistration registration = device.register(realm.users().add("ada"));
        realm.clock().move(Duration.ofHours(2));
        realm.statusServers().silence(LIST);

        Refused.with(Refusal.TEMPORARILY_UNAVAILABLE, registration::exchange);

        trust(Map.of(RevocationPolicy.SOURCE_KEY, "crl", RevocationPolicy.UNANSWERED_KEY, "allow"));
        assertThat(registration.exchange()).isInstanceOf(Exchange.Outcome.Granted.class);
    }

    @Test
    @DisplayName("A16 an adopted certificate that expired, or whose authority is trusted no more, ends silent sign-ins")
    void expiredOrDistrusted() {
        FakeDevice device = adopted();
        FakeRegistration registration = device.register(realm.users().add("ada"));
        realm.trust(TrustedAuthorities.read(key -> List.of()));
        Refused.with(Refusal.UNTRUSTED_CERTIFICATE, registration::exchange);
        Refused.with(Refusal.UNTRUSTED_CERTIFICATE, () -> device.register("id-ada"));

        trust(Map.of(RevocationPolicy.SOURCE_KEY, "none"));
        realm.clock().move(Duration.ofDays(13));
        realm.clock().move(Duration.ofDays(18));
        Refused.with(Refusal.CERTIFICATE_EXPIRED, registration::exchange);
    }

    @Test
    @DisplayName("A16 a device that an administrator revoked or quarantined is not adopted anew")
    void standing() {
        FakeDevice device = adopted();
        for (StandingChange change : List.of(StandingChange.QUARANTINE, StandingChange.REVOKE)) {
            realm.registry().change(device.did(), change);
            Refused.with(Refusal.DEVICE_REVOKED, device::adopt);
        }
    }

    @Test
    @DisplayName("A15 an adoption signed by another key than the certificate's, or for another certificate, is refused")
    void possession() {
        trust(Map.of(RevocationPolicy.SOURCE_KEY, "none"));
        FakeDevice device = machine(TestKey.es256(), shape -> {});

        Refused.with(
                Refusal.INVALID_SIGNATURE,
                () -> realm.adoption().adopt(device.adoptMessage().sign(TestKey.es256())));
        Refused.with(
                Refusal.INVALID_SIGNATURE,
                () -> realm.adoption()
                        .adopt(device.adoptMessage()
                                .claim("iss", "urn:holdfast:certificate:" + "A".repeat(43))
                                .sign(device.agentKey())));
        Refused.with(
                Refusal.INVALID_SIGNATURE,
                () -> realm.adoption()
                        .adopt(device.adoptMessage()
                                .claim("aud", realm.endpoints().agentFinish())
                                .sign(device.agentKey())));
        Refused.with(
                Refusal.UNTRUSTED_CERTIFICATE,
                () -> realm.adoption()
                        .adopt(machine(TestKey.es384(), shape -> {})
                                .adoptMessage()
                                .sign(TestKey.es256())));
    }

    @Test
    @DisplayName("A9 an adoption is not replayed")
    void replay() {
        trust(Map.of(RevocationPolicy.SOURCE_KEY, "none"));
        FakeDevice device = machine(TestKey.es256(), shape -> {});
        String message = device.adoptMessage().sign(device.agentKey());
        realm.adoption().adopt(message);

        Refused.with(Refusal.INVALID_NONCE, () -> realm.adoption().adopt(message));
    }

    @Test
    @DisplayName("A55 an unsigned adoption spends no nonce and makes the server ask nobody")
    void unsignedAsksNobody() {
        trust(Map.of(RevocationPolicy.SOURCE_KEY, "crl"));
        FakeDevice device = machine(TestKey.es256(), WITH_LIST);
        MessageBuilder message = device.adoptMessage();

        Refused.with(Refusal.INVALID_SIGNATURE, () -> realm.adoption().adopt(message.sign(TestKey.es256())));

        assertThat(realm.statusServers().asked()).isEmpty();
        realm.statusServers().serve(LIST, request -> mdm.list(realm.clock().instant()));
        realm.adoption().adopt(message.sign(device.agentKey()));
    }

    @Test
    @DisplayName("G2 the user whom the certificate names is the device's owner; an unknown one is refused")
    void owner() {
        trust(Map.of(RevocationPolicy.SOURCE_KEY, "none", IdentityRule.USER_KEY, "san-email"));
        Consumer<Shape> ofAda =
                shape -> shape.names = List.of(new GeneralName(GeneralName.rfc822Name, "ada@example.com"));
        TestKey key = TestKey.es256();
        Refused.with(Refusal.ENROLMENT_REFUSED, () -> machine(key, ofAda).adopt());

        String ada = realm.users().add("ada@example.com");
        FakeDevice device = machine(key, ofAda);
        assertThat(device.adopt().device().owner()).contains(ada);
        String bob = realm.users().add("bob");
        Refused.with(Refusal.DEVICE_NOT_ALLOWED, () -> device.register(bob));
        assertThat(device.register(ada).exchange()).isInstanceOf(Exchange.Outcome.Granted.class);
    }

    @Test
    @DisplayName("A26 the key of one device in another's certificate is refused, and so is a renewal by the device CA")
    void otherDevicesKey() {
        trust(Map.of(RevocationPolicy.SOURCE_KEY, "none"));
        FakeDevice own = FakeDevice.enrolled(realm);
        Refused.with(
                Refusal.ENROLMENT_REFUSED,
                () -> machine(own.agentKey(), shape -> {}).adopt());

        FakeDevice first = machine(TestKey.es256(), shape -> shape.subject = "CN=first");
        first.adopt();
        FakeDevice second = machine(first.agentKey(), shape -> shape.subject = "CN=second");
        Refused.with(Refusal.ENROLMENT_REFUSED, second::adopt);

        Refused.with(
                Refusal.ENROLMENT_REFUSED,
                () -> realm.enrolment()
                        .renew(first.common(
                                        "holdfast-agent-renew+jwt",
                                        realm.endpoints().agentRenew(),
                                        realm.nonce())
                                .header("x5c", first.chain())
                                .claim("csr", MessageBuilder.encode(FakeDevice.certificateRequest(first.agentKey())))
                                .sign(first.agentKey())));
        Refused.with(Refusal.ENROLMENT_REFUSED, () -> first.enrol(realm.enrolmentToken(1, Optional.empty())));
    }

    @Test
    @DisplayName("A50 another realm with the same authority knows the device only after an adoption of its own")
    void otherRealm() {
        FakeDevice device = adopted();
        TestRealm other = realm.neighbour("other");
        other.trust(realm.realm().settings().authorities());
        other.statusServers().serve(LIST, request -> mdm.list(realm.clock().instant()));
        String ada = other.users().add("ada");

        FakeDevice there = FakeDevice.certified(other, device.agentKey(), List.of(certificateOf(device)));
        Refused.with(Refusal.INVALID_SIGNATURE, () -> there.register(ada));
        there.adopt();
        assertThat(there.did()).isNotEqualTo(device.did());
    }

    @Test
    @DisplayName("A realm that approves devices, or demands a level, does so for adopted ones as well")
    void policies() {
        realm.approveDevices();
        FakeDevice device = adopted();
        String ada = realm.users().add("ada");
        Refused.with(Refusal.DEVICE_PENDING, () -> device.register(ada));

        realm.demand(Assurance.HARDWARE);
        FakeDevice other = machine(TestKey.es256(), shape -> {
            shape.subject = "CN=other";
            shape.lists = List.of(LIST);
        });
        Refused.with(Refusal.ATTESTATION_FAILED, other::adopt);
        realm.adoption().adopt(other.adoptMessage().claim("key_store", "pkcs11").sign(other.agentKey()));
    }
}
