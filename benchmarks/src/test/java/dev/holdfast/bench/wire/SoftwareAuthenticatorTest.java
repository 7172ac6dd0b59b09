package dev.holdfast.bench.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.webauthn4j.WebAuthnAuthenticationManager;
import com.webauthn4j.converter.util.ObjectConverter;
import com.webauthn4j.credential.CredentialRecordImpl;
import com.webauthn4j.data.AuthenticationData;
import com.webauthn4j.data.AuthenticationParameters;
import com.webauthn4j.data.AuthenticationRequest;
import com.webauthn4j.data.attestation.authenticator.AAGUID;
import com.webauthn4j.data.attestation.authenticator.AttestedCredentialData;
import com.webauthn4j.data.attestation.authenticator.COSEKey;
import com.webauthn4j.data.attestation.statement.NoneAttestationStatement;
import com.webauthn4j.data.client.Origin;
import com.webauthn4j.data.client.challenge.DefaultChallenge;
import com.webauthn4j.server.ServerProperty;
import com.webauthn4j.verifier.exception.BadOriginException;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class SoftwareAuthenticatorTest {

    private static final String ORIGIN = "http://localhost:8080";
    private static final String HOST = "localhost";

    private final SoftwareAuthenticator authenticator = new SoftwareAuthenticator();
    private final String challenge = Base64Url.random(16);

    @Test
    @DisplayName("the library that Keycloak verifies with accepts the assertion, user verification demanded")
    void verifies() {
        AuthenticationData first = verified(authenticator.answer(challenge, ORIGIN, HOST), ORIGIN);
        AuthenticationData second = verified(authenticator.answer(challenge, ORIGIN, HOST), ORIGIN);

        assertThat(first.getAuthenticatorData().getSignCount()).isEqualTo(1);
        assertThat(second.getAuthenticatorData().getSignCount()).isEqualTo(2);
    }

    @Test
    @DisplayName("the same library refuses an assertion for another origin, so it does look")
    void isLookedAt() {
        SoftwareAuthenticator.Assertion assertion = authenticator.answer(challenge, "http://localhost:8081", HOST);
        assertThatThrownBy(() -> verified(assertion, ORIGIN)).isInstanceOf(BadOriginException.class);
    }

    @Test
    @DisplayName("the credential for the realm file holds the key in CBOR that the library reads back")
    void seeds() throws Exception {
        JsonNode credential = authenticator.keycloakCredential();
        JsonNode data =
                new ObjectMapper().readTree(credential.path("credentialData").asText());
        byte[] cbor = Base64Url.decode(data.path("credentialPublicKey").asText());

        assertThat(credential.path("type").asText()).isEqualTo("webauthn-passwordless");
        assertThat(coseKey(cbor).getPublicKey())
                .isEqualTo(coseKey(authenticator.cosePublicKey()).getPublicKey());
    }

    private AuthenticationData verified(SoftwareAuthenticator.Assertion assertion, String origin) {
        WebAuthnAuthenticationManager manager = new WebAuthnAuthenticationManager();
        AuthenticationData data = manager.parse(new AuthenticationRequest(
                assertion.credentialId(),
                assertion.authenticatorData(),
                assertion.clientDataJson(),
                assertion.signature()));
        AttestedCredentialData attested = new AttestedCredentialData(
                AAGUID.ZERO, authenticator.credentialId(), coseKey(authenticator.cosePublicKey()));
        manager.verify(
                data,
                new AuthenticationParameters(
                        new ServerProperty(new Origin(origin), HOST, new DefaultChallenge(challenge)),
                        new CredentialRecordImpl(
                                new NoneAttestationStatement(),
                                true,
                                false,
                                false,
                                0,
                                attested,
                                null,
                                null,
                                null,
                                null),
                        null,
                        true,
                        true));
        return data;
    }

    private static COSEKey coseKey(byte[] cbor) {
        return new ObjectConverter().getCborConverter().readValue(cbor, COSEKey.class);
    }
}
