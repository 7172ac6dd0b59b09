package dev.holdfast.device.revocation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.device.refusal.Refusal;
import dev.holdfast.device.registry.Device;
import dev.holdfast.device.registry.Registration;
import dev.holdfast.device.testrealm.FakeDevice;
import dev.holdfast.device.testrealm.FakeRegistration;
import dev.holdfast.device.testrealm.MessageBuilder;
import dev.holdfast.device.testrealm.Refused;
import dev.holdfast.device.testrealm.TestKey;
import dev.holdfast.device.testrealm.TestRealm;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class RevocationTest {
    private final TestRealm realm = new TestRealm();
    private final FakeDevice device = FakeDevice.enrolled(realm);

    @Test
    @DisplayName("§9 a registration ends by the word of its own key, once")
    void byUserKey() {
        FakeRegistration registration = device.register(realm.users().add("ada"));

        Revocation.Revoked revoked =
                realm.revocation().revoke(byUserKey(registration).sign(registration.duk()));

        assertThat(revoked.registrations()).containsExactly(registration.id());
        assertThat(revoked.wholeDevice()).isFalse();
        assertThat(registration.row().status()).isEqualTo(Registration.Status.REVOKED);
        assertThat(realm.revocation()
                        .revoke(byUserKey(registration).sign(registration.duk()))
                        .registrations())
                .isEmpty();
        Refused.with(Refusal.REGISTRATION_REVOKED, registration::exchange);
    }

    @Test
    @DisplayName("§9 a device ends by the word of its agent, with all its registrations")
    void wholeDevice() {
        FakeRegistration ada = device.register(realm.users().add("ada"));
        FakeRegistration grace = device.register(realm.users().add("grace"));

        Revocation.Revoked revoked = realm.revocation()
                .revoke(byAgent().claim("did", device.did().toString()).sign(device.agentKey()));

        assertThat(revoked.registrations()).containsExactlyInAnyOrder(ada.id(), grace.id());
        assertThat(revoked.wholeDevice()).isTrue();
        assertThat(realm.registry().device(device.did()).orElseThrow().status()).isEqualTo(Device.Status.REVOKED);
        Refused.with(Refusal.DEVICE_REVOKED, ada::exchange);
    }

    @Test
    @DisplayName("§9 nobody ends what is another's: foreign key, foreign device, foreign registration")
    void foreign() {
        FakeRegistration registration = device.register(realm.users().add("ada"));
        FakeDevice other = FakeDevice.enrolled(realm);
        FakeRegistration foreign = other.register(realm.users().add("grace"));

        Refused.with(
                Refusal.INVALID_SIGNATURE,
                () -> realm.revocation().revoke(byUserKey(registration).sign(TestKey.es256())));
        Refused.with(
                Refusal.INVALID_REQUEST,
                () -> realm.revocation()
                        .revoke(byAgent().claim("did", other.did().toString()).sign(device.agentKey())));
        Refused.with(
                Refusal.INVALID_REQUEST,
                () -> realm.revocation()
                        .revoke(byAgent()
                                .claim("registration", foreign.id().toString())
                                .sign(device.agentKey())));
        assertThat(registration.row().status()).isEqualTo(Registration.Status.LIVE);
        assertThat(foreign.row().status()).isEqualTo(Registration.Status.LIVE);
    }

    @Test
    @DisplayName(
            "A46 an unknown registration, a foreign kid and a bad signature end in one refusal, and spend no nonce")
    void unknown() {
        FakeRegistration registration = device.register(realm.users().add("ada"));
        TestKey stranger = TestKey.es256();
        long spent = realm.spentNonces().size();

        assertThat(List.of(
                        byUserKey(registration).sign(stranger),
                        byUserKey(registration).header("kid", stranger.jkt()).sign(stranger),
                        byUserKey(registration)
                                .claim("registration", UUID.randomUUID().toString())
                                .sign(registration.duk())))
                .allSatisfy(message -> Refused.with(
                        Refusal.INVALID_SIGNATURE, () -> realm.revocation().revoke(message)));
        assertThat(realm.spentNonces().size()).isEqualTo(spent);
    }

    private MessageBuilder byUserKey(FakeRegistration registration) {
        return message()
                .header("kid", registration.duk().jkt())
                .claim("registration", registration.id().toString());
    }

    private MessageBuilder byAgent() {
        return message().header("x5c", device.chain());
    }

    private MessageBuilder message() {
        return device.common("holdfast-revoke+jwt", realm.endpoints().revoke(), realm.nonce())
                .claim("reason", "lost");
    }
}
