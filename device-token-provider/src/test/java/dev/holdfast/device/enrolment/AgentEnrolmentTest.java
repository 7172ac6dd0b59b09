package dev.holdfast.device.enrolment;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.device.certificate.AgentCertificate;
import dev.holdfast.device.enrolment.AgentEnrolment.Begun;
import dev.holdfast.device.enrolment.AgentEnrolment.Enrolled;
import dev.holdfast.device.refusal.Refusal;
import dev.holdfast.device.refusal.RefusedException;
import dev.holdfast.device.registry.Device;
import dev.holdfast.device.registry.EnrolmentToken;
import dev.holdfast.device.registry.StandingChange;
import dev.holdfast.device.testrealm.AtOnce;
import dev.holdfast.device.testrealm.FakeDevice;
import dev.holdfast.device.testrealm.MessageBuilder;
import dev.holdfast.device.testrealm.Refused;
import dev.holdfast.device.testrealm.TestKey;
import dev.holdfast.device.testrealm.TestRealm;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class AgentEnrolmentTest {
    private final TestRealm realm = new TestRealm();
    private final EnrolmentSecret token = realm.enrolmentToken(1, Optional.of("id-ada"));
    private final UUID tokenId = realm.registry()
            .enrolmentToken(token.hash())
            .map(EnrolmentToken::id)
            .orElseThrow();

    static Stream<TestKey> everyAlgorithm() {
        return Stream.of(TestKey.es256(), TestKey.es384(), TestKey.ps256(), TestKey.rs256());
    }

    @ParameterizedTest
    @MethodSource("everyAlgorithm")
    @DisplayName(
            "Section 4: an agent key of every accepted algorithm gets a certificate for 30 days and its token's owner")
    void enrols(TestKey agentKey) {
        Enrolled enrolled = new FakeDevice(realm, agentKey).enrol(token);

        AgentCertificate certificate = AgentCertificate.verify(
                List.of(FakeDevice.encoded(enrolled.certificate())),
                realm.ca().certificate(),
                realm.clock().instant());
        assertThat(certificate.did()).isEqualTo(enrolled.device().did());
        assertThat(certificate.thumbprint().value()).isEqualTo(agentKey.jkt());
        assertThat(enrolled.certificate().getNotAfter().toInstant())
                .isEqualTo(realm.clock().instant().plus(Duration.ofDays(30)));
        assertThat(enrolled.device().owner()).contains("id-ada");
        assertThat(enrolled.again()).isFalse();
        assertThat(realm.registry().usesLeft(tokenId)).isZero();
    }

    @Test
    @DisplayName("Section 4: a token of 3 uses enrols 3 of 20 devices that come at once")
    void usesAtOnce() {
        EnrolmentSecret three = realm.enrolmentToken(3, Optional.empty());
        List<String> messages = IntStream.range(0, 20)
                .mapToObj(i -> {
                    FakeDevice device = new FakeDevice(realm, TestKey.es256());
                    return device.enrolMessage(device.begin(three)).sign(device.agentKey());
                })
                .toList();

        List<Object> outcomes = AtOnce.run(messages.stream()
                .map(message -> (Supplier<Object>) () -> {
                    try {
                        return realm.enrolment().finish(message);
                    } catch (RefusedException e) {
                        return e.refusal();
                    }
                })
                .toList());

        assertThat(outcomes.stream().filter(Enrolled.class::isInstance)).hasSize(3);
        assertThat(outcomes.stream().filter(Refusal.ENROLMENT_REFUSED::equals)).hasSize(17);
    }

    @Test
    @DisplayName("G18 where devices are approved, an enrolled one waits; the same key again still gets its certificate")
    void waitsForApproval() {
        realm.approveDevices();
        FakeDevice device = new FakeDevice(realm, TestKey.es256());

        assertThat(device.enrol(token).device().status()).isEqualTo(Device.Status.PENDING);
        assertThat(device.enrol(token).again()).isTrue();
        Refused.with(Refusal.DEVICE_PENDING, () -> device.register(realm.users().add("ada")));
    }

    @Test
    @DisplayName("Section 4: beginning uses nothing up")
    void beginningIsFree() {
        FakeDevice device = new FakeDevice(realm, TestKey.es256());
        for (int i = 0; i < 50; i++) {
            device.begin(token);
        }

        assertThat(realm.registry().usesLeft(tokenId)).isEqualTo(1);
    }

    @Test
    @DisplayName("G7 a lost answer: the same token and key get the same did and no further use is spent")
    void lostAnswer() {
        FakeDevice device = new FakeDevice(realm, TestKey.es256());
        Enrolled lost = device.enrol(token);
        Enrolled again = device.enrol(token);

        assertThat(again.device().did()).isEqualTo(lost.device().did());
        assertThat(again.again()).isTrue();
        assertThat(again.certificate()).isNotEqualTo(lost.certificate());
        assertThat(realm.registry().usesLeft(tokenId)).isZero();
        Refused.with(Refusal.ENROLMENT_REFUSED, () -> new FakeDevice(realm, TestKey.es256()).enrol(token));
    }

    @Test
    @DisplayName("Section 4: another token renews the certificate of the same device for one use of that token")
    void anotherToken() {
        FakeDevice device = new FakeDevice(realm, TestKey.es256());
        Enrolled first = device.enrol(token);
        EnrolmentSecret other = realm.enrolmentToken(1, Optional.of("id-mallory"));
        UUID otherId =
                realm.registry().enrolmentToken(other.hash()).orElseThrow().id();

        Enrolled renewed = device.enrol(other);

        assertThat(renewed.device().did()).isEqualTo(first.device().did());
        assertThat(realm.registry().device(first.device().did()).orElseThrow().owner())
                .contains("id-ada");
        assertThat(realm.registry().usesLeft(otherId)).isZero();
        assertThat(device.enrol(other).again()).isTrue();
        Refused.with(Refusal.ENROLMENT_REFUSED, () -> device.enrol(token));
    }

    @Test
    @DisplayName("Section 4: an enrolment id serves one message, and another key with it is refused")
    void enrolmentIdOnce() {
        FakeDevice device = new FakeDevice(realm, TestKey.es256());
        Begun begun = device.begin(realm.enrolmentToken(5, Optional.empty()));
        realm.enrolment().finish(device.enrolMessage(begun).sign(device.agentKey()));
        FakeDevice other = new FakeDevice(realm, TestKey.es256());

        Refused.with(
                Refusal.ENROLMENT_REFUSED,
                () -> realm.enrolment()
                        .finish(other.enrolMessage(begun)
                                .claim("nonce", realm.nonce())
                                .sign(other.agentKey())));
    }

    @Test
    @DisplayName("Section 4: an enrolment id lives five minutes, a token until its expiry")
    void expiry() {
        FakeDevice device = new FakeDevice(realm, TestKey.es256());
        Begun begun = device.begin(token);
        realm.clock().move(Duration.ofMinutes(5).minusSeconds(1));
        MessageBuilder message = device.enrolMessage(begun).claim("nonce", realm.nonce());
        realm.clock().move(Duration.ofSeconds(1));
        Refused.with(Refusal.ENROLMENT_REFUSED, () -> realm.enrolment().finish(message.sign(device.agentKey())));

        realm.clock().move(Duration.ofDays(1));
        Refused.with(Refusal.ENROLMENT_REFUSED, () -> device.begin(token));
    }

    @Test
    @DisplayName("A16 a revoked device gets no certificate, by the old token or a new one")
    void revokedDevice() {
        FakeDevice device = new FakeDevice(realm, TestKey.es256());
        device.enrol(token);
        realm.registry().change(device.did(), StandingChange.REVOKE);

        Refused.with(Refusal.DEVICE_REVOKED, () -> device.enrol(token));
        Refused.with(Refusal.DEVICE_REVOKED, () -> device.enrol(realm.enrolmentToken(1, Optional.empty())));
    }

    @Test
    @DisplayName(
            "Section 4: a certificate request of another key, altered or no request at all is refused and uses nothing up")
    void certificateRequests() {
        FakeDevice device = new FakeDevice(realm, TestKey.es256());
        byte[] altered = FakeDevice.certificateRequest(device.agentKey());
        altered[altered.length - 1] ^= 1;
        byte[] subject = FakeDevice.certificateRequest(device.agentKey());
        subject[20] ^= 1;
        for (byte[] csr : List.of(
                FakeDevice.certificateRequest(TestKey.es256()),
                altered,
                subject,
                new byte[] {0x30, 0},
                new byte[100])) {
            Refused.with(
                    Refusal.ENROLMENT_REFUSED,
                    () -> realm.enrolment()
                            .finish(device.enrolMessage(device.begin(token))
                                    .claim("csr", MessageBuilder.encode(csr))
                                    .sign(device.agentKey())));
        }

        assertThat(realm.registry().usesLeft(tokenId)).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2})
    @DisplayName("A48 a certificate request with any bit changed ends in no other exception than its refusal")
    void damagedRequests(long seed) {
        Random random = new Random(seed);
        EnrolmentSecret many = realm.enrolmentToken(1_000, Optional.empty());
        FakeDevice device = new FakeDevice(realm, TestKey.es256());
        byte[] genuine = FakeDevice.certificateRequest(device.agentKey());
        int refused = 0;
        for (int i = 0; i < 200; i++) {
            byte[] damaged = genuine.clone();
            damaged[random.nextInt(damaged.length)] ^= (byte) (1 << random.nextInt(8));
            String message = device.enrolMessage(device.begin(many))
                    .claim("csr", MessageBuilder.encode(damaged))
                    .sign(device.agentKey());
            try {
                // Where the bit says the same in another encoding, what was signed is unchanged.
                assertThat(realm.enrolment()
                                .finish(message)
                                .device()
                                .agentKey()
                                .thumbprint()
                                .value())
                        .isEqualTo(device.agentKey().jkt());
            } catch (RefusedException e) {
                assertThat(e.refusal()).isEqualTo(Refusal.ENROLMENT_REFUSED);
                refused++;
            }
        }
        assertThat(refused).isGreaterThan(180);
    }

    @Test
    @DisplayName("A55 without an open enrolment or a right signature no nonce is spent")
    void spendsNothing() {
        FakeDevice device = new FakeDevice(realm, TestKey.es256());
        Begun begun = device.begin(token);
        long spent = realm.spentNonces().size();

        Refused.with(
                Refusal.ENROLMENT_REFUSED,
                () -> realm.enrolment()
                        .finish(device.enrolMessage(new Begun(UUID.randomUUID(), begun.nonce(), Optional.empty()))
                                .sign(device.agentKey())));
        Refused.with(
                Refusal.INVALID_SIGNATURE,
                () -> realm.enrolment().finish(device.enrolMessage(begun).sign(TestKey.es256())));
        Refused.with(
                Refusal.INVALID_SIGNATURE,
                () -> realm.enrolment()
                        .finish(device.enrolMessage(begun)
                                .claim("iss", UUID.randomUUID().toString())
                                .sign(device.agentKey())));
        Refused.with(
                Refusal.INVALID_REQUEST,
                () -> realm.enrolment()
                        .finish(device.enrolMessage(begun)
                                .claim("facts", Map.of("os", "linux"))
                                .sign(device.agentKey())));

        assertThat(realm.spentNonces().size()).isEqualTo(spent);
        realm.enrolment().finish(device.enrolMessage(begun).sign(device.agentKey()));
    }

    @Test
    @DisplayName("A46 A12 an unknown token, one of another realm and one of another form are refused alike")
    void unknownTokens() {
        TestRealm other = realm.neighbour("other");
        FakeDevice device = new FakeDevice(realm, TestKey.es256());

        Refused.with(Refusal.ENROLMENT_REFUSED, () -> device.begin(EnrolmentSecret.generate(realm.random())));
        Refused.with(Refusal.ENROLMENT_REFUSED, () -> device.begin(other.enrolmentToken(1, Optional.empty())));
        assertThat(EnrolmentSecret.parse("hfe_short")).isEmpty();
        assertThat(EnrolmentSecret.parse(token.reveal()).orElseThrow().hash()).isEqualTo(token.hash());
    }
}
