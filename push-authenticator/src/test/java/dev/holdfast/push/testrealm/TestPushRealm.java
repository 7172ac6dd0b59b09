package dev.holdfast.push.testrealm;

import dev.holdfast.device.message.SigningKey;
import dev.holdfast.device.nonce.RecognizedNonce;
import dev.holdfast.device.nonce.SpentNonces;
import dev.holdfast.push.account.Accounts;
import dev.holdfast.push.answer.PhoneAnswers;
import dev.holdfast.push.delivery.VapidKey;
import dev.holdfast.push.enrolment.PhoneEnrolment;
import dev.holdfast.push.limit.Outcome;
import dev.holdfast.push.phone.Phone;
import dev.holdfast.push.realm.PushEndpoints;
import dev.holdfast.push.realm.PushKeys;
import dev.holdfast.push.realm.PushRealm;
import dev.holdfast.push.realm.PushSettings;
import dev.holdfast.push.request.Asked;
import dev.holdfast.push.request.Asking;
import dev.holdfast.push.request.Purpose;
import dev.holdfast.push.request.SignIn;
import java.security.SecureRandom;
import java.security.interfaces.ECPrivateKey;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** A realm with push in memory: the core with real keys, a clock that tests move, and rows in maps. */
public final class TestPushRealm {
    public static final String ISSUER = "https://idp.example.com/realms/acme";
    public static final String ADA = "ada-id";

    private Instant now = Instant.ofEpochSecond(1_796_000_000L);
    private final Set<String> spent = new HashSet<>();
    private final Set<String> disabled = new HashSet<>();
    private final Map<String, List<String>> configuration = new HashMap<>();
    private final TestKey signing = TestKey.make();
    private final TestKey vapid = TestKey.make();
    public final InMemoryPhones phones = new InMemoryPhones();
    public final InMemoryEnrolments enrolments = new InMemoryEnrolments();
    public final InMemoryLedger ledger = new InMemoryLedger();

    public final SpentNonces spentNonces = new SpentNonces() {
        @Override
        public boolean spend(RecognizedNonce nonce, Duration keep) {
            return spent.add(nonce.key());
        }

        @Override
        public Instant since() {
            return Instant.EPOCH;
        }
    };

    public TestPushRealm set(String key, String value) {
        configuration.put(key, List.of(value));
        return this;
    }

    public PushRealm realm() {
        return new PushRealm(
                "realm-id",
                "Acme",
                new PushEndpoints(ISSUER),
                PushSettings.read(key -> configuration.getOrDefault(key, List.of())),
                new PushKeys(
                        new SigningKey(signing.pair().getPrivate(), signing.deviceKey()),
                        List.of(),
                        List.of(new VapidKey((ECPrivateKey) vapid.pair().getPrivate(), vapid.point())),
                        "n".repeat(32).getBytes(java.nio.charset.StandardCharsets.US_ASCII),
                        "b".repeat(32).getBytes(java.nio.charset.StandardCharsets.US_ASCII)),
                clock(),
                new SecureRandom());
    }

    public Instant now() {
        return now;
    }

    public void pass(Duration time) {
        now = now.plus(time);
    }

    public TestKey signing() {
        return signing;
    }

    public void disable(String userId) {
        disabled.add(userId);
    }

    public Accounts accounts() {
        return id -> Optional.of(new Accounts.Account(id, id.replace("-id", ""), !disabled.contains(id)));
    }

    public String nonce() {
        return realm().nonces().issue();
    }

    public PhoneEnrolment enrolment() {
        return new PhoneEnrolment(realm(), enrolments, phones);
    }

    public PhoneAnswers answers() {
        return new PhoneAnswers(realm(), phones, ledger, spentNonces);
    }

    /** An active phone of this user. */
    public TestPhone phone(String userId) {
        TestKey key = TestKey.make();
        Phone phone = new Phone(
                UUID.randomUUID(),
                userId,
                Phone.Status.ACTIVE,
                key.deviceKey(),
                "Pixel",
                "android",
                Optional.empty(),
                Optional.empty(),
                now);
        phones.add(phone);
        return new TestPhone(this, key, phone.id());
    }

    public static SignIn signIn(String client, boolean knownBrowser) {
        return new SignIn(
                Purpose.LOGIN,
                client,
                "Portal",
                Optional.empty(),
                "198.51.100.7",
                Optional.empty(),
                Optional.of("Firefox"),
                Optional.of("Linux"),
                knownBrowser,
                false,
                Optional.empty());
    }

    public Asked ask(String userId, SignIn signIn) {
        return new Asking(realm(), phones, ledger).ask(accounts().enabled(userId), signIn);
    }

    public Asked.Waiting asked(String userId) {
        return (Asked.Waiting) ask(userId, signIn("portal", false));
    }

    public Outcome outcomeOf(Asked.Waiting asked) {
        return ledger.find(asked.request().id()).orElseThrow().outcome();
    }

    private Clock clock() {
        return new Clock() {
            @Override
            public Instant instant() {
                return now;
            }

            @Override
            public ZoneId getZone() {
                return ZoneOffset.UTC;
            }

            @Override
            public Clock withZone(ZoneId zone) {
                throw new UnsupportedOperationException("push knows instants alone");
            }
        };
    }
}
