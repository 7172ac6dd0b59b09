package dev.holdfast.agent.host;

import dev.holdfast.agent.crash.CrashPoints;
import dev.holdfast.agent.json.JsonObject;
import dev.holdfast.agent.json.MalformedJsonException;
import dev.holdfast.agent.key.KeyName;
import dev.holdfast.agent.key.Pin;
import dev.holdfast.agent.log.AgentLog;
import dev.holdfast.agent.log.LogEvent;
import dev.holdfast.agent.origin.Issuer;
import dev.holdfast.agent.origin.WebOrigin;
import dev.holdfast.agent.pin.PinDialog;
import dev.holdfast.agent.platform.DeviceFacts;
import dev.holdfast.agent.platform.Notice;
import dev.holdfast.agent.platform.Platform;
import dev.holdfast.agent.posture.Collection;
import dev.holdfast.agent.posture.Observation;
import dev.holdfast.agent.realm.RealmClient;
import dev.holdfast.agent.realm.RealmHttp;
import dev.holdfast.agent.refusal.ErrorCode;
import dev.holdfast.agent.refusal.Refusal;
import dev.holdfast.agent.registration.IdToken;
import dev.holdfast.agent.registration.RegistrationCeremony;
import dev.holdfast.agent.signin.ChallengeVerifier;
import dev.holdfast.agent.signin.Purpose;
import dev.holdfast.agent.signin.SessionProof;
import dev.holdfast.agent.signin.SilentSignIn;
import dev.holdfast.agent.signin.VerifiedChallenge;
import dev.holdfast.agent.state.AgentState;
import dev.holdfast.agent.state.AgentState.Enrolled;
import dev.holdfast.agent.state.PendingRegistration;
import dev.holdfast.agent.state.Registration;
import dev.holdfast.agent.state.RegistrationId;
import dev.holdfast.agent.unlock.Unlock;
import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;

/** Answers the requests of section 11 of the protocol. Safe for several threads. */
public final class HostRequests {
    private static final Set<Purpose> SIGN_IN = EnumSet.of(Purpose.LOGIN, Purpose.RENEWAL);
    private static final Set<Purpose> PROVE = EnumSet.of(Purpose.REPROOF);
    private static final Set<Purpose> UNLOCK = EnumSet.of(Purpose.LOGIN);
    private static final Set<Purpose> REGISTER = EnumSet.of(Purpose.REGISTRATION);

    private final AgentState state;
    private final RealmHttp http;
    private final Platform platform;
    private final CrashPoints crashPoints;
    private final Notice notice;
    private final PinDialog pins;
    /** PINs of registrations that wait for their sign-in, by the key they are for; in memory only. */
    private final Map<KeyName, Pin> newPins = new ConcurrentHashMap<>();
    /** One dialog at a time: two would leave nobody sure which one asks. */
    private final AtomicBoolean asking = new AtomicBoolean();

    private final AgentLog log;
    private final Supplier<List<Observation>> facts;
    private final Supplier<List<Observation>> unhurried;
    private final Map<Issuer, RealmSession> sessions = new ConcurrentHashMap<>();

    /** Answers from {@code state}. */
    public HostRequests(
            AgentState state,
            RealmHttp http,
            Platform platform,
            CrashPoints crashPoints,
            Notice notice,
            PinDialog pins,
            AgentLog log) {
        this(
                state,
                http,
                platform,
                crashPoints,
                notice,
                pins,
                log,
                () -> Collection.ofThisMachine(platform.clock()).collect(),
                () -> Collection.unhurried(platform.clock()).collect());
    }

    /**
     * @param facts measures the device's condition while somebody waits for it
     * @param unhurried the same while nobody does
     */
    HostRequests(
            AgentState state,
            RealmHttp http,
            Platform platform,
            CrashPoints crashPoints,
            Notice notice,
            PinDialog pins,
            AgentLog log,
            Supplier<List<Observation>> facts,
            Supplier<List<Observation>> unhurried) {
        this.facts = facts;
        this.unhurried = unhurried;
        this.state = state;
        this.http = http;
        this.platform = platform;
        this.crashPoints = crashPoints;
        this.notice = notice;
        this.pins = pins;
        this.log = log;
    }

    /** The members of the reply beside {@code id} and {@code ok}. */
    JsonObject answer(HostRequest request) throws Refusal, IOException {
        return switch (request.type()) {
            case "hello" -> hello();
            case "status" -> status(request);
            case "exchange" -> exchange(request);
            case "proof" -> proof(request);
            case "unlock" -> unlock(request);
            case "register-begin" -> registerBegin(request);
            case "register-finish" -> registerFinish(request);
            default -> throw new MalformedJsonException("an unknown type");
        };
    }

    /** What can wait until the reply is out: a sign-in waits for no renewal of the certificate and for no report. */
    void afterReply(HostRequest request) throws IOException {
        boolean signIn = request.type().equals("exchange");
        if (signIn || request.type().equals("proof")) {
            for (Enrolled enrolled : state.enrolled()) {
                if (signIn) {
                    session(enrolled).renewIfDue(enrolled, platform, log);
                }
                session(enrolled).reportIfDue(enrolled, platform, unhurried, log);
            }
        }
    }

    private JsonObject hello() throws IOException {
        List<JsonObject> issuers = new ArrayList<>();
        for (Enrolled enrolled : state.enrolled()) {
            issuers.add(JsonObject.builder()
                    .put("issuer", enrolled.device().issuer().value())
                    .putStrings(
                            "trusted_origins",
                            enrolled.device().trustedOrigins().stream()
                                    .map(WebOrigin::value)
                                    .toList())
                    .put("device", enrolled.device().did())
                    .build());
        }
        return JsonObject.builder()
                .put("agent_version", DeviceFacts.version())
                .putObjects("issuers", issuers)
                .build();
    }

    private JsonObject status(HostRequest request) throws Refusal, IOException {
        Enrolled enrolled = trusting(request.origin(), request.members().optionalString("issuer"));
        session(enrolled).warmUp();
        long now = platform.now();
        List<JsonObject> registrations = new ArrayList<>();
        for (Registration live : enrolled.state().registrations().live()) {
            registrations.add(view(live.id(), live.account(), live.standing(now))
                    .put("pin", live.userKey().isPresent())
                    .build());
        }
        for (Registration.Ended ended : enrolled.state().registrations().ended()) {
            registrations.add(view(ended.id(), ended.account(), Registration.Standing.ENDED)
                    .build());
        }
        return JsonObject.builder()
                .put("issuer", enrolled.device().issuer().value())
                .put("device", enrolled.device().did())
                .putObjects("registrations", registrations)
                .build();
    }

    private static JsonObject.Builder view(RegistrationId id, String account, Registration.Standing standing) {
        return JsonObject.builder()
                .put("registration", id.value())
                .put("account", account)
                .put("state", standing.name().toLowerCase(Locale.ROOT));
    }

    private JsonObject exchange(HostRequest request) throws Refusal, IOException {
        return challenged(request, SIGN_IN, "signed-in", (enrolled, client, id, challenge) -> {
            SilentSignIn.SignedIn signedIn = new SilentSignIn(
                            enrolled.device(),
                            enrolled.state().keys(),
                            enrolled.state().registrations(),
                            client,
                            platform,
                            crashPoints)
                    .signIn(id, challenge);
            return dust(signedIn.dust(), signedIn.account());
        });
    }

    private JsonObject proof(HostRequest request) throws Refusal, IOException {
        return challenged(request, PROVE, "session-proven", (enrolled, client, id, challenge) -> {
            SessionProof.Proven proven = new SessionProof(
                            enrolled.device(),
                            enrolled.state().keys(),
                            enrolled.state().registrations(),
                            client)
                    .prove(id, challenge);
            return dust(proven.dust(), proven.account());
        });
    }

    /** Asks the person at this device; the page has its answer when the person has given one. */
    private JsonObject unlock(HostRequest request) throws Refusal, IOException {
        return challenged(request, UNLOCK, "unlocked", (enrolled, client, id, challenge) -> {
            Registration unlocked = askingAlone(() ->
                    new Unlock(enrolled.device(), enrolled.state(), client, pins).unlock(id, Optional.of(challenge)));
            return JsonObject.builder()
                    .put("account", unlocked.account())
                    .put("active_until", unlocked.activeUntil())
                    .build();
        });
    }

    /** A question to a person or a realm. */
    private interface Asking<T> {
        T ask() throws Refusal, IOException;
    }

    private <T> T askingAlone(Asking<T> question) throws Refusal, IOException {
        if (!asking.compareAndSet(false, true)) {
            throw Refusal.of(ErrorCode.BUSY);
        }
        try {
            return question.ask();
        } finally {
            asking.set(false);
        }
    }

    /** What is done for a verified challenge. */
    private interface Answering {
        JsonObject answer(Enrolled enrolled, RealmClient client, RegistrationId id, VerifiedChallenge challenge)
                throws Refusal, IOException;
    }

    /** The same for every request that a page's challenge stands behind. */
    private JsonObject challenged(HostRequest request, Set<Purpose> purposes, String event, Answering answering)
            throws Refusal, IOException {
        long start = platform.nanoTime().getAsLong();
        Optional<String> wanted = request.members().optionalString("registration");
        String compact = request.members().string("challenge");
        Enrolled enrolled = claimed(request.origin(), compact);
        RealmSession session = session(enrolled);
        VerifiedChallenge challenge = ChallengeVerifier.verify(
                compact, request.origin(), enrolled.device(), session.client().keys(), purposes);
        RegistrationId id = chosen(enrolled, wanted);
        session.requireNotQuiet(id.value());
        try {
            JsonObject answer =
                    inCondition(enrolled, () -> answering.answer(enrolled, session.client(), id, challenge));
            log.write(LogEvent.of(event)
                    .issuer(enrolled.device().issuer().value())
                    .registration(id.value())
                    .kind(challenge.purpose().wire())
                    .millis((platform.nanoTime().getAsLong() - start) / 1_000_000));
            return answer;
        } catch (Refusal refusal) {
            session.heed(id.value(), refusal);
            throw refusal;
        }
    }

    /** Where the realm dislikes the condition that it knows, it is told the present one, and asked once more. */
    private JsonObject inCondition(Enrolled enrolled, Asking<JsonObject> question) throws Refusal, IOException {
        try {
            return question.ask();
        } catch (Refusal refusal) {
            if (refusal.code() != ErrorCode.DEVICE_NOT_COMPLIANT) {
                throw refusal;
            }
            session(enrolled).reportAgainst(refusal, enrolled, platform, facts, log);
            return question.ask();
        }
    }

    private static JsonObject dust(String dust, String account) {
        return JsonObject.builder().put("dust", dust).put("account", account).build();
    }

    private static RegistrationId chosen(Enrolled enrolled, Optional<String> wanted) throws Refusal, IOException {
        List<Registration> live = enrolled.state().registrations().live();
        if (wanted.isEmpty()) {
            return live.stream()
                    .findFirst()
                    .map(Registration::id)
                    .orElseThrow(() -> Refusal.of(ErrorCode.NOT_REGISTERED));
        }
        for (Registration registration : live) {
            if (registration.id().value().equals(wanted.get())) {
                return registration.id();
            }
        }
        for (Registration.Ended ended : enrolled.state().registrations().ended()) {
            if (ended.id().value().equals(wanted.get())) {
                throw Refusal.of(ended.reason());
            }
        }
        throw Refusal.of(ErrorCode.NOT_REGISTERED);
    }

    private JsonObject registerBegin(HostRequest request) throws Refusal, IOException {
        String compact = request.members().string("challenge");
        Enrolled enrolled = claimed(request.origin(), compact);
        ChallengeVerifier.verify(
                compact,
                request.origin(),
                enrolled.device(),
                session(enrolled).client().keys(),
                REGISTER);
        log.write(LogEvent.of("registration-begun")
                .issuer(enrolled.device().issuer().value())
                .origin(request.origin().value()));
        RegistrationCeremony ceremony = ceremony(enrolled);
        Optional<Pin> pin = newPin(enrolled, ceremony);
        PendingRegistration pending = ceremony.begin(pin);
        newPins.clear();
        if (pin.isPresent()) {
            newPins.put(pending.key(), pin.get());
        }
        return JsonObject.builder().put("registration_nonce", pending.nonce()).build();
    }

    /** A device works without a PIN: whoever gives none, or cannot be asked, is unlocked by normal sign-ins. */
    private Optional<Pin> newPin(Enrolled enrolled, RegistrationCeremony ceremony) throws Refusal, IOException {
        if (!ceremony.wantsPin()) {
            return Optional.empty();
        }
        try {
            return Optional.of(
                    askingAlone(() -> pins.fresh(enrolled.device().issuer().value())));
        } catch (Refusal refusal) {
            if (refusal.code() != ErrorCode.CANCELLED && refusal.code() != ErrorCode.PIN_UNAVAILABLE) {
                throw refusal;
            }
            log.write(LogEvent.of("no-pin").error(refusal.code().wire()));
            return Optional.empty();
        }
    }

    private JsonObject registerFinish(HostRequest request) throws Refusal, IOException {
        IdToken idToken = IdToken.read(request.members().string("id_token"));
        Enrolled enrolled = trusting(request.origin(), Optional.of(idToken.issuer()));
        // A registration is asked for once: what the realm may want to know of the device, it knows before.
        session(enrolled).reportIfDue(enrolled, platform, facts, log);
        Optional<PendingRegistration> pending = enrolled.state().pending().byNonce(idToken.nonce());
        Optional<Pin> pin = pending.map(PendingRegistration::key).map(newPins::remove);
        Registration registration = ceremony(enrolled)
                .finish(
                        idToken,
                        pin,
                        shown -> notice.show(
                                "Device login is being set up",
                                "Account " + shown.account() + " of " + shown.issuer()));
        log.write(LogEvent.of("registered")
                .issuer(enrolled.device().issuer().value())
                .registration(registration.id().value()));
        return JsonObject.builder()
                .put("registration", registration.id().value())
                .put("account", registration.account())
                .build();
    }

    private RegistrationCeremony ceremony(Enrolled enrolled) {
        return new RegistrationCeremony(
                enrolled.device(), enrolled.state(), session(enrolled).client(), platform, crashPoints);
    }

    /** The enrolment that a challenge says it is for. */
    private Enrolled claimed(WebOrigin origin, String challenge) throws Refusal, IOException {
        return trusting(origin, Optional.of(ChallengeVerifier.claimedIssuer(challenge)));
    }

    /**
     * The enrolment that trusts a page.
     *
     * @param issuer the one that the request is about; without it, the first that trusts the origin
     */
    private Enrolled trusting(WebOrigin origin, Optional<String> issuer) throws Refusal, IOException {
        List<Enrolled> all = state.enrolled();
        if (all.isEmpty()) {
            throw Refusal.of(ErrorCode.NOT_ENROLLED);
        }
        List<Enrolled> trusting = all.stream()
                .filter(enrolled -> enrolled.device().trustedOrigins().contains(origin))
                .toList();
        if (trusting.isEmpty()) {
            throw Refusal.of(ErrorCode.UNTRUSTED_ORIGIN);
        }
        return trusting.stream()
                .filter(enrolled ->
                        issuer.isEmpty() || enrolled.device().issuer().value().equals(issuer.get()))
                .findFirst()
                .orElseThrow(() -> Refusal.of(ErrorCode.NOT_ENROLLED));
    }

    private RealmSession session(Enrolled enrolled) {
        return sessions.computeIfAbsent(
                enrolled.device().issuer(),
                issuer -> new RealmSession(new RealmClient(issuer, http, platform), platform.nanoTime()));
    }
}
