package dev.holdfast.agent.report;

import dev.holdfast.agent.json.JsonObject;
import dev.holdfast.agent.json.MalformedJsonException;
import dev.holdfast.agent.key.DeviceKey;
import dev.holdfast.agent.platform.Platform;
import dev.holdfast.agent.posture.Observation;
import dev.holdfast.agent.realm.DeviceMessage;
import dev.holdfast.agent.realm.RealmAnswer;
import dev.holdfast.agent.realm.RealmClient;
import dev.holdfast.agent.refusal.ErrorCode;
import dev.holdfast.agent.refusal.Refusal;
import dev.holdfast.agent.state.Device;
import dev.holdfast.agent.state.RealmState;
import dev.holdfast.agent.state.ReportedPosture;
import dev.holdfast.agent.storage.ProcessLock;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** Measures this device and tells one realm (section 14 of the protocol). */
public final class PostureReporting {
    private static final String TYPE = "holdfast-posture+jwt";
    /** Longer than another process takes to measure and to report. */
    private static final Duration WAIT = Duration.ofSeconds(15);

    private final RealmClient realm;
    private final RealmState state;
    private final Platform platform;
    private final Supplier<List<Observation>> facts;

    /** @param facts measures, when asked */
    public PostureReporting(RealmClient realm, RealmState state, Platform platform, Supplier<List<Observation>> facts) {
        this.realm = realm;
        this.state = state;
        this.platform = platform;
        this.facts = facts;
    }

    /**
     * What the realm makes of the device now.
     *
     * @param validUntil by the server's clock
     * @param checks what stands in the way, {@code failed} or {@code unknown} by the check's name
     */
    public record Reported(long validUntil, String compliance, Map<String, String> checks) {
        /** Whether nothing stands in the way. */
        public boolean isCompliant() {
            return compliance.equals("compliant");
        }
    }

    /**
     * Reports.
     *
     * @param always also if the last report is young
     * @return nothing if no report is due, or the realm wants none
     * @throws Refusal if the server refuses or cannot be asked
     * @throws IOException if the state cannot be read or written
     */
    @SuppressWarnings("try") // The lock is held, not used.
    public Optional<Reported> report(boolean always) throws Refusal, IOException {
        Optional<URI> endpoint = endpoint();
        if (endpoint.isEmpty()) {
            return Optional.empty();
        }
        Optional<Device> device = state.device();
        if (device.isEmpty() || !isWanted(always)) {
            return Optional.empty();
        }
        // Before the lock: who must report at once need not wait for somebody who takes their time.
        List<Observation> measured = facts.get();
        try (ProcessLock held = state.postureLock(WAIT)) {
            if (!isWanted(always)) {
                return Optional.empty();
            }
            ReportedPosture last = state.posture();
            DeviceKey key =
                    state.agentKey(device.get(), platform.random()).orElseThrow(() -> new IOException("no agent key"));
            long now = platform.now();
            long sequence = last.nextSequence(now);
            RealmAnswer answer = send(endpoint.get(), device.get(), key, sequence, now, measured);
            if (answer instanceof RealmAnswer.Refused refused && refused.code() == ErrorCode.POSTURE_OUTDATED) {
                // Another state of this device came further: this one was lost, or restored from a backup.
                sequence = refused.body().number("seq") + 1;
                answer = send(endpoint.get(), device.get(), key, sequence, now, measured);
            }
            JsonObject body = answer.orRefusal().body();
            Reported reported = read(body);
            state.store(new ReportedPosture(sequence, now, realm.configuration().postureSeconds()));
            return Optional.of(reported);
        } catch (MalformedJsonException e) {
            throw Refusal.of(ErrorCode.SERVER_UNREACHABLE, e);
        }
    }

    private boolean isWanted(boolean always) throws IOException {
        return always || state.posture().isDue(platform.now());
    }

    private Optional<URI> endpoint() throws Refusal {
        try {
            return realm.configuration().postureEndpoint();
        } catch (IOException e) {
            throw Refusal.of(ErrorCode.SERVER_UNREACHABLE, e);
        }
    }

    private RealmAnswer send(
            URI endpoint, Device device, DeviceKey key, long sequence, long now, List<Observation> measured) {
        DeviceMessage message = new DeviceMessage(
                TYPE,
                DeviceMessage.byCertificate(device.certificateChain()),
                key,
                device.urn(),
                claims(sequence, now, measured));
        return realm.post(endpoint, message, null);
    }

    /** What a report says beside the common claims. */
    public static JsonObject claims(long sequence, long now, List<Observation> measured) {
        JsonObject.Builder facts = JsonObject.builder();
        measured.forEach(one -> facts.put(one.fact().wire(), one.toJson()));
        return JsonObject.builder()
                .put("seq", sequence)
                .put("collected_at", now)
                .put("facts", facts.build())
                .build();
    }

    private static Reported read(JsonObject body) throws MalformedJsonException {
        JsonObject checks = body.object("checks");
        Map<String, String> missing = new LinkedHashMap<>();
        for (String name : checks.names()) {
            missing.put(name, checks.string(name));
        }
        return new Reported(body.number("valid_until"), body.string("compliance"), Map.copyOf(missing));
    }
}
