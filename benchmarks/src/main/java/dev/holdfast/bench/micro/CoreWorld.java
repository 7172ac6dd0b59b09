package dev.holdfast.bench.micro;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.holdfast.bench.wire.Base64Url;
import dev.holdfast.bench.wire.ClientKey;
import dev.holdfast.device.authority.RevocationAnswers;
import dev.holdfast.device.certificate.DeviceCertificateAuthority;
import dev.holdfast.device.key.DeviceKey;
import dev.holdfast.device.key.SignatureAlgorithm;
import dev.holdfast.device.login.Challenges;
import dev.holdfast.device.login.Purpose;
import dev.holdfast.device.login.SignInAttempt;
import dev.holdfast.device.message.SigningKey;
import dev.holdfast.device.nonce.RecognizedNonce;
import dev.holdfast.device.nonce.SpentNonces;
import dev.holdfast.device.realm.DeviceRealm;
import dev.holdfast.device.realm.DeviceSettings;
import dev.holdfast.device.realm.Endpoints;
import dev.holdfast.device.realm.Origin;
import dev.holdfast.device.realm.RealmKeys;
import dev.holdfast.device.registry.Admission;
import dev.holdfast.device.registry.Assurance;
import dev.holdfast.device.registry.Device;
import dev.holdfast.device.registry.DeviceRegistry;
import dev.holdfast.device.registry.Presence;
import dev.holdfast.device.registry.RateWindow;
import dev.holdfast.device.registry.RegisteredDevice;
import dev.holdfast.device.registry.Registration;
import dev.holdfast.device.registry.Users;
import dev.holdfast.device.rotation.DerivationKeys;
import dev.holdfast.device.rotation.Durt;
import dev.holdfast.device.rotation.RotationState;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** A realm, a registration and one message, with a clock that stands still: the core can verify it again and again. */
final class CoreWorld {

    static final String ISSUER = "http://localhost:8080/realms/benchmark";
    static final Origin ORIGIN = new Origin("http://localhost:8080");

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration WEEK = Duration.ofDays(7);

    final DeviceRealm realm;
    final DerivationKeys derivation = new DerivationKeys("1", Map.of("1", Base64Url.randomBytes(32)));
    final RegisteredDevice subject;
    final Durt durt;
    final DeviceRegistry registry;
    final SignInAttempt attempt;
    final String challenge;
    final String exchangeMessage;
    final SpentNonces unspent = new SpentNonces() {
        @Override
        public boolean spend(RecognizedNonce nonce, Duration keep) {
            return true;
        }

        @Override
        public Instant since() {
            return Instant.EPOCH;
        }
    };
    final Users users;

    CoreWorld() {
        SecureRandom random = new SecureRandom();
        Instant now = Instant.now();
        ClientKey serverKey = ClientKey.generate();
        ClientKey duk = ClientKey.generate();
        this.realm = new DeviceRealm(
                "benchmark",
                "benchmark",
                new Endpoints(ISSUER),
                Set.of(ORIGIN),
                DeviceSettings.defaults(),
                new RealmKeys(
                        new SigningKey(serverKey.privateKey(), deviceKey(serverKey)),
                        List.of(),
                        DeviceCertificateAuthority.generate("benchmark", now, WEEK, random),
                        derivation,
                        Base64Url.randomBytes(32)),
                new RevocationAnswers(new NobodyToAsk(), random),
                Clock.fixed(now, ZoneOffset.UTC),
                random);
        Device device = new Device(
                UUID.randomUUID(),
                new Device.Facts("benchmark", "linux", Optional.empty(), Optional.empty(), Optional.empty()),
                Device.Status.ACTIVE,
                Assurance.SOFTWARE,
                Optional.empty(),
                Optional.empty(),
                deviceKey(ClientKey.generate()),
                new Admission.ByToken(UUID.randomUUID()),
                now);
        UUID id = UUID.randomUUID();
        this.durt = new Durt(id, 1, Base64Url.random(32));
        Registration registration = new Registration(
                id,
                device.did(),
                UUID.randomUUID().toString(),
                Registration.Status.LIVE,
                deviceKey(duk),
                Optional.empty(),
                RotationState.initial(durt),
                0,
                now,
                now.plus(WEEK),
                now.plus(WEEK),
                Presence.signedIn(now, WEEK),
                RateWindow.empty(now));
        this.subject = new RegisteredDevice(device, registration);
        this.registry = OneRegistration.of(subject);
        this.users = new Users() {
            @Override
            public Optional<Account> find(String userId) {
                return Optional.of(new Account(userId, "ada", true));
            }

            @Override
            public Optional<Account> named(String name) {
                return Optional.empty();
            }

            @Override
            public boolean isMemberOfAny(String userId, Set<String> groupPaths) {
                return true;
            }

            @Override
            public Set<String> groupsOf(String userId) {
                return Set.of();
            }
        };
        this.attempt = SignInAttempt.begin(random);
        this.challenge = new Challenges(realm).issue(attempt, Purpose.LOGIN, ORIGIN, "application", "Application");
        this.exchangeMessage = message(duk, device, now);
    }

    private String message(ClientKey duk, Device device, Instant now) {
        ObjectNode header =
                JSON.createObjectNode().put("typ", "holdfast-exchange+jwt").put("kid", duk.thumbprint());
        ObjectNode claims = JSON.createObjectNode()
                .put("iss", "urn:holdfast:device:" + device.did())
                .put("aud", realm.endpoints().exchange())
                .put("iat", now.getEpochSecond())
                .put("jti", Base64Url.random(16))
                .put("nonce", realm.nonces().issue())
                .put("registration", subject.registration().id().toString())
                .put("durt", durt.reveal())
                .put("rid", Base64Url.random(32))
                .put("challenge", challenge)
                .put("origin", ORIGIN.value());
        return duk.sign(header, claims);
    }

    private static DeviceKey deviceKey(ClientKey key) {
        return DeviceKey.fromJwk(key.jwk().toString(), SignatureAlgorithm.ES256)
                .orElseThrow(() -> new AssertionError("a P-256 key fits ES256"));
    }
}
