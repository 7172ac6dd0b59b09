package dev.holdfast.agent.command;

import dev.holdfast.agent.crash.CrashPoints;
import dev.holdfast.agent.log.AgentLog;
import dev.holdfast.agent.log.FileLog;
import dev.holdfast.agent.origin.Issuer;
import dev.holdfast.agent.platform.Platform;
import dev.holdfast.agent.realm.RealmClient;
import dev.holdfast.agent.realm.RealmHttp;
import dev.holdfast.agent.refusal.ErrorCode;
import dev.holdfast.agent.refusal.Refusal;
import dev.holdfast.agent.state.AgentState;
import dev.holdfast.agent.state.AgentState.Enrolled;
import dev.holdfast.agent.storage.PrivateFolder;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The parts that every command uses, put together.
 *
 * @param state what is kept
 * @param keyStores where keys can be
 * @param http how realms are asked
 * @param platform time and randomness
 * @param crashPoints silent unless a test speaks
 * @param log the log file
 */
record Agent(
        AgentState state,
        LocalKeyStores keyStores,
        RealmHttp http,
        Platform platform,
        CrashPoints crashPoints,
        AgentLog log) {
    private static final Duration HTTP_TIMEOUT = Duration.ofSeconds(10);

    static Agent open(Path stateFolder) throws IOException {
        Platform platform = Platform.system();
        PrivateFolder folder = PrivateFolder.open(stateFolder);
        LocalKeyStores keyStores = new LocalKeyStores(platform);
        return new Agent(
                new AgentState(folder, keyStores),
                keyStores,
                new RealmHttp(HTTP_TIMEOUT),
                platform,
                CrashPoints.fromSystemProperty(),
                new FileLog(folder, platform.clock()));
    }

    RealmClient client(Issuer issuer) {
        return new RealmClient(issuer, http, platform);
    }

    /**
     * The enrolment that a command is about.
     *
     * @param issuer the one the user named; null if the user left it open, which is fine while there is only one
     */
    Enrolled enrolled(@Nullable Issuer issuer) throws Refusal, IOException {
        if (issuer != null) {
            return state.enrolled(issuer).orElseThrow(() -> Refusal.of(ErrorCode.NOT_ENROLLED));
        }
        List<Enrolled> all = state.enrolled();
        if (all.isEmpty()) {
            throw Refusal.of(ErrorCode.NOT_ENROLLED);
        }
        if (all.size() > 1) {
            throw new IOException("This device is enrolled in several realms. Say which one: --issuer URL");
        }
        return all.get(0);
    }
}
