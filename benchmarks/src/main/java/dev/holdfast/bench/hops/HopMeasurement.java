package dev.holdfast.bench.hops;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import dev.holdfast.bench.signin.Realm;
import dev.holdfast.harness.Browser;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** Signs in again and again in a real Chromium with the real extension, native host and agent, and reads the clock. */
public final class HopMeasurement implements AutoCloseable {

    private static final double PATIENCE_MILLIS = 30_000;

    /** The hint that the extension is here stays, as it does between two days; the sessions go. */
    private static final Pattern SESSIONS = Pattern.compile("^(?!HOLDFAST_EXTENSION$)");

    /** Reads the clock beside the page's own scripts; changes nothing. */
    private static final String LISTENER = """
            (() => {
              const mark = (name, time) => holdfastBenchMark(name, performance.timeOrigin + (time ?? performance.now()));
              const asked = new Map();
              addEventListener('click', (event) => event.target.id === 'sign-in' && mark('click'), true);
              addEventListener('submit', () => mark('submit'), true);
              document.addEventListener('holdfast-ready', () => mark('ready'), true);
              addEventListener('message', ({data}) => {
                if (data?.holdfast !== 1) {
                  return;
                }
                if (data.to === 'agent') {
                  asked.set(data.id, data.type);
                  mark(`ask ${data.type}`);
                  if (data.type === 'status') {
                    mark('page', performance.getEntriesByType('navigation')[0].responseEnd);
                  }
                } else {
                  mark(`reply ${asked.get(data.id)}`);
                }
              }, true);
            })();
            """;

    private final HopApplication application;
    private final InstalledAgent agent;
    private final Browser browser;
    private final Page page;
    private final Marks marks = new Marks(Clock.systemUTC());

    /**
     * Enrols this machine and starts the browser.
     *
     * @param folder for the agent's state and the browser's profile
     */
    public HopMeasurement(
            Path folder, Path agentJar, Path extension, Realm realm, String clientId, String enrolmentToken) {
        try {
            Files.createDirectories(folder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        this.agent = new InstalledAgent(agentJar, folder.resolve("agent"));
        agent.enrol(realm.issuer(), enrolmentToken);
        Path profile = folder.resolve("profile");
        agent.installHost(profile);
        this.application = new HopApplication(realm, clientId, marks);
        this.browser = Browser.builder(profile).extension(extension).start();
        this.page = browser.firstPage();
        page.setDefaultTimeout(PATIENCE_MILLIS);
        page.exposeFunction("holdfastBenchMark", given -> {
            marks.at(String.valueOf(given[0]), ((Number) given[1]).doubleValue());
            return given[0];
        });
        page.addInitScript(LISTENER);
    }

    /** Signs in with the password once, and registers the user on this machine. */
    public void register(String user, String password) {
        begin();
        page.locator("[data-state='setup']:not([hidden]) [data-action='setup']").click();
        page.locator("#username").fill(user);
        page.locator("#password").fill(password);
        page.locator("#kc-login").click();
        page.locator("#done").waitFor();
    }

    /**
     * Signs in silently, some times unmeasured and then measured.
     *
     * @return the table
     */
    public String run(int unmeasured, int measured) {
        for (int i = 0; i < unmeasured; i++) {
            signIn();
        }
        int before = agent.signInMillis().size();
        Map<String, List<Double>> hops = new LinkedHashMap<>();
        for (int i = 0; i < measured; i++) {
            signIn();
            double inAgent = agent.signInMillis().get(before + i);
            double exchange = marks.between("ask exchange", "reply exchange");
            add(hops, "click -> login page received (authorization request)", marks.between("click", "page"));
            add(hops, "login page received -> extension announces itself", marks.between("page", "ready"));
            add(hops, "login page's scripts begin to ask", marks.between("ready", "ask status"));
            add(hops, "status: page -> extension -> agent and back", marks.between("ask status", "reply status"));
            add(hops, "login page decides", marks.between("reply status", "ask exchange"));
            add(hops, "exchange: page -> extension -> native host and back", exchange - inAgent);
            add(hops, "exchange: agent and server (agent's log)", inAgent);
            add(hops, "login page posts the DUST", marks.between("reply exchange", "submit"));
            add(hops, "DUST -> code at the application", marks.between("submit", "code"));
            add(hops, "code -> tokens", marks.between("code", "tokens"));
            add(hops, "all of it: click -> tokens", marks.between("click", "tokens"));
        }
        StringBuilder table = new StringBuilder("%-64s %8s %8s %8s%n".formatted("hop, ms", "median", "least", "most"));
        hops.forEach(
                (name, millis) -> table.append(new Hop(name, millis).line()).append(System.lineSeparator()));
        return table.toString();
    }

    @Override
    public void close() {
        browser.close();
        application.close();
    }

    private void signIn() {
        browser.context().clearCookies(new BrowserContext.ClearCookiesOptions().setName(SESSIONS));
        begin();
        page.locator("#done").waitFor();
    }

    private void begin() {
        URI start = application.address();
        page.navigate(start.toString());
        marks.clear();
        page.locator("#sign-in").click();
    }

    private static void add(Map<String, List<Double>> hops, String name, double millis) {
        hops.computeIfAbsent(name, any -> new ArrayList<>()).add(millis);
    }
}
