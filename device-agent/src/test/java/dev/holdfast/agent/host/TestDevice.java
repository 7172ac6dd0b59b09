package dev.holdfast.agent.host;

import dev.holdfast.agent.crash.CrashPoint;
import dev.holdfast.agent.enrolment.EnrolmentCeremony;
import dev.holdfast.agent.json.JsonObject;
import dev.holdfast.agent.key.DeviceKeyStore;
import dev.holdfast.agent.key.KeyHome;
import dev.holdfast.agent.key.SideBySideKeyStore;
import dev.holdfast.agent.key.SoftwareKeyStore;
import dev.holdfast.agent.log.FileLog;
import dev.holdfast.agent.origin.Issuer;
import dev.holdfast.agent.pin.PinDialog;
import dev.holdfast.agent.pin.PinTexts;
import dev.holdfast.agent.pin.SecretPrompt;
import dev.holdfast.agent.platform.DeviceFacts;
import dev.holdfast.agent.platform.Platform;
import dev.holdfast.agent.posture.Fact;
import dev.holdfast.agent.posture.Observation;
import dev.holdfast.agent.realm.RealmClient;
import dev.holdfast.agent.realm.RealmHttp;
import dev.holdfast.agent.state.AgentState;
import dev.holdfast.agent.state.Device;
import dev.holdfast.agent.state.Registration;
import dev.holdfast.agent.storage.PrivateFolder;
import dev.holdfast.agent.testrealm.TestRealm;
import dev.holdfast.agent.tpm.Tpm;
import dev.holdfast.agent.tpm.TpmAddress;
import dev.holdfast.agent.tpm.TpmKeyStore;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;

/** A device with a native host in this process, its time in the test's hands. */
final class TestDevice {
    final TestRealm realm;
    final Path folder;
    final AtomicLong nanos = new AtomicLong(1);
    final AtomicReference<Clock> clock = new AtomicReference<>(Clock.systemUTC());
    final AtomicReference<CrashPoint> crashAt = new AtomicReference<>();
    final List<Duration> pauses = new CopyOnWriteArrayList<>();
    final List<String> told = new CopyOnWriteArrayList<>();
    final List<String> notices = new CopyOnWriteArrayList<>();
    /** What the device finds when it measures itself. */
    final AtomicReference<List<Observation>> facts =
            new AtomicReference<>(List.of(Observation.flag(Fact.DISK_ENCRYPTED, true, "luks")));

    final AgentState state;
    final Platform platform;
    final RealmHttp http = new RealmHttp(Duration.ofSeconds(10));
    private final FileLog log;
    /** What a person types, one line for each question; nobody is there when it is empty. */
    final Deque<String> typed = new ArrayDeque<>();

    /** What the person was asked. */
    final List<SecretPrompt.Question> asked = new CopyOnWriteArrayList<>();

    private final PinDialog pins = new PinDialog(this::answer, new PinTexts(Locale.ENGLISH));
    private HostRequests requests;

    /** The process ended, as far as this process can play it: nothing after this point runs. */
    static final class Crash extends Error {
        private static final long serialVersionUID = 1L;
    }

    TestDevice(TestRealm realm, Path folder) throws Exception {
        this.realm = realm;
        this.folder = folder;
        this.platform = new Platform(new DelegatingClock(clock), new SecureRandom(), nanos::get, pauses::add);
        PrivateFolder root = PrivateFolder.open(folder);
        this.state = new AgentState(root, this::keyStore);
        this.log = new FileLog(root, Clock.systemUTC());
        restart();
    }

    /** A clock that tests exchange. */
    private static final class DelegatingClock extends Clock {
        private final AtomicReference<Clock> delegate;

        DelegatingClock(AtomicReference<Clock> delegate) {
            this.delegate = delegate;
        }

        @Override
        public java.time.ZoneId getZone() {
            return delegate.get().getZone();
        }

        @Override
        public Clock withZone(java.time.ZoneId zone) {
            return delegate.get().withZone(zone);
        }

        @Override
        public java.time.Instant instant() {
            return delegate.get().instant();
        }
    }

    /** A new host process on the same state. */
    void restart() {
        requests = new HostRequests(
                state,
                http,
                platform,
                this::reached,
                (title, text) -> notices.add(title + ": " + text),
                pins,
                log,
                facts::get,
                facts::get);
    }

    private DeviceKeyStore keyStore(PrivateFolder folder, KeyHome home) {
        SoftwareKeyStore software = new SoftwareKeyStore(folder, platform.random());
        return home instanceof KeyHome.Tpm tpm
                ? new SideBySideKeyStore(
                        new TpmKeyStore(folder, new Tpm(TpmAddress.parse(tpm.address()), platform), tpm.realm()),
                        software)
                : software;
    }

    private SecretPrompt.Answer answer(SecretPrompt.Question question) {
        asked.add(question);
        return typed.isEmpty()
                ? new SecretPrompt.Answer.Cancelled()
                : new SecretPrompt.Answer.Typed(typed.remove().toCharArray());
    }

    private void reached(CrashPoint point) {
        if (point == crashAt.get()) {
            crashAt.set(null);
            throw new Crash();
        }
    }

    void enrol() throws Exception {
        enrol(TestRealm.ENROLMENT_TOKEN);
    }

    void enrol(String token) throws Exception {
        Issuer issuer = new Issuer(realm.issuer());
        enrol(token, state.realm(issuer).home());
    }

    /** Enrols with keys made in a TPM. */
    Device enrol(TpmAddress tpm) throws Exception {
        return enrol(TestRealm.ENROLMENT_TOKEN, new KeyHome.Tpm(tpm.text(), realm.issuer()));
    }

    private Device enrol(String token, KeyHome home) throws Exception {
        Issuer issuer = new Issuer(realm.issuer());
        return new EnrolmentCeremony(
                        new RealmClient(issuer, http, platform), state.realm(issuer, home), platform, this::reached)
                .enrol(token, DeviceFacts.ofThisMachine(), told::add);
    }

    /** Registers through the page door and gives the registration's id. */
    String register() throws Exception {
        JsonObject begun = ask(request("register-begin").put("challenge", realm.challenge("registration")));
        JsonObject done =
                ask(request("register-finish").put("id_token", realm.idToken(begun.string("registration_nonce"))));
        return done.string("registration");
    }

    /** A request from the login page. */
    JsonObject.Builder request(String type) {
        return JsonObject.builder().put("id", "1").put("type", type).put("origin", realm.origin());
    }

    JsonObject exchange() throws Exception {
        return exchange(realm.challenge("login"));
    }

    JsonObject exchange(String challenge) throws Exception {
        return ask(request("exchange").put("challenge", challenge));
    }

    JsonObject ask(JsonObject.Builder request) throws Exception {
        List<JsonObject> replies = send(frame(request.build().toBytes()));
        if (replies.size() != 1) {
            throw new AssertionError("one request, " + replies.size() + " replies");
        }
        return replies.get(0);
    }

    /** Feeds raw bytes to a host and gives its replies. */
    List<JsonObject> send(byte[] input) throws Exception {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        new NativeHost(new ByteArrayInputStream(input), out, requests, log).run();
        List<JsonObject> replies = new ArrayList<>();
        ByteBuffer bytes = ByteBuffer.wrap(out.toByteArray()).order(ByteOrder.nativeOrder());
        while (bytes.hasRemaining()) {
            byte[] reply = new byte[bytes.getInt()];
            bytes.get(reply);
            replies.add(JsonObject.parse(reply));
        }
        return replies;
    }

    static byte[] frame(byte[] message) {
        return ByteBuffer.allocate(4 + message.length)
                .order(ByteOrder.nativeOrder())
                .putInt(message.length)
                .put(message)
                .array();
    }

    static byte[] frame(String message) {
        return frame(message.getBytes(StandardCharsets.UTF_8));
    }

    Registration registration() throws Exception {
        return state.realm(new Issuer(realm.issuer())).registrations().live().get(0);
    }

    /** The registrations' standings as the page sees them, by account. */
    Map<String, String> standings() throws Exception {
        Map<String, String> standings = new HashMap<>();
        for (JsonObject one : ask(request("status")).objects("registrations")) {
            standings.put(one.string("account"), one.string("state"));
        }
        return standings;
    }
}
