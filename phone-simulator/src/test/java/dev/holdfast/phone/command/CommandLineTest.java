package dev.holdfast.phone.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.phone.use.FakeRealm;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** The commands as an administrator runs them. */
class CommandLineTest {
    private static final String CODE = "7q2z-k9m4-xwbt-6hrc";
    private static final long SERVER_NOW = 1_795_300_000;

    @TempDir
    Path temp;

    private final FakeRealm realm = new FakeRealm();

    private record Outcome(int code, String out, String err) {}

    @AfterEach
    void close() {
        realm.close();
    }

    private Outcome run(String... arguments) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        List<String> all =
                new ArrayList<>(List.of("--home", temp.resolve("home").toString()));
        all.addAll(List.of(arguments));
        int code = HoldfastPhone.commandLine()
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(all.toArray(String[]::new));
        return new Outcome(code, out.toString(), err.toString());
    }

    private void enrol() {
        assertThat(run("enrol", "--issuer", realm.issuer.value(), "--code", CODE)
                        .code())
                .isZero();
    }

    @Test
    @DisplayName("Every command says how it is used and how it ends")
    void help() {
        CommandLine line = HoldfastPhone.commandLine();
        for (String command : line.getSubcommands().keySet()) {
            Outcome outcome = run(command, "--help");
            assertThat(outcome.code()).as(command).isZero();
            assertThat(outcome.out()).as(command).contains("Usage:", "Exit codes:", "--home");
        }
        assertThat(run("--help").out()).contains("Usage:", "Exit codes:", "A new phone: enrol");
        assertThat(run("--version").out()).startsWith("holdfast-phone ").doesNotContain("$");
    }

    @Test
    @DisplayName("enrol prints the digits for the page, waits until they were typed, and says what is next")
    void enrolled() {
        Outcome outcome = run("enrol", "--issuer", realm.issuer.value(), "--code", CODE, "--name", "Bench");

        assertThat(outcome.code()).isZero();
        assertThat(outcome.out()).contains("482913", "ada at Acme is ready", "Next: holdfast-phone watch");
        assertThat(realm.heard.get(0).message().claims().path("name").asText()).isEqualTo("Bench");
        assertThat(run("accounts").out()).contains("ada at Acme", "active", FakeRealm.PHONE);
    }

    @Test
    @DisplayName("enrol ends where the page began anew meanwhile, and keeps no key")
    void superseded() {
        realm.grantNext();
        realm.refuseNext(401, "invalid_signature");
        Outcome outcome = run("enrol", "--issuer", realm.issuer.value(), "--code", CODE);

        assertThat(outcome.code()).isEqualTo(1);
        assertThat(outcome.err()).contains("Begin anew");
        assertThat(run("accounts").out()).contains("There is no account");
    }

    @Test
    @DisplayName(
            "enrol takes the URL of the QR code, whose realm counts; a realm that demands WebAuthn is refused at once")
    void enrolledByQrCode() {
        String url = "https://app.example.com/#enrol=7Q2ZK9M4XWBT6HRC&exp=1&iss="
                + realm.issuer.value().replace(":", "%3A").replace("/", "%2F");
        assertThat(run("enrol", "--issuer", "https://idp.example.com/realms/acme", "--code", url)
                        .code())
                .isEqualTo(2);
        realm.discovery.put("user_verification", "required");
        Outcome refused = run("enrol", "--code", url);
        assertThat(refused.code()).isEqualTo(1);
        assertThat(refused.err()).contains("WebAuthn", "Use the phone app");
        assertThat(realm.heard).isEmpty();
        realm.discovery.put("user_verification", "optional");
        assertThat(run("enrol", "--code", url).code()).isZero();
    }

    @Test
    @DisplayName("Wrong usage is exit code 2, before anything is sent: no realm, no code, plain http, half a number")
    void usage() {
        assertThat(run("enrol", "--code", CODE).err()).contains("add --issuer");
        assertThat(run("enrol", "--issuer", realm.issuer.value(), "--code", "7Q2Z")
                        .code())
                .isEqualTo(2);
        Outcome plain = run("enrol", "--issuer", "http://idp.example.com/realms/acme", "--code", CODE);
        assertThat(plain.code()).isEqualTo(2);
        assertThat(plain.err()).contains("https is needed");
        enrol();
        assertThat(run("approve", "--number", "7").code()).isEqualTo(2);
        assertThat(run("dance").code()).isEqualTo(2);
        assertThat(run("approve", "--number", "7").err()).contains("like 07", "More: holdfast-phone approve --help");
        assertThat(realm.heard).extracting(FakeRealm.Said::endpoint).doesNotContain("answers");
    }

    @Test
    @DisplayName("approve shows what it approves and sends the number; without one it sends nothing and asks for it")
    void approved() {
        enrol();
        assertThat(run("approve", "--number", "42").code()).isEqualTo(3);
        realm.waiting.add(realm.request("Shop", SERVER_NOW + 42));
        Outcome without = run("approve");
        assertThat(without.code()).isEqualTo(2);
        assertThat(without.err()).contains("add --number NN");
        Outcome approved = run("approve", "--number", "07", "--request", "0a8f");

        assertThat(approved.code()).isZero();
        assertThat(approved.out()).contains("Sign in?", "Shop (shop)", "198.51.100.7", "NOT known", "42 s", "approved");
        var claims = realm.heard.get(realm.heard.size() - 1).message().claims();
        assertThat(claims.path("decision").asText()).isEqualTo("approve");
        assertThat(claims.path("number").asText()).isEqualTo("07");
    }

    @Test
    @DisplayName("A refusal is exit code 1, with its code and what to do next")
    void refused() {
        enrol();
        realm.waiting.add(realm.request("Shop", SERVER_NOW + 42));
        run("requests");
        int before = realm.heard.size();
        assertThat(run("deny").out()).contains("denied");
        assertThat(realm.heard).hasSize(before + 2);
        realm.refuseNext(403, "phone_revoked");
        Outcome outcome = run("requests");
        assertThat(outcome.code()).isEqualTo(1);
        assertThat(outcome.err()).contains("phone_revoked", "enrol again");
        assertThat(run("requests").err()).contains("There is no account on this phone");
    }

    @Test
    @DisplayName("A41 text of others cannot steer the terminal, and a forged request is mentioned but not shown")
    void printed() {
        enrol();
        realm.waiting.add(realm.request("Shop\u001b[2J\u202e\r\n  account bob", SERVER_NOW + 42));
        Outcome shown = run("requests");
        assertThat(shown.out()).contains("Shop?[2J???  account bob").doesNotContain("\u001b", "\u202e", "\r");

        realm.waiting.clear();
        realm.waiting.add(realm.request(
                "Bank",
                SERVER_NOW + 42,
                dev.holdfast.phone.message.PhoneKey.generate(new java.security.SecureRandom())));
        Outcome forged = run("requests");
        assertThat(forged.out()).contains("No request waits.").doesNotContain("Bank");
        assertThat(forged.err()).contains("1 not shown").doesNotContain("Bank");
    }

    @Test
    @DisplayName("watch shows a request once, and remove ends the account there and here")
    void watched() {
        enrol();
        realm.waiting.add(realm.request("Shop", SERVER_NOW + 42));
        assertThat(run("watch", "--requests", "1").out()).containsOnlyOnce("Shop (shop)");
        assertThat(run("watch", "--every", "0").code()).isEqualTo(2);

        assertThat(run("remove").out()).contains("ada at Acme is removed");
        assertThat(realm.heard).extracting(FakeRealm.Said::endpoint).endsWith("remove");
        assertThat(run("accounts").out()).contains("There is no account");
    }
}
