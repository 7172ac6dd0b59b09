package dev.holdfast.device.authority;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.device.outbound.AllowedHosts;
import dev.holdfast.device.outbound.Destination;
import dev.holdfast.device.testrealm.MachineAuthority;
import dev.holdfast.device.testrealm.TestKey;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;

/** What must hold of what comes from other authorities, whatever it is. */
public final class AuthorityForms {
    public static final Instant NOW = Instant.parse("2026-11-22T12:00:00Z");
    public static final String LIST = "http://ca.example.com/mdm.crl";
    public static final MachineAuthority CA = MachineAuthority.root("CN=MDM", NOW);
    private static final X509Certificate LEAF = CA.issue(TestKey.es256().pair().getPublic(), NOW, shape -> {});
    private static final TrustedAuthorities AUTHORITIES = CertificatePathTest.trusting(Map.of(), CA.certificate());

    private AuthorityForms() {}

    public static void certificate(byte[] der) {
        List<String> x5c = List.of(Base64.getEncoder().encodeToString(der));
        for (X509Certificate certificate : CertificatePath.read(x5c)) {
            for (CertificateField field : CertificateField.values()) {
                field.of(certificate).ifPresent(name -> assertThat(name).isNotBlank());
            }
            assertThat(StatusAddresses.ofLists(certificate)).hasSizeLessThanOrEqualTo(3);
            assertThat(StatusAddresses.ofResponders(certificate)).hasSizeLessThanOrEqualTo(3);
            CertificatePath path = new CertificatePath(List.of(certificate), CA.certificate());
            assertThat(CertificatePath.read(List.of(path.encoded()))).isEqualTo(path.certificates());
        }
        AUTHORITIES.verify(x5c, NOW);
    }

    public static void list(byte[] der) throws UnansweredException {
        RevocationList list = RevocationList.read(der, CA.certificate(), LIST, NOW);
        assertThat(list.goodUntil()).isAfter(NOW);
        list.revokes(LEAF);
    }

    public static void response(byte[] der) throws UnansweredException {
        OcspQuestion.Answer answer = new OcspQuestion(LEAF, CA.certificate(), new SecureRandom()).read(der, NOW);
        assertThat(answer.goodUntil()).isAfter(NOW);
    }

    public static void url(byte[] utf8) throws Destination.ForbiddenException {
        Destination destination =
                Destination.of(new String(utf8, StandardCharsets.UTF_8), AllowedHosts.read(List.of("ca.example.com")));
        assertThat(destination.url().getHost()).isNotBlank();
        assertThat(destination.url().getScheme()).startsWithIgnoringCase("http");
    }
}
