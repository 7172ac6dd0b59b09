package dev.holdfast.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.holdfast.it.wire.App;
import dev.holdfast.it.wire.CookieJar;
import dev.holdfast.it.wire.Page;
import dev.holdfast.it.wire.Tab;
import dev.holdfast.it.wire.Visitor;
import dev.holdfast.it.wire.WireRealm;
import dev.holdfast.it.wire.WireRegistration;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A thief who has every cookie of the browser, and its tab's address, up to the moment in which the device answers. */
@ExtendWith(SharedServer.class)
@DisplayName("A tab that a device proved is its browser's alone")
class ProvenTabIT {
    private static final Pattern CONSENT_CODE = Pattern.compile("name=\"code\"[^>]*\\svalue=\"([^\"]+)\"");
    private static final Pattern CONTINUE = Pattern.compile("id=\"loginContinueLink\" href=\"([^\"]+)\"");
    private static final String MARK = "HOLDFAST_TAB_";

    /** From the start of the answer's post: before it is read, while it is worked on, and after. */
    private static final List<Duration> LOOKS = List.of(
            Duration.ofMillis(2),
            Duration.ofMillis(5),
            Duration.ofMillis(8),
            Duration.ofMillis(11),
            Duration.ofMillis(15),
            Duration.ofMillis(20),
            Duration.ofMillis(30));

    private static WireRealm realm;
    private static App wiki;

    /** Two that ask for consent, once of each person. */
    private static App asking;

    private static App waiting;

    private final World world;

    ProvenTabIT(World world) {
        this.world = world;
    }

    @BeforeAll
    static void makeRealm(World world) {
        realm = world.addRealm("tabs", Map.of());
        wiki = world.addApplication(realm, "wiki", Map.of());
        asking = askingForConsent(world, "asking");
        waiting = askingForConsent(world, "waiting");
    }

    private static App askingForConsent(World world, String clientId) {
        App app = world.addApplication(realm, clientId, Map.of());
        String clients = world.adminPath(realm) + "/clients";
        ObjectNode client = (ObjectNode)
                world.admin().get(clients + "?clientId=" + clientId).path(0);
        world.admin().put(clients + "/" + client.path("id").asText(), client.put("consentRequired", true));
        return app;
    }

    @Test
    @DisplayName("A36 who looks at the tab while its device proves the session gets nothing of it")
    void lookWhileProving() {
        WireRegistration registration = world.registration(realm, TestRealms.ADA);
        Visitor owner = world.signIn(registration).visitor();

        for (int round = 0; round < 20; round++) {
            Tab tab = owner.open(wiki);
            answerUnderLooks(tab, registration.proofFor(tab.page().challenge()));
        }
    }

    @Test
    @DisplayName("A36 who looks at the tab while its device signs in gets nothing of it")
    void lookWhileSigningIn() {
        WireRegistration registration = world.registration(realm, TestRealms.GRACE);

        for (int round = 0; round < 20; round++) {
            Tab tab = Visitor.withExtension(realm).open(wiki);
            answerUnderLooks(tab, registration.dustFor(tab.page().challenge()));
        }
    }

    @Test
    @DisplayName("A36 a page behind the proof is shown to no other browser, and its owner goes on there")
    void pageBehindProof() {
        WireRegistration registration = world.registration(realm, TestRealms.ADA);
        Tab tab = world.signIn(registration).visitor().open(asking);
        List<CookieJar.Cookie> before = tab.visitor().cookies().all();

        tab.prove(registration);

        Page seen = thief(before).get(tab.page().uri());
        assertThat(seen.asksForProof()).isTrue();
        tab.reload();
        tab.open(URI.create(group(CONTINUE, tab.page())));
        accept(tab);
        assertThat(tab.isSignedIn()).isTrue();
        assertThat(tab.tokens().access().path("device").path("id").asText())
                .isEqualTo(registration.agent().did());
    }

    @Test
    @DisplayName("A36 a page behind the device's sign-in is refused to another browser, which the events tell")
    void pageBehindSignIn() {
        WireRegistration registration = world.registration(realm, TestRealms.GRACE);
        Tab tab = Visitor.withExtension(realm).open(asking);
        List<CookieJar.Cookie> before = tab.visitor().cookies().all();

        tab.signIn(registration);

        Visitor thief = thief(before);
        Page seen = thief.get(tab.page().uri());
        assertThat(seen.status()).isEqualTo(403);
        assertThat(seen.body()).contains("from another browser").doesNotContain("name=\"code\"");
        assertThat(thief.get(URI.create(group(CONTINUE, thief.get(seen.uri())))).status())
                .isEqualTo(403);
        assertThat(world.deviceEvents(realm, "other_browser_refused")).isNotEmpty();
        tab.reload();
        tab.open(URI.create(group(CONTINUE, tab.page())));
        accept(tab);
        assertThat(tab.isSignedIn()).isTrue();
        assertThat(tab.tokens().access().path("device").path("id").asText())
                .isEqualTo(registration.agent().did());
    }

    @Test
    @DisplayName("A36 the browser's mark is no script's and no other site's, and goes with the next proof")
    void marks() {
        WireRegistration registration = world.registration(realm, TestRealms.ADA);
        Visitor owner = world.signIn(registration).visitor();
        List<CookieJar.Cookie> first = owner.cookies().startingWith(MARK);
        assertThat(first)
                .singleElement()
                .satisfies(mark -> assertThat(mark.attributes()).contains("httponly", "secure"))
                .satisfies(
                        mark -> assertThat(mark.path()).isEqualTo(realm.issuer().getPath() + "/"));

        Tab other = owner.open(waiting);
        other.prove(registration);
        Tab next = owner.open(wiki);
        next.prove(registration);

        assertThat(next.isSignedIn()).isTrue();
        assertThat(owner.cookies().startingWith(MARK)).hasSize(2).doesNotContainAnyElementsOf(first);
    }

    private static void answerUnderLooks(Tab tab, String dust) {
        List<CookieJar.Cookie> before = tab.visitor().cookies().all();
        URI look = look(tab);
        long start = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(20);
        List<Callable<Page>> jobs = new ArrayList<>();
        for (Duration after : LOOKS) {
            Visitor thief = thief(before);
            jobs.add(() -> {
                TimeUnit.NANOSECONDS.sleep(start + after.toNanos() - System.nanoTime());
                return thief.get(look);
            });
        }
        jobs.add(() -> {
            TimeUnit.NANOSECONDS.sleep(start - System.nanoTime());
            return tab.dust(dust);
        });

        List<Page> pages = Together.run(jobs);

        assertThat(pages.subList(0, LOOKS.size()))
                .allSatisfy(page ->
                        assertThat(page.leftFor().map(URI::toString).orElse("")).doesNotContain("code="));
    }

    /** What the tab's address bar shows. */
    private static URI look(Tab tab) {
        return URI.create(tab.page().action().toString().replaceAll("(session_code|execution)=[^&]*&", ""));
    }

    private static Visitor thief(List<CookieJar.Cookie> cookies) {
        Visitor thief = Visitor.withExtension(realm);
        cookies.forEach(thief.cookies()::copy);
        return thief;
    }

    private static void accept(Tab tab) {
        tab.stock(Map.of("code", group(CONSENT_CODE, tab.page()), "accept", "Yes"));
    }

    private static String group(Pattern pattern, Page page) {
        Matcher found = pattern.matcher(page.body());
        assertThat(found.find()).as("%s", page).isTrue();
        return found.group(1).replace("&amp;", "&");
    }
}
