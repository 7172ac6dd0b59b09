package dev.holdfast.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.holdfast.harness.Requirement;
import dev.holdfast.it.wire.Answer;
import dev.holdfast.it.wire.Tab;
import dev.holdfast.it.wire.WireAgent;
import dev.holdfast.it.wire.WireRealm;
import dev.holdfast.it.wire.WireRegistration;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Machines with certificates of an authority made by OpenSSL, against the packaged jar on a stock Keycloak. */
@ExtendWith(SharedServer.class)
@DisplayName("G2 Certificates of other authorities")
class AuthorityIT {
    private final World world;
    private final WireRealm realm;

    @TempDir
    Path temp;

    private OpensslAuthority authority;

    AuthorityIT(World world) {
        this.world = world;
        this.realm = world.realm(TestRealms.CERTIFIED);
    }

    @BeforeEach
    void makeAuthority() throws IOException {
        Requirement openssl = Requirement.openssl();
        assumeTrue(openssl.isUsable(), openssl.absence());
        authority = new OpensslAuthority(temp.resolve("authority"));
    }

    @AfterEach
    void forgetAuthority() {
        authority.close();
        world.configure(TestRealms.CERTIFIED, "certificateAuthorities", "");
    }

    private void trust(String source, Map<String, String> more) throws IOException {
        Map<String, List<String>> settings = new HashMap<>(Map.of(
                "certificateAuthorities", List.of(authority.anchor()),
                "certificateRevocation", List.of(source),
                "certificateRevocationUnanswered", List.of("refuse"),
                "certificateRevocationAge", List.of("0"),
                "certificateRevocationHosts", List.of(authority.host())));
        more.forEach((key, value) -> settings.put(key, List.of(value)));
        world.configure(TestRealms.CERTIFIED, settings);
    }

    @ParameterizedTest(name = "A16 a machine that its authority revokes, told by {0}, signs in no more, and others do")
    @ValueSource(strings = {"crl", "ocsp"})
    void adoptedAndRevoked(String source) throws Exception {
        trust(source, Map.of());
        OpensslAuthority.Machine laptop = authority.machine("laptop", "laptop-" + source);
        OpensslAuthority.Machine other = authority.machine("other", "other-" + source);
        WireRegistration ada = world.registration(WireAgent.adopt(realm, laptop.key(), laptop.chain()), TestRealms.ADA);
        WireRegistration grace =
                world.registration(WireAgent.adopt(realm, other.key(), other.chain()), TestRealms.GRACE);
        Tab session = world.signIn(ada);
        assertThat(session.isSignedIn()).isTrue();

        authority.revoke(laptop);

        assertThat(realm.send(ada.exchange(world.devicePage(realm).page().challenge(), WireRegistration.newRid()))
                        .refusal())
                .isEqualTo("untrusted_certificate");
        assertThat(realm.send(WireAgent.adoption(realm, laptop.key(), laptop.chain()))
                        .refusal())
                .isEqualTo("untrusted_certificate");
        assertThat(world.signIn(grace).isSignedIn()).isTrue();
    }

    @Test
    @DisplayName(
            "G2 the authority's next certificate, with a new key, is the same device; the list is asked once in its"
                    + " time and serves when the authority is silent")
    void renewedAndKept() throws Exception {
        trust("crl", Map.of("certificateRevocationAge", "3600"));
        OpensslAuthority.Machine first = authority.machine("first", "ada-laptop");
        WireAgent agent = WireAgent.adopt(realm, first.key(), first.chain());
        WireRegistration ada = world.registration(agent, TestRealms.ADA);
        OpensslAuthority.Machine next = authority.machine("next", "ada-laptop");
        authority.silence();

        WireAgent renewed = WireAgent.adopt(realm, next.key(), next.chain());

        assertThat(renewed.did()).isEqualTo(agent.did());
        assertThat(world.admin()
                        .get(world.adminPath(realm) + "/holdfast/devices/" + agent.did())
                        .path("certified_name")
                        .asText())
                .contains("ada-laptop");
        assertThat(world.signIn(ada).isSignedIn()).isTrue();
        assertThat(authority.requests()).isEqualTo(1);
        Answer former = realm.send(agent.revokeDevice("by the former key"));
        assertThat(former.refusal()).isEqualTo("invalid_signature");
    }

    @Test
    @DisplayName(
            "G2 the agent enrols by the machine's certificate, and takes the next one when the authority renewed it")
    void agent() throws Exception {
        trust("crl", Map.of());
        CommandLineAgent agent = new CommandLineAgent(temp.resolve("state"));
        OpensslAuthority.Machine laptop = authority.machine("laptop", "agents-laptop");
        CommandLineAgent.Outcome enrolled = agent.run(
                "enrol",
                "--issuer",
                realm.issuer().toString(),
                "--key-store",
                "software",
                "--certificate",
                laptop.certificateFile().toString(),
                "--key",
                laptop.keyFile().toString());
        assertThat(enrolled.output()).contains("Enrolled in", "of another authority");
        assertThat(enrolled.code()).isZero();
        assertThat(agent.register(realm, TestRealms.ADA).output()).contains("Registered " + TestRealms.ADA);
        Tab tab = world.devicePage(realm);
        tab.dust(agent.dust(realm, tab.page().challenge()));
        assertThat(tab.isSignedIn()).isTrue();
        assertThat(agent.run("renew", "--if-due").output()).contains("Nothing to do");

        authority.revoke(laptop);
        JsonNode refused = agent.exchange(realm, world.devicePage(realm).page().challenge());
        assertThat(refused.path("error").asText()).isEqualTo("untrusted_certificate");
        OpensslAuthority.Machine next = authority.machine("next", "agents-laptop");
        Files.copy(next.certificateFile(), laptop.certificateFile(), StandardCopyOption.REPLACE_EXISTING);
        Files.copy(next.keyFile(), laptop.keyFile(), StandardCopyOption.REPLACE_EXISTING);

        assertThat(agent.run("renew", "--if-due").output()).contains("Renewed");
        Tab again = world.devicePage(realm);
        again.dust(agent.dust(realm, again.page().challenge()));
        assertThat(again.isSignedIn()).isTrue();
        assertThat(agent.run("revoke", "--device").code()).isZero();
        assertThat(realm.send(WireAgent.adoption(realm, next.key(), next.chain()))
                        .refusal())
                .isEqualTo("device_revoked");
    }

    @Test
    @DisplayName("A47 a certificate's own URL on this machine is not asked, unless an administrator lists the host")
    void notListed() throws Exception {
        trust("ocsp-or-crl", Map.of("certificateRevocationHosts", ""));
        OpensslAuthority.Machine laptop = authority.machine("laptop", "not-listed");

        assertThat(realm.send(WireAgent.adoption(realm, laptop.key(), laptop.chain()))
                        .refusal())
                .isEqualTo("temporarily_unavailable");
        assertThat(authority.requests()).isZero();

        trust("ocsp-or-crl", Map.of());
        WireAgent.adopt(realm, laptop.key(), laptop.chain());
        assertThat(authority.requests()).isPositive();
    }

    @Test
    @DisplayName("A15 a certificate of an authority that the realm does not trust makes no device")
    void otherAuthority() throws Exception {
        trust("none", Map.of());
        try (OpensslAuthority stranger = new OpensslAuthority(temp.resolve("stranger"))) {
            OpensslAuthority.Machine laptop = stranger.machine("laptop", "ada-laptop");

            assertThat(realm.send(WireAgent.adoption(realm, laptop.key(), laptop.chain()))
                            .refusal())
                    .isEqualTo("untrusted_certificate");
            assertThat(world.acme()
                            .send(WireAgent.adoption(world.acme(), laptop.key(), laptop.chain()))
                            .refusal())
                    .isEqualTo("untrusted_certificate");
        }
    }
}
