package dev.holdfast.demo;

import com.fasterxml.jackson.databind.JsonNode;
import dev.holdfast.demo.DemoServer.Policy;
import dev.holdfast.demo.Progress.Found;
import dev.holdfast.harness.AuthenticatorApp;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.stream.StreamSupport;

/** The part of the check that is about policies: one allows, one demands a factor, one denies; asked before, found after. */
final class AccessCheck {

    private static final String USER = "grace";
    private static final String CONTRACTOR = DemoServer.CONTRACTOR;

    private final World world;
    private final Progress progress;

    AccessCheck(World world, Progress progress) {
        this.world = world;
        this.progress = progress;
    }

    /** Runs the steps. */
    void run() {
        try (Visitor grace = world.visitor("profile-grace")) {
            picturing(grace, () -> {
                report(grace);
                require(grace);
            });
        }
        try (Visitor mary = world.visitor("profile-mary")) {
            picturing(mary, () -> {
                ask();
                deny(mary);
                look();
            });
        }
    }

    private void report(Visitor grace) {
        progress.step(
                "Three policies in report mode: Grace signs in, and the record says what they would have done", () -> {
                    grace.beginSignIn();
                    grace.givePassword(USER, USER);
                    grace.awaitSignedIn(USER);
                    JsonNode policy = policy(lastSignIn(USER), Policy.EXPENSES);
                    if (!policy.path("mode").asText().equals("report")) {
                        throw new DemoException("the record says of the policy: " + policy);
                    }
                    return new Found<>(true, "");
                });
    }

    private void require(Visitor grace) {
        progress.step("\"" + Policy.EXPENSES.title() + "\" is enforced: she is led to set one up, and is in", () -> {
            world.server().enforce(Policy.EXPENSES);
            grace.closeOvernight();
            grace.beginSignIn();
            grace.givePassword(USER, USER);
            grace.setUpAuthenticatorApp(secret -> AuthenticatorApp.typed(secret)
                    .code(Instant.now().getEpochSecond() / AuthenticatorApp.PERIOD_SECONDS));
            grace.awaitSignedIn(USER);
            return new Found<>(true, "");
        });
    }

    private void ask() {
        progress.step(
                "What if \"" + Policy.CONTRACTORS.title() + "\" were enforced? Mary would be denied here, not there",
                () -> {
                    JsonNode here = world.server().whatIf(CONTRACTOR, "127.0.0.1", Policy.CONTRACTORS);
                    JsonNode there = world.server().whatIf(CONTRACTOR, DemoServer.AT_THE_OFFICE, Policy.CONTRACTORS);
                    String decisions = here.at("/decision/action").asText() + ", "
                            + there.at("/decision/action").asText();
                    // The other policy of this application is in force already.
                    if (!decisions.equals("deny, require")) {
                        throw new DemoException("what-if says: " + decisions);
                    }
                    return new Found<>(true, "(" + why(here) + ")");
                });
    }

    private void deny(Visitor mary) {
        progress.step("Enforced, it denies her, in its own words", () -> {
            world.server().enforce(Policy.CONTRACTORS);
            mary.beginSignIn();
            mary.givePassword(CONTRACTOR, CONTRACTOR);
            mary.awaitText("Contractors sign in from the office.");
            mary.requireNoSession(world.server().issuer());
            return new Found<>(true, "");
        });
    }

    private void look() {
        progress.step("The record has the denial, and the policy that decided it", () -> {
            JsonNode entry = lastSignIn(CONTRACTOR);
            JsonNode policy = policy(entry, Policy.CONTRACTORS);
            if (entry.path("success").asBoolean(true)) {
                throw new DemoException("the record says that it succeeded: " + entry);
            }
            return new Found<>(
                    true,
                    "(" + entry.path("event_type").asText() + ", \""
                            + policy.path("name").asText() + "\")");
        });
    }

    private JsonNode lastSignIn(String user) {
        return entries(world.server().recorded(user)).stream()
                .filter(entry -> !entry.at("/auth_context/policies_applied").isEmpty())
                .findFirst()
                .orElseThrow(() -> new DemoException("the record has no sign-in of " + user));
    }

    private static JsonNode policy(JsonNode entry, Policy policy) {
        return entries(entry.at("/auth_context/policies_applied")).stream()
                .filter(one -> one.path("name").asText().equals(policy.title()))
                .findFirst()
                .orElseThrow(() -> new DemoException("the record does not name the policy: " + entry));
    }

    /** The reason of the condition that decided. */
    private static String why(JsonNode explanation) {
        return entries(explanation.path("policies")).stream()
                .filter(policy -> policy.path("name").asText().equals(Policy.CONTRACTORS.title()))
                .map(policy -> policy.at("/condition/parts/0/reason/message").asText())
                .findFirst()
                .orElse("");
    }

    private static List<JsonNode> entries(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false).toList();
    }

    private void picturing(Visitor visitor, Runnable steps) {
        Path screenshots = world.folder().resolve("screenshots");
        try {
            steps.run();
        } catch (StepFailedException e) {
            visitor.screenshot(screenshots.resolve("access-page.png"));
            throw e;
        }
    }
}
