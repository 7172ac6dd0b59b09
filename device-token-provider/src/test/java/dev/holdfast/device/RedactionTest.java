package dev.holdfast.device;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.device.enrolment.EnrolmentSecret;
import dev.holdfast.device.exchange.Exchange;
import dev.holdfast.device.login.Purpose;
import dev.holdfast.device.login.SignInAttempt;
import dev.holdfast.device.message.Claims;
import dev.holdfast.device.message.CompactJws;
import dev.holdfast.device.proof.SessionProof;
import dev.holdfast.device.registration.DeviceRegistration;
import dev.holdfast.device.rotation.DerivationKeys;
import dev.holdfast.device.rotation.RotationId;
import dev.holdfast.device.testrealm.FakeDevice;
import dev.holdfast.device.testrealm.FakeRegistration;
import dev.holdfast.device.testrealm.MessageBuilder;
import dev.holdfast.device.testrealm.TestKey;
import dev.holdfast.device.testrealm.TestRealm;
import java.nio.charset.StandardCharsets;
import java.security.interfaces.ECPrivateKey;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class RedactionTest {
    private final TestRealm realm = new TestRealm();

    @Test
    @DisplayName("A54 DURT, DUST and rid do not stand in the text of whatever holds them")
    void exchange() {
        FakeRegistration registration =
                FakeDevice.enrolled(realm).register(realm.users().add("ada"));
        String first = secretOf(registration.durt());
        byte[] rid = realm.secret();
        String message = registration
                .exchangeMessage(realm.challenge(realm.attempt(), Purpose.LOGIN), rid)
                .sign(registration.duk());
        Object opened = new Exchange(realm.realm(), realm.spentNonces()).open(message, realm.registry());
        Exchange.Outcome.Granted granted = (Exchange.Outcome.Granted) registration.exchange();
        String second = secretOf(granted.durt().reveal());
        String dust = granted.dust().orElseThrow();

        hides(opened, first, MessageBuilder.encode(rid));
        hides(new RotationId(rid), MessageBuilder.encode(rid), java.util.Arrays.toString(rid));
        hides(granted, second, dust);
        hides(granted.durt(), second);
        hides(registration.row(), first, second);
        hides(CompactJws.parse(dust), dust);
        hides(Claims.parse(("{\"durt\":\"" + second + "\"}").getBytes(StandardCharsets.UTF_8)), second);
    }

    @Test
    @DisplayName("A54 a registration's answer does not show its DURT, nor an attempt its verifier")
    void registrationAndAttempt() {
        realm.users().add("ada");
        FakeDevice device = FakeDevice.enrolled(realm);
        TestKey duk = TestKey.es256();
        byte[] binding = realm.secret();
        DeviceRegistration.Registered registered = realm.registration()
                .register(device.registrationMessage(duk, binding, device.idToken("id-ada", duk, binding))
                        .sign(device.agentKey()));
        SignInAttempt attempt = realm.attempt();

        hides(registered, secretOf(registered.durt().reveal()));
        FakeRegistration grace = device.register(realm.users().add("grace"));
        SessionProof.Proven proven =
                realm.prove(grace.proofMessage(realm.sessionChallenge(realm.attempt(), "a session"))
                        .sign(grace.duk()));
        hides(proven, proven.dust());
        hides(attempt, attempt.verifier());
        hides(TestRealm.presentation(attempt), attempt.verifier());
    }

    @Test
    @DisplayName("A54 the realm's keys and an enrolment token show nothing of their secrets")
    void keys() {
        EnrolmentSecret token = realm.enrolmentToken(1, Optional.empty());
        byte[] k = realm.secret();
        DerivationKeys derivation = new DerivationKeys("k1", Map.of("k1", k));
        realm.derivation(derivation);
        String caKey = ((ECPrivateKey) realm.ca().privateKey()).getS().toString(16);
        String nonceSecret = MessageBuilder.encode(realm.realm().keys().nonceSecret());

        hides(token, token.reveal().substring(4));
        hides(derivation, MessageBuilder.encode(k), Base64.getEncoder().encodeToString(k));
        hides(realm.ca(), caKey);
        hides(realm.signing(), "PrivateKey", "d=");
        hides(realm.realm(), caKey, nonceSecret, MessageBuilder.encode(k));
        hides(realm.realm().keys(), caKey, nonceSecret, MessageBuilder.encode(k));
        hides(realm.realm().nonces(), nonceSecret);
    }

    private static void hides(Object holder, String... secrets) {
        assertThat(holder.toString()).doesNotContain(secrets);
    }

    private static String secretOf(String durt) {
        return durt.substring(durt.lastIndexOf('.') + 1);
    }
}
