package dev.holdfast.agent.command;

import dev.holdfast.agent.json.JsonObject;
import dev.holdfast.agent.key.KeyHome;
import dev.holdfast.agent.origin.WebOrigin;
import dev.holdfast.agent.state.AgentState.Enrolled;
import dev.holdfast.agent.state.Device;
import dev.holdfast.agent.state.Registration;
import dev.holdfast.agent.tpm.TpmException;
import dev.holdfast.agent.tpm.TpmHealth;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

@Command(
        name = "status",
        description = "Says in which realms this device is enrolled and who is registered. Asks no server.",
        mixinStandardHelpOptions = true)
final class StatusCommand implements Callable<Integer> {
    @ParentCommand
    private @Nullable HoldfastAgent parent;

    @Spec
    private @Nullable CommandSpec spec;

    @Option(names = "--json", description = "Print one JSON object.")
    private boolean json;

    @Override
    public Integer call() throws IOException {
        PrintWriter out = Objects.requireNonNull(spec).commandLine().getOut();
        Agent agent = Objects.requireNonNull(parent).agent();
        long now = agent.platform().now();
        List<Enrolled> all = agent.state().enrolled();
        if (json) {
            List<JsonObject> issuers = new ArrayList<>();
            for (Enrolled enrolled : all) {
                issuers.add(machineView(enrolled, now));
            }
            out.println(JsonObject.builder()
                    .put("state_folder", agent.state().folder().path().toString())
                    .putObjects("issuers", issuers)
                    .build()
                    .toJson());
            return 0;
        }
        if (all.isEmpty()) {
            out.println("Not enrolled. Next: holdfast-agent enrol --issuer URL --token-file FILE");
        }
        for (Enrolled enrolled : all) {
            print(out, agent, enrolled, now);
        }
        return 0;
    }

    private static void print(PrintWriter out, Agent agent, Enrolled enrolled, long now) throws IOException {
        Device device = enrolled.device();
        out.println(device.issuer());
        out.println("  device       " + device.did());
        out.println("  certificate  until " + Instant.ofEpochSecond(device.notAfter()));
        out.println("  keys         " + KeyPlace.describe(device.keys())
                + device.assurance().map(known -> ", assurance " + known.wire()).orElse(""));
        if (device.keys() instanceof KeyHome.Tpm tpm) {
            out.println("  TPM          " + health(agent, tpm));
        }
        List<Registration> live = enrolled.state().registrations().live();
        for (Registration registration : live) {
            boolean ready = registration.standing(now) == Registration.Standing.READY;
            out.println("  " + registration.account() + "  "
                    + (ready
                            ? "ready until " + Instant.ofEpochSecond(registration.activeUntil())
                            : registration.userKey().isPresent()
                                    ? "locked: holdfast-agent unlock, or a normal sign-in"
                                    : "locked: a normal sign-in on this device unlocks it")
                    + "  " + registration.id());
        }
        for (Registration.Ended ended : enrolled.state().registrations().ended()) {
            out.println("  " + ended.account() + "  ended (" + ended.reason().wire() + "): "
                    + ended.reason().advice());
        }
        if (live.isEmpty()) {
            out.println("  Nobody is registered. Next: holdfast-agent register");
        }
    }

    private static String health(Agent agent, KeyHome.Tpm tpm) throws IOException {
        try {
            TpmHealth health = agent.keyStores().tpm(tpm.address()).health();
            return health.name() + (health.isLockedOut() ? "; locked for PINs" : "") + ". " + TpmFindings.pins(health);
        } catch (TpmException e) {
            return String.valueOf(e.getMessage());
        }
    }

    private static JsonObject machineView(Enrolled enrolled, long now) throws IOException {
        List<JsonObject> registrations = new ArrayList<>();
        for (Registration live : enrolled.state().registrations().live()) {
            registrations.add(JsonObject.builder()
                    .put("registration", live.id().value())
                    .put("account", live.account())
                    .put("state", live.standing(now).name().toLowerCase(Locale.ROOT))
                    .put("active_until", live.activeUntil())
                    .put("pin", live.userKey().isPresent())
                    .build());
        }
        for (Registration.Ended ended : enrolled.state().registrations().ended()) {
            registrations.add(JsonObject.builder()
                    .put("registration", ended.id().value())
                    .put("account", ended.account())
                    .put("state", "ended")
                    .put("reason", ended.reason().wire())
                    .build());
        }
        Device device = enrolled.device();
        JsonObject.Builder view = JsonObject.builder()
                .put("issuer", device.issuer().value())
                .put("device", device.did())
                .put("certificate_not_after", device.notAfter())
                .putStrings(
                        "trusted_origins",
                        device.trustedOrigins().stream().map(WebOrigin::value).toList())
                .put("key_store", device.keys().word());
        if (device.keys() instanceof KeyHome.Tpm tpm) {
            view.put("tpm", tpm.address());
        }
        device.assurance().ifPresent(known -> view.put("assurance", known.wire()));
        return view.putObjects("registrations", registrations).build();
    }
}
