package dev.holdfast.device.testrealm;

import dev.holdfast.device.authority.RevocationAnswers;
import dev.holdfast.device.authority.TrustedAuthorities;
import dev.holdfast.device.certificate.DeviceCertificateAuthority;
import dev.holdfast.device.enrolment.AgentAdoption;
import dev.holdfast.device.enrolment.AgentEnrolment;
import dev.holdfast.device.enrolment.EnrolmentSecret;
import dev.holdfast.device.exchange.Exchange;
import dev.holdfast.device.exchange.SignedExchange;
import dev.holdfast.device.key.DeviceKey;
import dev.holdfast.device.login.Challenges;
import dev.holdfast.device.login.Dusts;
import dev.holdfast.device.login.Purpose;
import dev.holdfast.device.login.SessionHash;
import dev.holdfast.device.login.SignInAttempt;
import dev.holdfast.device.message.SigningKey;
import dev.holdfast.device.posture.PosturePolicy;
import dev.holdfast.device.proof.SessionProof;
import dev.holdfast.device.realm.DeviceRealm;
import dev.holdfast.device.realm.DeviceSetting;
import dev.holdfast.device.realm.DeviceSettings;
import dev.holdfast.device.realm.Endpoints;
import dev.holdfast.device.realm.Origin;
import dev.holdfast.device.realm.RealmKeys;
import dev.holdfast.device.realm.RegistrationPolicy;
import dev.holdfast.device.realm.RollOut;
import dev.holdfast.device.realm.UnlockPolicy;
import dev.holdfast.device.registration.DeviceRegistration;
import dev.holdfast.device.registry.Assurance;
import dev.holdfast.device.registry.EnrolmentToken;
import dev.holdfast.device.reporting.PostureReporting;
import dev.holdfast.device.revocation.Revocation;
import dev.holdfast.device.rotation.DerivationKeys;
import dev.holdfast.device.tpm.EndorsementTrust;
import dev.holdfast.device.unlock.DeviceUnlock;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** A realm with real keys, users, a registry, a cache of spent nonces and a clock that stands still. */
public final class TestRealm {
    public static final Origin ORIGIN = new Origin("https://idp.example.com");

    private static final Instant START = Instant.parse("2026-11-22T12:00:00Z");

    private final String name;
    private final MovableClock clock;
    private final SecureRandom random = new SecureRandom();
    private final InMemoryDeviceRegistry registry;
    private final InMemorySpentNonces spentNonces;
    private final InMemoryUsers users = new InMemoryUsers();
    private final InMemorySignIns signIns;
    private final EnumMap<DeviceSetting, Long> settings = new EnumMap<>(DeviceSetting.class);
    private final SigningKey signing;
    private final DeviceCertificateAuthority ca;
    private final byte[] nonceSecret = new byte[32];
    private final Map<String, List<String>> configuration = new HashMap<>();
    private DerivationKeys derivation;
    private RegistrationPolicy policy = RegistrationPolicy.OWNER_IF_SET;
    private Assurance minimumAssurance = Assurance.SOFTWARE;
    private EndorsementTrust endorsements = EndorsementTrust.read(List.of(), List.of());
    private TrustedAuthorities authorities = TrustedAuthorities.read(key -> List.of());
    private final FakeStatusServers statusServers = new FakeStatusServers();
    private final RevocationAnswers revocations = new RevocationAnswers(statusServers, random);
    private boolean approvesDevices;
    private RollOut rollOut = RollOut.toEverybody();
    private UnlockPolicy unlock = UnlockPolicy.byDefault();
    private Set<Origin> trustedOrigins = Set.of(ORIGIN);
    private List<DeviceKey> retired = List.of();

    public TestRealm() {
        this("acme", new MovableClock(START), new InMemoryDeviceRegistry("acme"), null);
    }

    private TestRealm(
            String name, MovableClock clock, InMemoryDeviceRegistry registry, InMemorySpentNonces sharedNonces) {
        this.name = name;
        this.clock = clock;
        this.registry = registry;
        this.spentNonces = sharedNonces == null ? new InMemorySpentNonces(clock) : sharedNonces;
        this.signIns = new InMemorySignIns(clock);
        this.signing = signingKey();
        this.ca = DeviceCertificateAuthority.generate(name, clock.instant(), Duration.ofDays(3_650), random);
        this.derivation = new DerivationKeys("k1", Map.of("k1", secret()));
        random.nextBytes(nonceSecret);
    }

    /** Another realm of the same server: clock, database, cache and login origin are shared, keys are not. */
    public TestRealm neighbour(String other) {
        return new TestRealm(other, clock, registry.forRealm(other), spentNonces);
    }

    public static SigningKey signingKey() {
        TestKey key = TestKey.es256();
        return new SigningKey(key.pair().getPrivate(), key.deviceKey());
    }

    public TestRealm set(DeviceSetting setting, long value) {
        settings.put(setting, value);
        return this;
    }

    public TestRealm policy(RegistrationPolicy who) {
        this.policy = who;
        return this;
    }

    public TestRealm demand(Assurance minimum) {
        this.minimumAssurance = minimum;
        return this;
    }

    public TestRealm trust(EndorsementTrust tpms) {
        this.endorsements = tpms;
        return this;
    }

    public TestRealm trust(TrustedAuthorities others) {
        this.authorities = others;
        return this;
    }

    /** What certificates of other authorities point at. */
    public FakeStatusServers statusServers() {
        return statusServers;
    }

    public AgentAdoption adoption() {
        return new AgentAdoption(realm(), registry, users, spentNonces);
    }

    public TestRealm rollOut(RollOut whom) {
        this.rollOut = whom;
        return this;
    }

    public TestRealm unlock(UnlockPolicy kinds) {
        this.unlock = kinds;
        return this;
    }

    public TestRealm approveDevices() {
        this.approvesDevices = true;
        return this;
    }

    public TestRealm trust(Origin... origins) {
        this.trustedOrigins = Set.of(origins);
        return this;
    }

    public TestRealm derivation(DerivationKeys keys) {
        this.derivation = keys;
        return this;
    }

    public TestRealm retired(List<DeviceKey> keys) {
        this.retired = keys;
        return this;
    }

    /** The realm as the ceremonies see it, with the settings of now. */
    public DeviceRealm realm() {
        return new DeviceRealm(
                name,
                name,
                new Endpoints(ORIGIN + "/realms/" + name),
                trustedOrigins,
                new DeviceSettings(
                        settings,
                        policy,
                        minimumAssurance,
                        endorsements,
                        authorities,
                        approvesDevices,
                        true,
                        rollOut,
                        posture(),
                        unlock),
                new RealmKeys(signing, retired, ca, derivation, nonceSecret),
                revocations,
                clock,
                random);
    }

    /** The condition of devices, as the administrator configures it. */
    public TestRealm configure(String key, String... values) {
        configuration.put(key, List.of(values));
        return this;
    }

    private PosturePolicy posture() {
        return DeviceSettings.read(key -> configuration.getOrDefault(key, List.of()))
                .posture();
    }

    /** The report of a device's condition as the endpoint runs it. */
    public PostureReporting.Reported report(String message) {
        return new PostureReporting(realm(), registry, spentNonces).receive(message);
    }

    public Endpoints endpoints() {
        return realm().endpoints();
    }

    public MovableClock clock() {
        return clock;
    }

    public long now() {
        return clock.instant().getEpochSecond();
    }

    public SecureRandom random() {
        return random;
    }

    public InMemoryDeviceRegistry registry() {
        return registry;
    }

    public InMemorySpentNonces spentNonces() {
        return spentNonces;
    }

    public InMemoryUsers users() {
        return users;
    }

    public InMemorySignIns signIns() {
        return signIns;
    }

    public DeviceCertificateAuthority ca() {
        return ca;
    }

    public SigningKey signing() {
        return signing;
    }

    public String nonce() {
        return realm().nonces().issue();
    }

    public AgentEnrolment enrolment() {
        return new AgentEnrolment(realm(), registry, spentNonces);
    }

    public DeviceRegistration registration() {
        return new DeviceRegistration(realm(), registry, users, signIns, spentNonces);
    }

    public Revocation revocation() {
        return new Revocation(realm(), registry, spentNonces);
    }

    public Dusts dusts() {
        return new Dusts(realm());
    }

    /** An administrator makes an enrolment token of one day. */
    public EnrolmentSecret enrolmentToken(int uses, Optional<String> owner) {
        EnrolmentSecret secret = EnrolmentSecret.generate(random);
        registry.addEnrolmentToken(
                new EnrolmentToken(UUID.randomUUID(), uses, clock.instant().plus(Duration.ofDays(1)), owner),
                secret.hash());
        return secret;
    }

    /** A login page of this realm begins a try. */
    public SignInAttempt attempt() {
        return SignInAttempt.begin(random);
    }

    public String challenge(SignInAttempt attempt, Purpose purpose) {
        return challenge(attempt, purpose, ORIGIN);
    }

    public String challenge(SignInAttempt attempt, Purpose purpose, Origin origin) {
        return new Challenges(realm()).issue(attempt, purpose, origin, "portal", "Portal");
    }

    /** A page of this realm asks for the proof of a session. */
    public String sessionChallenge(SignInAttempt attempt, String sessionId) {
        return new Challenges(realm()).issueForSession(attempt, SessionHash.of(sessionId), ORIGIN, "portal", "Portal");
    }

    /** The proof as the endpoint runs it. */
    public SessionProof.Proven prove(String message) {
        return new SessionProof(realm(), spentNonces).prove(message, registry, users);
    }

    /** The unlock as the endpoint runs it. */
    public DeviceUnlock.Unlocked unlock(String message) {
        return new DeviceUnlock(realm(), spentNonces).unlock(message, registry, users);
    }

    /** What the login page's request brings when everything is as it should be. */
    public static Dusts.Presentation presentation(SignInAttempt attempt) {
        return new Dusts.Presentation(
                attempt.txn(), Optional.of(attempt.verifier()), Optional.of(ORIGIN.value()), Optional.empty());
    }

    /** The exchange as the endpoint runs it: when overtaken, it is decided again on what is true then. */
    public Exchange.Outcome exchange(String message) {
        Exchange exchange = new Exchange(realm(), spentNonces);
        SignedExchange opened = exchange.open(message, registry);
        Exchange.Outcome outcome = exchange.decide(opened, registry, users);
        while (outcome instanceof Exchange.Outcome.Overtaken) {
            opened = exchange.readAgain(opened, registry);
            outcome = exchange.decide(opened, registry, users);
        }
        return outcome;
    }

    /** 32 fresh bytes. */
    public byte[] secret() {
        byte[] bytes = new byte[32];
        random.nextBytes(bytes);
        return bytes;
    }
}
