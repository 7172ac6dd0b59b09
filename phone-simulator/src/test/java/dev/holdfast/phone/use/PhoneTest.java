package dev.holdfast.phone.use;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.phone.account.Account;
import dev.holdfast.phone.account.PhoneHome;
import dev.holdfast.phone.message.Decision;
import dev.holdfast.phone.message.OneTimeKey;
import dev.holdfast.phone.message.PhoneKey;
import dev.holdfast.phone.message.SignedRequest;
import dev.holdfast.phone.realm.Fault;
import dev.holdfast.phone.realm.Issuer;
import dev.holdfast.phone.realm.PushHttp;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PhoneTest {
    private static final long SERVER_NOW = 1_795_300_000;
    private static final OneTimeKey CODE = new OneTimeKey("7Q2ZK9M4XWBT6HRC");

    @TempDir
    Path temp;

    private final FakeRealm realm = new FakeRealm();
    private Path home;
    private Phone phone;

    @BeforeEach
    void open() throws IOException {
        home = temp.resolve("home");
        phone = phone();
    }

    @AfterEach
    void close() {
        realm.close();
    }

    private Phone phone() throws IOException {
        return new Phone(
                PhoneHome.open(home),
                new PushHttp(Duration.ofSeconds(30)),
                Clock.systemUTC(),
                new SecureRandom(),
                length -> {});
    }

    private Account enrolled() throws Fault, IOException {
        return phone.enrol(realm.issuer, CODE, "Test", "linux").account();
    }

    private SignedRequest waiting(Account account) throws Fault, IOException {
        realm.waiting.add(realm.request("Shop", SERVER_NOW + 60));
        return phone.waiting(account).requests().get(0);
    }

    private List<String> endpoints() {
        return realm.heard.stream().map(FakeRealm.Said::endpoint).toList();
    }

    @Test
    @DisplayName("Keys are in files that nobody else can read, in a folder that nobody else can enter")
    void modes() throws Exception {
        Account account = enrolled();

        assertThat(Files.getPosixFilePermissions(home)).isEqualTo(PosixFilePermissions.fromString("rwx------"));
        try (Stream<Path> files = Files.list(home)) {
            assertThat(files)
                    .singleElement()
                    .satisfies(file -> assertThat(Files.getPosixFilePermissions(file))
                            .isEqualTo(PosixFilePermissions.fromString("rw-------")));
        }
        assertThat(phone().accounts()).singleElement().satisfies(kept -> {
            assertThat(kept.name()).isEqualTo("ada at Acme");
            assertThat(kept.key().thumbprint()).isEqualTo(account.key().thumbprint());
        });
        Files.setPosixFilePermissions(home, PosixFilePermissions.fromString("rwxr-x---"));
        assertThatThrownBy(this::phone).hasMessageContaining("chmod 700");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://idp.example.com/realms/acme",
                "https://idp.example.com/realms/acme/",
                "https://idp.example.com/realms/acme?x",
                "https://ada@idp.example.com/realms/acme",
                "http://localhost.example.com/realms/acme",
                "file:///realms/acme",
                "acme"
            })
    @DisplayName("No realm is spoken to over plain http but on this machine, nor under an address that can be misread")
    void issuers(String address) {
        assertThatThrownBy(() -> new Issuer(address)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    @DisplayName("Push §3: a document that names another realm is refused, and so are endpoints outside of the realm")
    void discovery() {
        realm.discovery.put("answers_endpoint", "http://localhost:1/realms/acme/push-mfa/answers");
        assertThatThrownBy(this::enrolled).hasMessageContaining("answers_endpoint");
        realm.discovery.put("issuer", "http://localhost:1/realms/acme");
        assertThatThrownBy(this::enrolled).hasMessageContaining("another realm");
        assertThat(realm.heard).isEmpty();
    }

    @Test
    @DisplayName("Push §3: a message whose nonce was of no use is signed again with the nonce that came along, once")
    void nonce() throws Exception {
        realm.refuseNext(401, "invalid_nonce");
        Account account = enrolled();

        assertThat(realm.heard.get(1).message().claims().path("nonce").asText()).isEqualTo("given1");
        assertThat(realm.nonces).isEqualTo(1);
        realm.refuseNext(401, "invalid_nonce");
        realm.refuseNext(401, "invalid_nonce");
        assertThatThrownBy(() -> phone.waiting(account)).hasMessageContaining("invalid_nonce");
    }

    @Test
    @DisplayName("Push §4: after a lost answer the same key is sent again with the same one-time key")
    void lostEnrolment() throws Exception {
        realm.tearNext();
        enrolled();

        assertThat(endpoints()).containsExactly("enrolments", "enrolments");
        assertThat(realm.heard.get(1).message().compact())
                .isEqualTo(realm.heard.get(0).message().compact());
    }

    @Test
    @DisplayName(
            "Push §6: an answer that may have arrived is sent again as the very same, and 'already answered' says so")
    void lostAnswer() throws Exception {
        Account account = enrolled();
        SignedRequest request = waiting(account);
        realm.tearNext();
        assertThat(phone.answer(account, request, new Decision.Approve(Optional.of("42"))))
                .isEqualTo("approved");
        assertThat(realm.heard.get(3).message().compact())
                .isEqualTo(realm.heard.get(2).message().compact());

        realm.tearNext();
        realm.refuseNext(409, "already_answered");
        assertThatThrownBy(() -> phone.answer(account, request, new Decision.Deny()))
                .isInstanceOf(Fault.NoAnswer.class)
                .hasMessageContaining("may have arrived");
        realm.refuseNext(409, "already_answered");
        assertThatThrownBy(() -> phone.answer(account, request, new Decision.Deny()))
                .isInstanceOf(Fault.Refused.class);
    }

    @Test
    @DisplayName("Push §10: 'temporarily unavailable' repeats the same message, and gives up after a while")
    void unavailable() throws Exception {
        Account account = enrolled();
        realm.refuseNext(503, "temporarily_unavailable");
        assertThat(phone.waiting(account).requests()).isEmpty();
        for (int i = 0; i < 3; i++) {
            realm.refuseNext(503, "temporarily_unavailable");
        }
        assertThatThrownBy(() -> phone.waiting(account)).hasMessageContaining("temporarily_unavailable");
    }

    @Test
    @DisplayName("A41 what the realm did not sign is counted and not shown")
    void forged() throws Exception {
        Account account = enrolled();
        realm.waiting.add(realm.request("Bank", SERVER_NOW + 60, PhoneKey.generate(new SecureRandom())));
        realm.waiting.add("a.b.c");
        realm.waiting.add(realm.request("Late", SERVER_NOW));
        realm.waiting.add(realm.request("Shop", SERVER_NOW + 60));

        Phone.Waiting waiting = phone.waiting(account);

        assertThat(waiting.requests()).extracting(SignedRequest::clientName).containsExactly("Shop");
        assertThat(waiting.distrusted()).isEqualTo(3);
    }

    @Test
    @DisplayName("Push §8: a phone that was removed keeps no key; one whose enrolment is over neither")
    void removed() throws Exception {
        Account account = enrolled();
        realm.refuseNext(401, "invalid_signature");
        assertThatThrownBy(() -> phone.waiting(account)).hasMessageContaining("invalid_signature");
        assertThat(phone.accounts()).isEmpty();

        Account active = phone.waiting(enrolled()).account();
        realm.refuseNext(401, "invalid_signature");
        assertThatThrownBy(() -> phone.waiting(active)).hasMessageContaining("invalid_signature");
        assertThat(phone.accounts()).hasSize(1);
        realm.refuseNext(403, "phone_revoked");
        assertThatThrownBy(() -> phone.waiting(active)).hasMessageContaining("phone_revoked");
        assertThat(phone.accounts()).isEmpty();
    }
}
