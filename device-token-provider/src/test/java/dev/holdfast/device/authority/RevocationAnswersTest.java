package dev.holdfast.device.authority;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.device.refusal.Refusal;
import dev.holdfast.device.testrealm.FakeDevice;
import dev.holdfast.device.testrealm.FakeResponder;
import dev.holdfast.device.testrealm.FakeStatusServers;
import dev.holdfast.device.testrealm.MachineAuthority;
import dev.holdfast.device.testrealm.Refused;
import dev.holdfast.device.testrealm.TestKey;
import java.math.BigInteger;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.bouncycastle.asn1.x509.CRLNumber;
import org.bouncycastle.asn1.x509.DistributionPointName;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.IssuingDistributionPoint;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class RevocationAnswersTest {
    private static final Instant NOW = Instant.parse("2026-11-22T12:00:00Z");
    private static final Duration HOUR = Duration.ofHours(1);
    private static final String LIST = "http://ca.example.com/mdm.crl";
    private static final String OCSP = "http://ocsp.example.com/";
    private static final String OCSP_SIGNING = "1.3.6.1.5.5.7.3.9";
    private static final MachineAuthority CA = MachineAuthority.root("CN=MDM", NOW);
    private static final MachineAuthority OTHER = MachineAuthority.root("CN=MDM", NOW);
    private static final X509Certificate LEAF = CA.issue(TestKey.es256().pair().getPublic(), NOW, shape -> {
        shape.lists = List.of(LIST);
        shape.responders = List.of(OCSP);
    });

    private final FakeStatusServers servers = new FakeStatusServers();
    private final RevocationAnswers answers = new RevocationAnswers(servers, new SecureRandom());

    private static TrustedAuthorities settings(String source, String unanswered) {
        return CertificatePathTest.trusting(
                Map.of(RevocationPolicy.SOURCE_KEY, source, RevocationPolicy.UNANSWERED_KEY, unanswered),
                CA.certificate());
    }

    private void require(String source, String unanswered, Instant now) {
        require(LEAF, source, unanswered, now);
    }

    private void require(X509Certificate leaf, String source, String unanswered, Instant now) {
        TrustedAuthorities authorities = settings(source, unanswered);
        answers.require(
                authorities.verify(List.of(FakeDevice.encoded(leaf)), NOW).path(), authorities.revocation(), HOUR, now);
    }

    @ParameterizedTest(name = "A16 a certificate revoked by {0} is refused, whichever the choice for silence")
    @ValueSource(strings = {"crl", "ocsp", "ocsp-or-crl"})
    void revoked(String source) {
        servers.serve(LIST, request -> CA.list(NOW, LEAF));
        servers.serve(OCSP, new FakeResponder(CA.certificate(), CA.privateKey(), NOW).revoke(LEAF));

        Refused.with(Refusal.UNTRUSTED_CERTIFICATE, () -> require(source, "refuse", NOW));
        Refused.with(Refusal.UNTRUSTED_CERTIFICATE, () -> require(source, "allow", NOW));
        require("none", "refuse", NOW);
    }

    @Test
    @DisplayName("G2 a certificate that is not revoked passes by list and by responder")
    void good() {
        servers.serve(LIST, request -> CA.list(NOW));
        servers.serve(OCSP, new FakeResponder(CA.certificate(), CA.privateKey(), NOW));

        require("crl", "refuse", NOW);
        require("ocsp", "refuse", NOW);
        assertThat(servers.asked()).containsExactly(LIST, OCSP);
    }

    @Test
    @DisplayName("A16 where nobody answers, the choice of the realm counts: refused for now, or let pass")
    void silence() {
        for (String source : List.of("crl", "ocsp", "ocsp-or-crl")) {
            Refused.with(Refusal.TEMPORARILY_UNAVAILABLE, () -> require(source, "refuse", NOW));
            require(source, "allow", NOW);
        }
        X509Certificate withoutPlaces = CA.issue(TestKey.es256().pair().getPublic(), NOW, shape -> {});
        Refused.with(Refusal.TEMPORARILY_UNAVAILABLE, () -> require(withoutPlaces, "ocsp-or-crl", "refuse", NOW));
        require(withoutPlaces, "ocsp-or-crl", "allow", NOW);
    }

    @Test
    @DisplayName("A16 where the responder gives no answer the list is asked, if the realm says so")
    void fallsBackToTheList() {
        servers.serve(LIST, request -> CA.list(NOW, LEAF));

        Refused.with(Refusal.UNTRUSTED_CERTIFICATE, () -> require("ocsp-or-crl", "allow", NOW));
        assertThat(servers.asked()).containsExactly(OCSP, LIST);
    }

    static Stream<Arguments> badLists() {
        MachineAuthority notForLists = CA.intermediate("CN=MDM", NOW, shape -> shape.usage = KeyUsage.keyCertSign);
        return Stream.of(
                list("stale", CA.list(NOW.minus(HOUR.multipliedBy(2)), NOW.minusSeconds(1), builder -> {})),
                list("of the future", CA.list(NOW.plus(HOUR), NOW.plus(HOUR.multipliedBy(2)), builder -> {})),
                list("forged by another key", OTHER.list(NOW)),
                list("by a namesake's certificate", notForLists.list(NOW)),
                list(
                        "of another issuer",
                        MachineAuthority.root("CN=somebody", NOW).list(NOW)),
                list(
                        "of changes only",
                        CA.list(
                                NOW,
                                NOW.plus(HOUR),
                                builder -> builder.addExtension(
                                        Extension.deltaCRLIndicator, true, new CRLNumber(BigInteger.ONE)))),
                list(
                        "of another distribution point",
                        CA.list(
                                NOW,
                                NOW.plus(HOUR),
                                builder -> builder.addExtension(
                                        Extension.issuingDistributionPoint,
                                        true,
                                        new IssuingDistributionPoint(
                                                new DistributionPointName(new GeneralNames(
                                                        MachineAuthority.uri("http://ca.example.com/other.crl"))),
                                                false,
                                                false,
                                                null,
                                                false,
                                                false)))),
                list(
                        "for authorities only",
                        CA.list(
                                NOW,
                                NOW.plus(HOUR),
                                builder -> builder.addExtension(
                                        Extension.issuingDistributionPoint,
                                        true,
                                        new IssuingDistributionPoint(null, false, true, null, false, false)))),
                list(
                        "by others as well",
                        CA.list(
                                NOW,
                                NOW.plus(HOUR),
                                builder -> builder.addExtension(
                                        Extension.issuingDistributionPoint,
                                        true,
                                        new IssuingDistributionPoint(null, false, false, null, true, false)))),
                list("that is a web page", "<html>not here</html>".getBytes(java.nio.charset.StandardCharsets.UTF_8)),
                list("that is empty", new byte[0]));
    }

    private static Arguments list(String what, byte[] list) {
        return Arguments.of(what, list);
    }

    @ParameterizedTest(name = "A16 a revocation list {0} is no answer")
    @MethodSource("badLists")
    void badList(String what, byte[] list) {
        servers.serve(LIST, request -> list);

        Refused.with(Refusal.TEMPORARILY_UNAVAILABLE, () -> require("crl", "refuse", NOW));
    }

    @Test
    @DisplayName("RFC 5280 §6.3.3: a list for end entities at its own distribution point is an answer for them")
    void scopedList() {
        servers.serve(
                LIST,
                request -> CA.list(
                        NOW,
                        NOW.plus(HOUR),
                        builder -> builder.addExtension(
                                Extension.issuingDistributionPoint,
                                true,
                                new IssuingDistributionPoint(
                                        new DistributionPointName(new GeneralNames(MachineAuthority.uri(LIST))),
                                        true,
                                        false,
                                        null,
                                        false,
                                        false))));

        require("crl", "refuse", NOW);
    }

    /** A responder that is wrong in one way. */
    private interface Change {
        void on(FakeResponder responder);
    }

    static Stream<Arguments> badResponses() {
        X509Certificate undelegated =
                CA.issue(TestKey.es256().pair().getPublic(), NOW, shape -> shape.subject = "CN=responder");
        TestKey appointedKey = TestKey.es256();
        X509Certificate expired = CA.issue(appointedKey.pair().getPublic(), NOW, shape -> {
            shape.subject = "CN=responder";
            shape.purposes = List.of(OCSP_SIGNING);
            shape.to = NOW.minusSeconds(60);
        });
        X509Certificate byOther = OTHER.issue(appointedKey.pair().getPublic(), NOW, shape -> {
            shape.subject = "CN=responder";
            shape.purposes = List.of(OCSP_SIGNING);
        });
        TestKey machineKey = TestKey.es256();
        X509Certificate machine = CA.issue(machineKey.pair().getPublic(), NOW, shape -> {});
        return Stream.of(
                response("forged by another key", by(OTHER.certificate(), OTHER)),
                response("signed by another key than it names", changed(r -> r.signsWith = OTHER.privateKey())),
                response("by a responder whom nobody appointed", by(machine, machineKey)),
                response("by a certificate without its key", by(undelegated, appointedKey)),
                response("by a responder whose time is over", by(expired, appointedKey)),
                response("by a responder of another authority", by(byOther, appointedKey)),
                response("that is stale", changed(r -> {
                    r.thisUpdate = NOW.minus(HOUR.multipliedBy(2));
                    r.nextUpdate = NOW.minusSeconds(1);
                })),
                response("without an end, made long ago", changed(r -> {
                    r.thisUpdate = NOW.minus(HOUR);
                    r.nextUpdate = null;
                })),
                response("of the future", changed(r -> {
                    r.thisUpdate = NOW.plus(HOUR);
                    r.nextUpdate = NOW.plus(HOUR.multipliedBy(2));
                })),
                response("with another nonce", changed(r -> r.otherNonce = new byte[32])),
                response("about another certificate", changed(r -> r.shiftsSerial = true)),
                response("that says unknown", changed(r -> r.knows = false)),
                response("that is a web page", request -> "<html/>".getBytes(java.nio.charset.StandardCharsets.UTF_8)),
                response("that is empty", request -> new byte[0]));
    }

    private static Arguments response(String what, UnaryOperator<byte[]> responder) {
        return Arguments.of(what, responder);
    }

    private static FakeResponder by(X509Certificate certificate, TestKey key) {
        return new FakeResponder(certificate, key.pair().getPrivate(), NOW);
    }

    private static FakeResponder by(X509Certificate certificate, MachineAuthority key) {
        return new FakeResponder(certificate, key.privateKey(), NOW);
    }

    private static FakeResponder changed(Change change) {
        FakeResponder responder = by(CA.certificate(), CA);
        change.on(responder);
        return responder;
    }

    @ParameterizedTest(name = "A16 an OCSP response {0} is no answer")
    @MethodSource("badResponses")
    void badResponse(String what, UnaryOperator<byte[]> responder) {
        servers.serve(OCSP, responder);

        Refused.with(Refusal.TEMPORARILY_UNAVAILABLE, () -> require("ocsp", "refuse", NOW));
    }

    @Test
    @DisplayName("RFC 6960 §4.2.2.2: a responder appointed by the issuer for just that may answer, without a nonce too")
    void appointed() {
        TestKey key = TestKey.es256();
        X509Certificate certificate = CA.issue(key.pair().getPublic(), NOW, shape -> {
            shape.subject = "CN=responder";
            shape.purposes = List.of(OCSP_SIGNING);
        });
        FakeResponder responder = by(certificate, key);
        responder.withNonce = false;
        responder.nextUpdate = null;
        servers.serve(OCSP, responder);

        require("ocsp", "refuse", NOW);

        responder.revoke(LEAF);
        responder.thisUpdate = NOW.plus(HOUR);
        Refused.with(Refusal.UNTRUSTED_CERTIFICATE, () -> require("ocsp", "refuse", NOW.plus(HOUR)));
    }

    @Test
    @DisplayName("G2 an answer is kept for its time: not asked again before, asked again after")
    void kept() {
        servers.serve(LIST, request -> CA.list(NOW, NOW.plus(Duration.ofDays(1)), builder -> {}));
        require("crl", "refuse", NOW);
        require("crl", "refuse", NOW.plus(HOUR).minusSeconds(1));
        assertThat(servers.asked()).hasSize(1);

        servers.serve(LIST, request -> CA.list(NOW.plus(HOUR), LEAF));
        Refused.with(Refusal.UNTRUSTED_CERTIFICATE, () -> require("crl", "refuse", NOW.plus(HOUR)));
        assertThat(servers.asked()).hasSize(2);
    }

    @Test
    @DisplayName("G2 a signed answer serves to its end where no newer one can be had, and not a second longer")
    void outlivesItsServer() {
        servers.serve(LIST, request -> CA.list(NOW, NOW.plus(HOUR.multipliedBy(3)), builder -> {}));
        require("crl", "refuse", NOW);
        servers.silence(LIST);

        require("crl", "refuse", NOW.plus(HOUR.multipliedBy(2)));
        assertThat(servers.asked()).hasSize(2);
        Refused.with(Refusal.TEMPORARILY_UNAVAILABLE, () -> require("crl", "refuse", NOW.plus(HOUR.multipliedBy(3))));
    }

    @Test
    @DisplayName("A55 a silent server is asked once in half a minute, however many devices call")
    void silentServerIsLeftAlone() {
        for (int second = 0; second < 30; second++) {
            Instant now = NOW.plusSeconds(second);
            Refused.with(Refusal.TEMPORARILY_UNAVAILABLE, () -> require("crl", "refuse", now));
        }
        assertThat(servers.asked()).hasSize(1);

        servers.serve(LIST, request -> CA.list(NOW));
        require("crl", "refuse", NOW.plusSeconds(30));
    }

    @Test
    @DisplayName("A16 a revoked authority between device and anchor takes its devices with it")
    void revokedIntermediate() {
        MachineAuthority issuing = CA.intermediate("CN=issuing", NOW, shape -> shape.lists = List.of(LIST));
        String below = "http://ca.example.com/issuing.crl";
        X509Certificate leaf =
                issuing.issue(TestKey.es256().pair().getPublic(), NOW, shape -> shape.lists = List.of(below));
        servers.serve(below, request -> issuing.list(NOW));
        servers.serve(LIST, request -> CA.list(NOW, issuing.certificate()));
        TrustedAuthorities authorities = settings("crl", "allow");
        CertificatePath path = authorities
                .verify(List.of(FakeDevice.encoded(leaf), FakeDevice.encoded(issuing.certificate())), NOW)
                .path();

        Refused.with(Refusal.UNTRUSTED_CERTIFICATE, () -> answers.require(path, authorities.revocation(), HOUR, NOW));
    }
}
