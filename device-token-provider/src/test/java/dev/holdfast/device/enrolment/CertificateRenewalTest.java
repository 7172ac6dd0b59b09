package dev.holdfast.device.enrolment;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.device.certificate.AgentCertificate;
import dev.holdfast.device.refusal.Refusal;
import dev.holdfast.device.registry.StandingChange;
import dev.holdfast.device.testrealm.FakeDevice;
import dev.holdfast.device.testrealm.MessageBuilder;
import dev.holdfast.device.testrealm.Refused;
import dev.holdfast.device.testrealm.TestKey;
import dev.holdfast.device.testrealm.TestRealm;
import java.io.ByteArrayInputStream;
import java.security.GeneralSecurityException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class CertificateRenewalTest {
    private final TestRealm realm = new TestRealm();
    private final FakeDevice device = new FakeDevice(realm, TestKey.es256());
    private final AgentEnrolment.Enrolled enrolled = device.enrol(realm.enrolmentToken(1, Optional.empty()));

    @Test
    @DisplayName("Section 4: a device renews its certificate by its agent key alone, for the same did and key")
    void renews() {
        realm.clock().move(Duration.ofDays(20));

        AgentEnrolment.Enrolled renewed =
                realm.enrolment().renew(message(device.agentKey()).sign(device.agentKey()));

        AgentCertificate certificate = AgentCertificate.verify(
                List.of(FakeDevice.encoded(renewed.certificate())),
                realm.ca().certificate(),
                realm.clock().instant());
        assertThat(certificate.did()).isEqualTo(device.did());
        assertThat(certificate.thumbprint().value()).isEqualTo(device.agentKey().jkt());
        assertThat(renewed.certificate().getNotAfter().toInstant())
                .isEqualTo(realm.clock().instant().plus(Duration.ofDays(30)));
    }

    @Test
    @DisplayName("A16 an expired certificate renews nothing, nor does a revoked, quarantined or waiting device")
    void notRenewed() {
        String message = message(device.agentKey()).sign(device.agentKey());
        realm.clock().move(Duration.ofDays(31));
        Refused.with(Refusal.CERTIFICATE_EXPIRED, () -> realm.enrolment().renew(message));

        for (StandingChange change : List.of(StandingChange.QUARANTINE, StandingChange.REVOKE)) {
            FakeDevice other = FakeDevice.enrolled(realm);
            realm.registry().change(other.did(), change);
            notRenewed(other, Refusal.DEVICE_REVOKED);
        }
        realm.approveDevices();
        notRenewed(FakeDevice.enrolled(realm), Refusal.DEVICE_PENDING);
    }

    private void notRenewed(FakeDevice other, Refusal refusal) {
        Refused.with(
                refusal,
                () -> realm.enrolment().renew(message(other, other.agentKey()).sign(other.agentKey())));
    }

    @Test
    @DisplayName("A15 a request for another key, or signed by another key, renews nothing")
    void otherKeys() {
        TestKey other = TestKey.es256();
        Refused.with(
                Refusal.ENROLMENT_REFUSED,
                () -> realm.enrolment().renew(message(other).sign(device.agentKey())));
        Refused.with(
                Refusal.INVALID_SIGNATURE,
                () -> realm.enrolment().renew(message(device.agentKey()).sign(other)));
    }

    @Test
    @DisplayName(
            "RFC 5280 section 5: the list names every certificate of a revoked device until it expires, and is signed")
    void revocationList() throws GeneralSecurityException {
        FakeDevice kept = FakeDevice.enrolled(realm);
        X509Certificate second = realm.enrolment()
                .renew(message(device.agentKey()).sign(device.agentKey()))
                .certificate();
        assertThat(list().getRevokedCertificates()).isNull();

        realm.registry().change(device.did(), StandingChange.REVOKE);

        X509CRL list = list();
        assertThat(list.isRevoked(enrolled.certificate())).isTrue();
        assertThat(list.isRevoked(second)).isTrue();
        assertThat(list.getRevokedCertificates()).hasSize(2);
        assertThat(kept.did()).isNotEqualTo(device.did());
        assertThat(list.getNextUpdate().toInstant())
                .isEqualTo(realm.clock().instant().plus(Duration.ofDays(1)));
        realm.clock().move(Duration.ofDays(31));
        assertThat(list().getRevokedCertificates()).isNull();
    }

    private X509CRL list() throws GeneralSecurityException {
        byte[] der = realm.ca()
                .revocationList(
                        realm.registry().revokedCertificates(realm.clock().instant()),
                        realm.clock().instant());
        X509CRL list = (X509CRL) CertificateFactory.getInstance("X.509").generateCRL(new ByteArrayInputStream(der));
        list.verify(realm.ca().certificate().getPublicKey());
        return list;
    }

    private MessageBuilder message(TestKey requested) {
        return message(device, requested);
    }

    private MessageBuilder message(FakeDevice sender, TestKey requested) {
        return sender.common("holdfast-agent-renew+jwt", realm.endpoints().agentRenew(), realm.nonce())
                .header("x5c", sender.chain())
                .claim("csr", MessageBuilder.encode(FakeDevice.certificateRequest(requested)));
    }
}
