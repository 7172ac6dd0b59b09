package dev.holdfast.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.holdfast.harness.Requirement;
import dev.holdfast.it.wire.Answer;
import dev.holdfast.it.wire.Tab;
import dev.holdfast.it.wire.WireAgent;
import dev.holdfast.it.wire.WireRealm;
import dev.holdfast.it.wire.WireRegistration;
import java.io.IOException;
import java.nio.file.Path;
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

        assertThat(realm.send(ada.exchange(
                                world.devicePage(realm).page().challenge(), WireRegistration.newRid()))
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
        assertThat(world.signIn(ada).isSignedIn()).isTrue();
        assertThat(authority.requests()).isEqualTo(1);
        Answer former = realm.send(agent.revokeDevice("by the former key"));
        assertThat(former.refusal()).isEqualTo("invalid_signature");
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
