package dev.holdfast.agent.key;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.JWSObject;
import com.nimbusds.jose.JWSVerifier;
import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.crypto.RSASSAVerifier;
import dev.holdfast.agent.jose.CompactJws;
import dev.holdfast.agent.json.JsonObject;
import java.io.IOException;
import java.io.StringWriter;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.time.Instant;
import java.util.Date;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.openssl.jcajce.JcaPEMWriter;
import org.bouncycastle.openssl.jcajce.JcaPKCS8Generator;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MachineCertificateTest {
    @TempDir
    Path folder;

    private static KeyPair pair(String kind) throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance(kind.equals("RSA") ? "RSA" : "EC");
        if (kind.equals("RSA")) {
            generator.initialize(2_048);
        } else {
            generator.initialize(new ECGenParameterSpec(kind));
        }
        return generator.generateKeyPair();
    }

    private static X509Certificate certificate(KeyPair pair) throws Exception {
        X500Principal name = new X500Principal("CN=ada-laptop");
        boolean rsa = pair.getPublic() instanceof RSAPublicKey;
        return new JcaX509CertificateConverter()
                .getCertificate(new JcaX509v3CertificateBuilder(
                                name,
                                BigInteger.ONE,
                                Date.from(Instant.now()),
                                Date.from(Instant.now().plusSeconds(3_600)),
                                name,
                                pair.getPublic())
                        .build(new JcaContentSignerBuilder(rsa ? "SHA256withRSA" : "SHA256withECDSA")
                                .build(pair.getPrivate())));
    }

    private Path write(String name, Object... objects) throws IOException {
        StringWriter text = new StringWriter();
        try (JcaPEMWriter pem = new JcaPEMWriter(text)) {
            for (Object object : objects) {
                pem.writeObject(object);
            }
        }
        return Files.writeString(folder.resolve(name), text.toString());
    }

    @ParameterizedTest(name = "{0}, PKCS #8: {1}")
    @CsvSource({
        "secp256r1, true, ES256",
        "secp256r1, false, ES256",
        "secp384r1, true, ES384",
        "secp384r1, false, ES384",
        "RSA, true, PS256",
        "RSA, false, PS256"
    })
    @DisplayName("G2 keys as OpenSSL, step and SCEP clients write them sign as their certificate says")
    void signs(String kind, boolean pkcs8, String algorithm) throws Exception {
        KeyPair pair = pair(kind);
        MachineFiles files = new MachineFiles(
                write("certificate.pem", certificate(pair), certificate(pair("secp256r1"))),
                write("key.pem", pkcs8 ? new JcaPKCS8Generator(pair.getPrivate(), null) : pair.getPrivate()));
        assertThat(Files.readString(files.key()).contains("BEGIN PRIVATE KEY")).isEqualTo(pkcs8);

        MachineCertificate certificate = MachineCertificate.read(files);
        DeviceKey key = certificate.key(new SecureRandom());

        assertThat(key.algorithm()).isEqualTo(algorithm);
        assertThat(certificate.x5c()).hasSize(2);
        JsonObject header = JsonObject.builder().put("alg", algorithm).build();
        JWSObject signed =
                JWSObject.parse(CompactJws.sign(header, JsonObject.builder().build(), key::sign));
        JWSVerifier verifier = pair.getPublic() instanceof RSAPublicKey rsa
                ? new RSASSAVerifier(rsa)
                : new ECDSAVerifier((ECPublicKey) pair.getPublic());
        assertThat(signed.verify(verifier)).isTrue();
    }

    @Test
    @DisplayName("Files that are no certificate and its key are refused, and say which")
    void refused() throws Exception {
        KeyPair pair = pair("secp256r1");
        Path certificate = write("certificate.pem", certificate(pair));
        Path other = write("other.pem", pair("secp256r1").getPrivate());
        Path otherKind = write("rsa.pem", pair("RSA").getPrivate());
        Path encrypted = Files.writeString(
                folder.resolve("encrypted.pem"),
                "-----BEGIN ENCRYPTED PRIVATE KEY-----\nAAAA\n-----END ENCRYPTED PRIVATE KEY-----\n");
        Path nothing = Files.writeString(folder.resolve("nothing"), "");
        for (Path key : new Path[] {other, otherKind, encrypted, nothing, certificate}) {
            assertThatThrownBy(() -> MachineCertificate.read(new MachineFiles(certificate, key))
                            .key(new SecureRandom()))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining(key.toString());
        }
        for (Path file : new Path[] {nothing, other, folder.resolve("absent")}) {
            assertThatThrownBy(() -> MachineCertificate.read(new MachineFiles(file, other)))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining(file.toString());
        }
        assertThatThrownBy(() -> new MachineFiles(Path.of("certificate.pem"), other))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
