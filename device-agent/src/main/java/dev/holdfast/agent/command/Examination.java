package dev.holdfast.agent.command;

import dev.holdfast.agent.json.JsonObject;
import dev.holdfast.agent.key.KeyHome;
import dev.holdfast.agent.key.KeyName;
import dev.holdfast.agent.key.MachineCertificate;
import dev.holdfast.agent.key.MachineFiles;
import dev.holdfast.agent.origin.Issuer;
import dev.holdfast.agent.realm.RealmConfiguration;
import dev.holdfast.agent.realm.RealmHttp;
import dev.holdfast.agent.state.AgentState.Enrolled;
import dev.holdfast.agent.state.Device;
import dev.holdfast.agent.state.Registration;
import dev.holdfast.agent.tpm.TpmException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** Looks at everything that device login needs on this machine. Changes nothing. */
final class Examination {
    private static final int JAVA = 17;
    private static final long WORTH_A_NOTE = 60;
    private static final long SOON = Duration.ofDays(5).toSeconds();

    private final Path stateFolder;
    private final Map<String, String> environment;
    private final @Nullable String pinentry;
    private final List<Finding> findings = new ArrayList<>();

    /** @param pinentry the dialog for PINs that the command line names */
    Examination(Path stateFolder, Map<String, String> environment, @Nullable String pinentry) {
        this.pinentry = pinentry;
        this.stateFolder = stateFolder;
        this.environment = environment;
    }

    List<Finding> findings() {
        java();
        if (!Files.isDirectory(stateFolder)) {
            findings.add(Finding.broken(
                    "There is no state folder " + stateFolder,
                    "holdfast-agent enrol --issuer URL --token-file FILE (or point --state at the right folder)"));
        } else {
            try {
                state(Agent.open(stateFolder));
            } catch (IOException e) {
                findings.add(Finding.broken(String.valueOf(e.getMessage()), "Mend this first, then run doctor again."));
            }
        }
        browsers();
        return List.copyOf(findings);
    }

    private void java() {
        int version = Runtime.version().feature();
        findings.add(
                version >= JAVA
                        ? Finding.ok("Java " + Runtime.version())
                        : Finding.broken("Java " + version, "Install Java " + JAVA + " or newer."));
    }

    private void state(Agent agent) throws IOException {
        List<Path> open = agent.state().folder().openToOthers();
        if (open.isEmpty()) {
            findings.add(Finding.ok("State folder " + stateFolder + ": nobody else may read it"));
        } else {
            findings.add(Finding.broken(
                    "Others may read " + open.get(0) + (open.size() > 1 ? " and " + (open.size() - 1) + " more" : ""),
                    "chmod -R go-rwx " + stateFolder + "; if somebody else could have copied it: holdfast-agent"
                            + " revoke --device"));
        }
        List<Enrolled> all = agent.state().enrolled();
        if (all.isEmpty()) {
            findings.add(Finding.broken(
                    "This device is not enrolled", "holdfast-agent enrol --issuer URL --token-file FILE"));
        }
        for (Enrolled enrolled : all) {
            realm(agent, enrolled);
        }
    }

    private void realm(Agent agent, Enrolled enrolled) throws IOException {
        Device device = enrolled.device();
        OptionalLong serverTime = server(agent, device.issuer());
        certificate(device, serverTime.orElse(agent.platform().now()));
        if (device.machine().isPresent()) {
            machineCertificate(agent, enrolled, device.machine().get());
        } else if (enrolled.state().keys().find(KeyName.AGENT).isPresent()) {
            findings.add(Finding.ok("Agent key of device " + device.did()));
        } else {
            findings.add(Finding.broken(
                    "The agent key of device " + device.did() + " is gone",
                    "Ask for an enrolment token and enrol again."));
        }
        keys(agent, enrolled);
        registrations(agent, enrolled);
    }

    private void keys(Agent agent, Enrolled enrolled) throws IOException {
        Device device = enrolled.device();
        findings.add(Finding.ok("Keys " + KeyPlace.describe(device.keys())
                + device.assurance().map(known -> ", assurance " + known.wire()).orElse("")));
        if (device.keys() instanceof KeyHome.Tpm tpm) {
            try {
                findings.addAll(
                        TpmFindings.of(agent.keyStores().tpm(tpm.address()).health()));
                enrolled.state().keys().attester().ifPresent(attester -> findings.add(TpmFindings.of(attester)));
            } catch (TpmException e) {
                findings.add(TpmFindings.of(e));
            }
            pins(enrolled);
        }
    }

    /** A PIN can be had where a TPM counts the wrong ones. */
    private void pins(Enrolled enrolled) throws IOException {
        String named =
                pinentry != null ? pinentry : HostLauncher.pinentry(stateFolder).orElse(null);
        boolean someHavePins = enrolled.state().registrations().live().stream()
                .anyMatch(registration -> registration.userKey().isPresent());
        findings.add(PinFindings.of(new PinPrompts(named, environment).program(), someHavePins));
    }

    /** The server's clock, if it answered. */
    private OptionalLong server(Agent agent, Issuer issuer) {
        try {
            RealmHttp.Reply reply = agent.http().get(issuer.discoveryUri());
            if (reply.status() != 200) {
                findings.add(Finding.broken(
                        issuer + " answers with status " + reply.status(),
                        "Is Holdfast installed there, and device login set up in this realm? Ask the administrator."));
                return reply.serverTime();
            }
            JsonObject document = reply.json();
            RealmConfiguration.of(issuer, document);
            findings.add(Finding.ok(issuer + " is reachable and says it is that issuer"));
            skew(agent, reply.serverTime());
            return reply.serverTime();
        } catch (IOException e) {
            findings.add(Finding.broken(
                    issuer + " gives no usable answer: " + e.getMessage(),
                    "Check network, name resolution, proxy and the server's certificate; then ask the administrator."));
            return OptionalLong.empty();
        }
    }

    private void skew(Agent agent, OptionalLong serverTime) {
        if (serverTime.isPresent()) {
            long seconds = agent.platform().now() - serverTime.getAsLong();
            findings.add(
                    Math.abs(seconds) < WORTH_A_NOTE
                            ? Finding.ok("The clock agrees with the server's")
                            : Finding.note(
                                    "The clock is " + seconds + " s off the server's; device login works all the same",
                                    "Set the clock: other software needs it."));
        }
    }

    /** The files of another authority, which other programs write. */
    private void machineCertificate(Agent agent, Enrolled enrolled, MachineFiles files) {
        try {
            enrolled.state().agentKey(enrolled.device(), agent.platform().random());
            boolean shown = MachineCertificate.read(files)
                    .x5c()
                    .equals(enrolled.device().certificateChain());
            findings.add(
                    shown
                            ? Finding.ok("Certificate of another authority in " + files.certificate())
                            : Finding.note(
                                    "The certificate in " + files.certificate() + " was renewed",
                                    "The next sign-in shows it to the realm, or: holdfast-agent renew"));
        } catch (IOException e) {
            findings.add(
                    Finding.broken(String.valueOf(e.getMessage()), "Ask whoever gives this machine its certificate."));
        }
    }

    private void certificate(Device device, long now) {
        Instant end = Instant.ofEpochSecond(device.notAfter());
        if (now >= device.notAfter()) {
            findings.add(Finding.broken(
                    "The device certificate ended at " + end,
                    "Ask for an enrolment token, then: holdfast-agent enrol. Registrations stay."));
        } else if (device.notAfter() - now < SOON) {
            findings.add(Finding.note(
                    "The device certificate ends soon, at " + end, "Ask for an enrolment token and enrol again."));
        } else {
            findings.add(Finding.ok("Device certificate until " + end));
        }
    }

    private void registrations(Agent agent, Enrolled enrolled) throws IOException {
        List<Registration> live = enrolled.state().registrations().live();
        for (Registration registration : live) {
            if (enrolled.state().keys().find(registration.key()).isEmpty()) {
                findings.add(Finding.broken(
                        "The key of " + registration.account() + "'s registration is gone", "holdfast-agent register"));
            } else if (registration.standing(agent.platform().now()) == Registration.Standing.LOCKED) {
                findings.add(Finding.note(
                        registration.account() + " is registered and locked", "Sign in normally once to unlock."));
            } else {
                findings.add(Finding.ok(registration.account() + " is registered and ready"));
            }
        }
        for (Registration.Ended ended : enrolled.state().registrations().ended()) {
            findings.add(Finding.note(
                    ended.account() + "'s registration ended: " + ended.reason().wire(),
                    ended.reason().advice()));
        }
        if (live.isEmpty()) {
            findings.add(Finding.note(
                    "Nobody is registered in " + enrolled.device().issuer(),
                    "holdfast-agent register, or sign in at the login page and choose this device"));
        }
    }

    private void browsers() {
        boolean any = false;
        for (Browser browser : Browser.values()) {
            if (browser.isPresent(environment)) {
                any = true;
                findings.add(manifest(browser));
            }
        }
        if (!any) {
            findings.add(Finding.note(
                    "No Chromium, Chrome, Edge, Brave or Firefox of this user was found",
                    "If the browser keeps its profile elsewhere: holdfast-agent install-host --dir FOLDER"));
        }
    }

    private Finding manifest(Browser browser) {
        Optional<Path> found = browser.manifest(environment);
        if (found.isEmpty()) {
            return Finding.broken(
                    browser.title() + " cannot start the agent: no "
                            + browser.manifests(environment).resolve(Browser.MANIFEST),
                    "holdfast-agent install-host");
        }
        Path file = found.get();
        try {
            JsonObject manifest = JsonObject.parse(Files.readAllBytes(file));
            Path program = Path.of(manifest.string("path"));
            if (!browser.admits(manifest, HostCaller.allowed(MachineSettings.ofThisMachine()))) {
                return Finding.note(
                        browser.title() + "'s manifest allows another extension than Holdfast's own",
                        "If nobody meant that: holdfast-agent install-host");
            }
            return Files.isExecutable(program)
                    ? Finding.ok(browser.title() + " can start the agent")
                    : Finding.broken(
                            browser.title() + "'s manifest names " + program + ", which cannot be run",
                            "holdfast-agent install-host");
        } catch (IOException e) {
            return Finding.broken(file + " is damaged", "holdfast-agent install-host");
        }
    }
}
