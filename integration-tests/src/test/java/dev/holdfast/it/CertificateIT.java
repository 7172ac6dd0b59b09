package dev.holdfast.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.it.wire.WireAgent;
import dev.holdfast.it.wire.WireRealm;
import java.io.ByteArrayInputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.security.cert.CertificateFactory;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.util.Base64;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@Tag("deployment")
@ExtendWith(SharedServer.class)
@DisplayName("A16 Agent certificates: renewal and the revocation list")
class CertificateIT {
    private final World world;
    private final WireRealm acme;

    CertificateIT(World world) {
        this.world = world;
        this.acme = world.acme();
    }

    @Test
    @DisplayName(
            "A16 a renewed certificate registers users; after the device's revocation the list names both certificates")
    void renewedAndRevoked() throws Exception {
        WireAgent agent = world.agent(acme);
        WireAgent renewed = agent.renewed(acme.send(agent.renewal()));
        assertThat(renewed.did()).isEqualTo(agent.did());
        assertThat(world.signIn(world.registration(renewed, TestRealms.ADA)).isSignedIn())
                .isTrue();
        X509Certificate first = certificate(agent);
        X509Certificate second = certificate(renewed);
        assertThat(list().isRevoked(second)).isFalse();

        world.admin().post("/admin/realms/" + TestRealms.ACME + "/holdfast/devices/" + agent.did() + "/revoke", null);

        X509CRL list = list();
        list.verify(authority(agent).getPublicKey());
        assertThat(list.isRevoked(first)).isTrue();
        assertThat(list.isRevoked(second)).isTrue();
        assertThat(acme.send(renewed.renewal()).refusal()).isEqualTo("device_revoked");

        world.admin().delete("/admin/realms/" + TestRealms.ACME + "/holdfast/devices/" + agent.did());
        assertThat(list().isRevoked(second)).as("a deleted device").isTrue();
    }

    private X509CRL list() throws Exception {
        HttpResponse<byte[]> answer = HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create(acme.endpoint("revocation_list_uri")))
                                .build(),
                        HttpResponse.BodyHandlers.ofByteArray());
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("Content-Type")).contains("application/pkix-crl");
        return (X509CRL) CertificateFactory.getInstance("X.509").generateCRL(new ByteArrayInputStream(answer.body()));
    }

    private static X509Certificate certificate(WireAgent agent) throws Exception {
        return read(agent.certificates().path(0).asText());
    }

    private static X509Certificate authority(WireAgent agent) throws Exception {
        return read(agent.certificates().path(1).asText());
    }

    private static X509Certificate read(String base64) throws Exception {
        return (X509Certificate) CertificateFactory.getInstance("X.509")
                .generateCertificate(
                        new ByteArrayInputStream(Base64.getDecoder().decode(base64)));
    }
}
