package dev.holdfast.device.authority;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.device.refusal.Refusal;
import dev.holdfast.device.testrealm.FakeDevice;
import dev.holdfast.device.testrealm.MachineAuthority;
import dev.holdfast.device.testrealm.MachineAuthority.Shape;
import dev.holdfast.device.testrealm.Refused;
import dev.holdfast.device.testrealm.TestKey;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class CertificatePathTest {
    private static final Instant NOW = Instant.parse("2026-11-22T12:00:00Z");
    private static final Consumer<Shape> AS_IT_IS = shape -> {};
    private static final MachineAuthority ROOT = MachineAuthority.root("CN=MDM root", NOW);
    private static final MachineAuthority ISSUING = ROOT.intermediate("CN=MDM issuing", NOW, AS_IT_IS);
    private static final TestKey KEY = TestKey.es256();

    static TrustedAuthorities trusting(Map<String, String> settings, X509Certificate... anchors) {
        return TrustedAuthorities.read(key -> key.equals(TrustedAuthorities.ANCHORS_KEY)
                ? Stream.of(anchors).map(CertificatePathTest::pem).toList()
                : settings.containsKey(key) ? List.of(settings.get(key)) : List.of());
    }

    private static String pem(X509Certificate certificate) {
        return "-----BEGIN CERTIFICATE-----\n"
                + FakeDevice.encoded(certificate).replaceAll("(.{64})", "$1\n")
                + "\n-----END CERTIFICATE-----\n";
    }

    private static List<String> chain(X509Certificate... certificates) {
        return Stream.of(certificates).map(FakeDevice::encoded).toList();
    }

    private static X509Certificate leaf(Consumer<Shape> change) {
        return ISSUING.issue(KEY.pair().getPublic(), NOW, change);
    }

    @Test
    @DisplayName("G2 a certificate of a trusted authority names its device, by root or by intermediate as anchor")
    void trusted() {
        X509Certificate leaf = leaf(AS_IT_IS);

        MachineCertificate byRoot = trusting(Map.of(), ROOT.certificate())
                .verify(chain(leaf, ISSUING.certificate(), ROOT.certificate()), NOW);
        assertThat(byRoot.name().name()).isEqualTo("ada-laptop");
        assertThat(byRoot.path().certificates()).containsExactly(leaf, ISSUING.certificate());
        assertThat(byRoot.path().anchor()).isEqualTo(ROOT.certificate());
        assertThat(byRoot.key(KEY.algorithm()).thumbprint().value()).isEqualTo(KEY.jkt());

        MachineCertificate byIssuing = trusting(Map.of(), ISSUING.certificate()).verify(chain(leaf), NOW);
        assertThat(byIssuing.path().certificates()).containsExactly(leaf);
        assertThat(byIssuing.name()).isNotEqualTo(byRoot.name());
    }

    @Test
    @DisplayName("A renewed certificate of the same authority, by name and key, names the same devices")
    void renewedAuthority() {
        MachineAuthority renewed = ROOT.renewed(NOW.plusSeconds(60));
        List<String> chain = chain(leaf(AS_IT_IS), ISSUING.certificate());

        assertThat(trusting(Map.of(), renewed.certificate())
                        .verify(chain, NOW.plusSeconds(7_200))
                        .name())
                .isEqualTo(trusting(Map.of(), ROOT.certificate())
                        .verify(chain, NOW)
                        .name());
    }

    static Stream<Arguments> wrong() {
        X509Certificate good = leaf(AS_IT_IS);
        MachineAuthority impostor = MachineAuthority.root("CN=MDM root", NOW);
        MachineAuthority impostorIssuing = impostor.intermediate("CN=MDM issuing", NOW, AS_IT_IS);
        MachineAuthority narrow =
                ROOT.intermediate("CN=narrow", NOW, shape -> shape.permittedDns = "machines.example.com");
        MachineAuthority ended = ROOT.intermediate("CN=ended", NOW, shape -> shape.to = NOW.minus(Duration.ofHours(1)));
        MachineAuthority tooDeep = ISSUING.intermediate("CN=too deep", NOW, AS_IT_IS);
        MachineAuthority unsigning = ROOT.intermediate("CN=unsigning", NOW, shape -> shape.usage = KeyUsage.cRLSign);
        TestKey leafKey = TestKey.es256();
        X509Certificate leafAsIssuer = ISSUING.issue(leafKey.pair().getPublic(), NOW, AS_IT_IS);
        X509Certificate byLeaf =
                FakeLeaf.issuedBy(leafKey, leafAsIssuer, KEY.pair().getPublic(), NOW);
        return Stream.of(
                Arguments.of("self-signed", chain(FakeLeaf.selfSigned(KEY, NOW))),
                Arguments.of(
                        "of an authority with the same name",
                        chain(
                                impostorIssuing.issue(KEY.pair().getPublic(), NOW, AS_IT_IS),
                                impostorIssuing.certificate())),
                Arguments.of(
                        "with the impostor's root in the chain",
                        chain(
                                impostorIssuing.issue(KEY.pair().getPublic(), NOW, AS_IT_IS),
                                impostorIssuing.certificate(),
                                impostor.certificate())),
                Arguments.of("without its intermediate", chain(good)),
                Arguments.of("in the wrong order", chain(ISSUING.certificate(), good)),
                Arguments.of("with a stranger between", chain(good, narrow.certificate(), ISSUING.certificate())),
                Arguments.of(
                        "for servers",
                        chain(leaf(shape -> shape.purposes = List.of("1.3.6.1.5.5.7.3.1")), ISSUING.certificate())),
                Arguments.of(
                        "for anything",
                        chain(leaf(shape -> shape.purposes = List.of("2.5.29.37.0")), ISSUING.certificate())),
                Arguments.of(
                        "without extended usage",
                        chain(leaf(shape -> shape.purposes = List.of()), ISSUING.certificate())),
                Arguments.of(
                        "that cannot sign",
                        chain(leaf(shape -> shape.usage = KeyUsage.keyEncipherment), ISSUING.certificate())),
                Arguments.of(
                        "outside the names of its authority",
                        chain(
                                narrow.issue(
                                        KEY.pair().getPublic(),
                                        NOW,
                                        shape -> shape.names = List.of(MachineAuthority.dns("ada.elsewhere.example"))),
                                narrow.certificate())),
                Arguments.of(
                        "of an authority one too deep",
                        chain(
                                tooDeep.issue(KEY.pair().getPublic(), NOW, AS_IT_IS),
                                tooDeep.certificate(),
                                ISSUING.certificate())),
                Arguments.of(
                        "of an authority that may not sign certificates",
                        chain(unsigning.issue(KEY.pair().getPublic(), NOW, AS_IT_IS), unsigning.certificate())),
                Arguments.of("issued by another leaf", chain(byLeaf, leafAsIssuer, ISSUING.certificate())),
                Arguments.of("that is an authority itself", chain(ISSUING.certificate())),
                Arguments.of("that is the anchor", chain(ROOT.certificate())),
                Arguments.of(
                        "with two names",
                        chain(leaf(shape -> shape.subject = "CN=ada-laptop,CN=bob-laptop"), ISSUING.certificate())),
                Arguments.of("without a name", chain(leaf(shape -> shape.subject = "O=acme"), ISSUING.certificate())),
                Arguments.of(
                        "of an expired authority",
                        chain(ended.issue(KEY.pair().getPublic(), NOW, AS_IT_IS), ended.certificate())),
                Arguments.of("expired", chain(leaf(shape -> shape.to = NOW.minusSeconds(1)), ISSUING.certificate())),
                Arguments.of(
                        "not yet valid",
                        chain(leaf(shape -> shape.from = NOW.plusSeconds(60)), ISSUING.certificate())));
    }

    @ParameterizedTest(name = "A15 a certificate {0} makes no device")
    @MethodSource("wrong")
    void refused(String what, List<String> chain) {
        TrustedAuthorities authorities = trusting(Map.of(), ROOT.certificate());

        boolean time = what.contains("expired") || what.contains("yet");
        Refused.with(
                time ? Refusal.CERTIFICATE_EXPIRED : Refusal.UNTRUSTED_CERTIFICATE,
                () -> authorities.verify(chain, NOW));
    }

    @Test
    @DisplayName("A15 without an authority no certificate counts, and damaged ones are malformed requests")
    void nothingTrusted() {
        List<String> chain = chain(leaf(AS_IT_IS), ISSUING.certificate());
        Refused.with(Refusal.UNTRUSTED_CERTIFICATE, () -> trusting(Map.of()).verify(chain, NOW));
        for (String damaged : List.of(
                "",
                "*",
                "AAAA",
                Base64.getEncoder().encodeToString(new byte[2_000]),
                Base64.getEncoder().encodeToString(append(Base64.getDecoder().decode(chain.get(0)))))) {
            Refused.with(
                    Refusal.INVALID_REQUEST,
                    () -> trusting(Map.of(), ROOT.certificate()).verify(List.of(damaged), NOW));
        }
    }

    private static byte[] append(byte[] der) {
        return java.util.Arrays.copyOf(der, der.length + 1);
    }

    static Stream<Arguments> fields() {
        return Stream.of(
                Arguments.of("subject-cn", "ada-laptop"),
                Arguments.of("subject-serial", "C02XK1"),
                Arguments.of("san-dns", "ada.machines.example.com"),
                Arguments.of("san-uri", "spiffe://acme/host/ada"),
                Arguments.of("san-email", "ada@example.com"));
    }

    @ParameterizedTest(name = "G2 a device named by {0}")
    @MethodSource("fields")
    void fields(String field, String name) {
        X509Certificate leaf = leaf(shape -> {
            shape.subject = "CN=ada-laptop, SERIALNUMBER=C02XK1, O=acme";
            shape.names = List.of(
                    MachineAuthority.dns("Ada.Machines.example.com"),
                    MachineAuthority.uri("spiffe://acme/host/ada"),
                    new org.bouncycastle.asn1.x509.GeneralName(
                            org.bouncycastle.asn1.x509.GeneralName.rfc822Name, "ada@example.com"));
        });

        MachineCertificate read = trusting(
                        Map.of(IdentityRule.DEVICE_KEY, field, IdentityRule.USER_KEY, "san-email"), ROOT.certificate())
                .verify(chain(leaf, ISSUING.certificate()), NOW);

        assertThat(read.name().name()).isEqualTo(name);
        assertThat(read.user()).contains("ada@example.com");
    }

    @Test
    @DisplayName("Settings that cannot be used are refused with a sentence")
    void settings() {
        assertThatThrownBy(() -> trusting(Map.of(), leaf(AS_IT_IS))).hasMessageContaining("CA certificates in PEM");
        for (Map<String, String> wrong : List.of(
                Map.of(IdentityRule.DEVICE_KEY, "nickname"),
                Map.of(TrustedAuthorities.USAGE_KEY, "clientAuth"),
                Map.of(RevocationPolicy.SOURCE_KEY, "rumour"),
                Map.of(RevocationPolicy.UNANSWERED_KEY, "perhaps"),
                Map.of(RevocationPolicy.HOSTS_KEY, "http://ca.example.com/"))) {
            assertThatThrownBy(() -> trusting(wrong, ROOT.certificate()))
                    .isInstanceOf(IllegalArgumentException.class)
                    .message()
                    .isNotBlank();
        }
    }
}
