package dev.holdfast.push.app;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.holdfast.device.message.SigningKey;
import dev.holdfast.device.nonce.RecognizedNonce;
import dev.holdfast.device.nonce.SpentNonces;
import dev.holdfast.push.account.Accounts;
import dev.holdfast.push.answer.PhoneAnswers;
import dev.holdfast.push.delivery.Subscription;
import dev.holdfast.push.delivery.VapidKey;
import dev.holdfast.push.enrolment.Confirmation;
import dev.holdfast.push.enrolment.PhoneEnrolment;
import dev.holdfast.push.limit.Outcome;
import dev.holdfast.push.message.PushMessageType;
import dev.holdfast.push.phone.Phone;
import dev.holdfast.push.phone.PhoneMessage;
import dev.holdfast.push.realm.PushEndpoints;
import dev.holdfast.push.realm.PushKeys;
import dev.holdfast.push.realm.PushRealm;
import dev.holdfast.push.realm.PushSettings;
import dev.holdfast.push.refusal.PushRefusal;
import dev.holdfast.push.request.Asked;
import dev.holdfast.push.request.Asking;
import dev.holdfast.push.request.Purpose;
import dev.holdfast.push.request.PushRequest;
import dev.holdfast.push.request.SignIn;
import dev.holdfast.push.testrealm.InMemoryEnrolments;
import dev.holdfast.push.testrealm.InMemoryLedger;
import dev.holdfast.push.testrealm.InMemoryPhones;
import dev.holdfast.push.testrealm.TestKey;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.security.interfaces.ECPrivateKey;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** One realm: the real core over maps, and what its pages would do with it. Calls of tests and of the server take turns. */
final class AppRealm {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final InMemoryPhones phones = new InMemoryPhones();
    private final InMemoryEnrolments enrolments = new InMemoryEnrolments();
    private final InMemoryLedger ledger = new InMemoryLedger();
    private final Map<String, List<String>> settings = new HashMap<>();
    private final Set<String> spent = new HashSet<>();
    private final TestKey signing = TestKey.make();
    private final PushEndpoints endpoints;
    private final String label;
    private TestKey vapid = TestKey.make();
    private Duration ahead = Duration.ZERO;
    private PhoneEnrolment.Opened opened;

    private final SpentNonces spentNonces = new SpentNonces() {
        @Override
        public boolean spend(RecognizedNonce nonce, Duration keep) {
            return spent.add(nonce.key());
        }

        @Override
        public Instant since() {
            return Instant.EPOCH;
        }
    };

    AppRealm(String issuer, String label) {
        this.endpoints = new PushEndpoints(issuer);
        this.label = label;
    }

    synchronized AppRealm set(String key, String value) {
        settings.put(key, List.of(value));
        return this;
    }

    /** The realm's clock goes on; the phone's does not. */
    synchronized void pass(Duration time) {
        ahead = ahead.plus(time);
    }

    String app() {
        return endpoints.app();
    }

    String issuer() {
        return endpoints.issuer();
    }

    synchronized String nonce() {
        return realm().nonces().issue();
    }

    /** What the enrolment page shows; the key is typed as it is. */
    synchronized String open(String user) {
        opened = new PhoneEnrolment(realm(), enrolments, phones).open(user);
        return opened.key().value();
    }

    /** What the QR code says. */
    String link(String key) {
        return app() + "#enrol=" + key + "&exp="
                + realm().now().plusSeconds(300).getEpochSecond() + "&iss="
                + java.net.URLEncoder.encode(issuer(), StandardCharsets.UTF_8);
    }

    /** The user types the phone's digits on the page. */
    synchronized Confirmation confirm(String user, String digits) {
        return new PhoneEnrolment(realm(), enrolments, phones)
                .confirm(opened.enrolment().id(), user, digits);
    }

    synchronized PushRequest ask(String user, SignIn signIn) {
        return ((Asked.Waiting)
                        new Asking(realm(), phones, ledger).ask(accounts().enabled(user), signIn))
                .request();
    }

    static SignIn signIn(String application, boolean knownBrowser) {
        return new SignIn(
                Purpose.LOGIN,
                application.toLowerCase(java.util.Locale.ROOT),
                application,
                Optional.empty(),
                "198.51.100.7",
                Optional.of("Vienna, Austria"),
                Optional.of("Firefox 140"),
                Optional.of("Linux"),
                knownBrowser,
                true,
                Optional.empty());
    }

    synchronized Outcome outcome(PushRequest request) {
        return ledger.find(request.id()).orElseThrow().outcome();
    }

    synchronized List<Phone> phonesOf(String user) {
        return phones.activeOf(user);
    }

    synchronized void end(Phone phone) {
        phones.end(phone.id());
    }

    VapidKey vapid() {
        return new VapidKey((ECPrivateKey) vapid.pair().getPrivate(), vapid.point());
    }

    Instant now() {
        return realm().now();
    }

    /** The realm takes another key for wake-ups. */
    synchronized void rotateVapid() {
        vapid = TestKey.make();
    }

    synchronized Map<String, ?> answer(String endpoint, String message) {
        return switch (endpoint) {
            case ".well-known/push-configuration" -> discovery();
            case "jwks" -> jwks();
            case "nonce" -> Map.of("nonce", nonce(), "expires_in", 120);
            case "enrolments" -> enrolled(message);
            case "requests" -> requests(message);
            case "answers" -> answered(message);
            case "subscription" -> subscribed(message);
            case "remove" -> removed(message);
            default -> throw PushRefusal.INVALID_REQUEST.because("no such endpoint");
        };
    }

    private Map<String, ?> discovery() {
        Map<String, Object> found = new LinkedHashMap<>();
        found.put("version", 1);
        found.put("issuer", endpoints.issuer());
        found.put("label", label);
        found.put("nonce_endpoint", endpoints.nonce());
        found.put("enrolment_endpoint", endpoints.enrolments());
        found.put("requests_endpoint", endpoints.requests());
        found.put("answers_endpoint", endpoints.answers());
        found.put("subscription_endpoint", endpoints.subscription());
        found.put("removal_endpoint", endpoints.removal());
        found.put("jwks_uri", endpoints.jwks());
        found.put("app_uri", endpoints.app());
        found.put("application_server_key", vapid.point());
        found.put("user_verification", realm().settings().userVerification().value());
        found.put("webauthn", Map.of("rp_id", realm().rpId(), "origins", List.of(realm().appOrigin())));
        found.put("lifetimes", Map.of("nonce", 120, "enrolment", 300, "request", 60));
        return found;
    }

    private Map<String, ?> jwks() {
        try {
            Map<String, Object> key = new LinkedHashMap<>(JSON.readValue(
                    signing.deviceKey().jwk(),
                    new com.fasterxml.jackson.core.type.TypeReference<Map<String, Object>>() {}));
            key.put("kid", signing.deviceKey().thumbprint().value());
            key.put("alg", "ES256");
            return Map.of("keys", List.of(key));
        } catch (JsonProcessingException e) {
            throw new AssertionError("a key of ours is JSON", e);
        }
    }

    private Map<String, ?> enrolled(String message) {
        PhoneEnrolment.Enrolled enrolled =
                new PhoneEnrolment(realm(), enrolments, phones).enrol(message, accounts(), spentNonces);
        return Map.of(
                "phone", enrolled.phone().id().toString(),
                "account", enrolled.account().name(),
                "label", label,
                "confirm_code", enrolled.code().digits(),
                "expires_in",
                        Duration.between(realm().now(), enrolled.expiresAt()).toSeconds());
    }

    private Map<String, ?> requests(String message) {
        Phone phone = open(message, PushMessageType.FETCH, endpoints.requests()).standing();
        boolean active = phone.status() == Phone.Status.ACTIVE;
        List<String> waiting = active
                ? ledger.waiting(phone.userId(), realm().now()).stream()
                        .map(PushRequest::compact)
                        .toList()
                : List.of();
        return Map.of(
                "state", active ? "active" : "pending", "now", realm().now().getEpochSecond(), "requests", waiting);
    }

    private Map<String, ?> answered(String message) {
        Outcome outcome = new PhoneAnswers(realm(), phones, ledger, spentNonces)
                .answer(message, accounts())
                .outcome();
        return switch (outcome) {
            case APPROVED -> Map.of("outcome", "approved");
            case DENIED -> Map.of("outcome", "denied");
            case REPORTED -> Map.of("outcome", "reported");
            case WRONG_NUMBER -> throw PushRefusal.NUMBER_MISMATCH.because("another number");
            default -> throw new AssertionError(outcome);
        };
    }

    private Map<String, ?> subscribed(String message) {
        PhoneMessage update = open(message, PushMessageType.UPDATE, endpoints.subscription());
        var claims = update.message().claims();
        phones.subscribe(
                update.standing().id(),
                claims.has("subscription")
                        ? Optional.of(Subscription.read(
                                claims.object("subscription"),
                                realm().settings().pushHosts()))
                        : Optional.empty());
        return Map.of();
    }

    private Map<String, ?> removed(String message) {
        phones.end(open(message, PushMessageType.REMOVE, endpoints.removal())
                .standing()
                .id());
        return Map.of();
    }

    private PhoneMessage open(String message, PushMessageType type, String endpoint) {
        return PhoneMessage.open(message, type, endpoint, realm(), phones, spentNonces);
    }

    private Accounts accounts() {
        return id -> Optional.of(new Accounts.Account(id, id, true));
    }

    private PushRealm realm() {
        return new PushRealm(
                endpoints.issuer(),
                label,
                endpoints,
                PushSettings.read(key -> settings.getOrDefault(key, List.of())),
                new PushKeys(
                        new SigningKey(signing.pair().getPrivate(), signing.deviceKey()),
                        List.of(),
                        List.of(vapid()),
                        "n".repeat(32).getBytes(StandardCharsets.US_ASCII),
                        "b".repeat(32).getBytes(StandardCharsets.US_ASCII)),
                Clock.offset(Clock.systemUTC(), ahead),
                new SecureRandom());
    }
}
