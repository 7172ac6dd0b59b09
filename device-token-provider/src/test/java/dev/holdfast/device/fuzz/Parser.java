package dev.holdfast.device.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.device.authority.AuthorityForms;
import dev.holdfast.device.authority.UnansweredException;
import dev.holdfast.device.certificate.CertificateRequest;
import dev.holdfast.device.enrolment.EnrolmentSecret;
import dev.holdfast.device.key.DeviceKey;
import dev.holdfast.device.key.SignatureAlgorithm;
import dev.holdfast.device.login.Challenges;
import dev.holdfast.device.message.Claims;
import dev.holdfast.device.message.CompactJws;
import dev.holdfast.device.message.MessageType;
import dev.holdfast.device.message.SignedMessage;
import dev.holdfast.device.outbound.Destination;
import dev.holdfast.device.posture.Facts;
import dev.holdfast.device.realm.Origin;
import dev.holdfast.device.refusal.RefusedException;
import dev.holdfast.device.rotation.Durt;
import dev.holdfast.device.testrealm.FakeAuthenticator;
import dev.holdfast.device.testrealm.FakeTpm;
import dev.holdfast.device.testrealm.TestKey;
import dev.holdfast.device.testrealm.TestRealm;
import dev.holdfast.device.tpm.EndorsementTrust;
import dev.holdfast.device.tpm.TpmForms;
import dev.holdfast.device.webauthn.Assertion;
import dev.holdfast.device.webauthn.Creation;
import dev.holdfast.device.webauthn.PlatformCredential;
import dev.holdfast.device.webauthn.RelyingParty;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Everything in the server that reads bytes from outside, with what must hold of whatever it reads. */
enum Parser {
    CLAIMS(data -> {
        Claims claims = Claims.parse(data);
        assertThat(Claims.parse(claims.json().getBytes(StandardCharsets.UTF_8)).json())
                .isEqualTo(claims.json());
    }),
    MESSAGE(data -> {
        String compact = text(data);
        CompactJws jws = CompactJws.parse(compact);
        assertThat(jws.isSignedBy(Known.KEY.deviceKey().publicKey(), jws.algorithm()))
                .isFalse();
        for (MessageType type : MessageType.values()) {
            SignedMessage.parse(compact, type);
        }
    }),
    ENROLMENT(data -> Known.REALM.enrolment().finish(text(data))),
    BEGINNING(data -> Known.REALM.enrolment().begin(Claims.parse(data))),
    RENEWAL(data -> Known.REALM.enrolment().renew(text(data))),
    ADOPTION(data -> Known.REALM.adoption().adopt(text(data))),
    REGISTRATION(data -> Known.REALM.registration().register(text(data))),
    EXCHANGE(data -> Known.REALM.exchange(text(data))),
    PROOF(data -> Known.REALM.prove(text(data))),
    REVOCATION(data -> Known.REALM.revocation().revoke(text(data))),
    CHALLENGE(data -> new Challenges(Known.REALM.realm()).verify(CompactJws.parse(text(data)))),
    NONCE(data -> assertThat(Known.REALM
                    .realm()
                    .nonces()
                    .recognize(text(data), Known.REALM.spentNonces().since()))
            .isNotNull()),
    PUBLIC_AREA(TpmForms::publicArea),
    CERTIFY_INFO(TpmForms::certifyInfo),
    TPM_SIGNATURE(TpmForms::signature),
    ENDORSEMENT(data -> EndorsementTrust.read(List.of(), List.of())
            .verify(Known.TPM.endorsementArea(), Optional.of(data), AuthorityForms.NOW)),
    CERTIFICATE_REQUEST(data -> CertificateRequest.verify(data, Known.KEY.deviceKey())),
    CERTIFICATE(AuthorityForms::certificate),
    REVOCATION_LIST(AuthorityForms::list),
    OCSP_RESPONSE(AuthorityForms::response),
    ADDRESS(AuthorityForms::url),
    JWK(data -> {
        for (SignatureAlgorithm algorithm : SignatureAlgorithm.values()) {
            Optional<DeviceKey> key = DeviceKey.fromJwk(text(data), algorithm);
            key.ifPresent(found -> assertThat(DeviceKey.fromJwk(found.jwk(), algorithm))
                    .map(DeviceKey::thumbprint)
                    .contains(found.thumbprint()));
        }
    }),
    DURT(data ->
            Durt.parse(text(data)).ifPresent(durt -> assertThat(durt.reveal()).isEqualTo(text(data)))),
    SECRET(data -> EnrolmentSecret.parse(text(data))
            .ifPresent(secret -> assertThat(secret.reveal()).isEqualTo(text(data)))),
    ORIGIN(data -> Origin.parse(text(data))
            .ifPresent(origin -> assertThat(origin.value()).isEqualTo(text(data)))),
    POSTURE(data -> {
        Facts facts = Facts.parse(Claims.parse(data));
        assertThat(Facts.stored(facts.json())).isEqualTo(facts);
        assertThat(facts.json()).hasSizeLessThanOrEqualTo(4_000);
    }),
    POSTURE_REPORT(data -> Known.REALM.report(text(data))),
    ATTESTATION_OBJECT(data -> Known.PARTY.register(
            Known.ID,
            new byte[32],
            new Creation(
                    base64Url(data), Known.AUTHENTICATOR.create(new byte[32]).clientData()))),
    CLIENT_DATA(data -> Known.PARTY.verify(
            Known.CREDENTIAL,
            new byte[32],
            new Assertion(
                    Known.CREDENTIAL.id(),
                    Known.AUTHENTICATOR.get(new byte[32]).authenticatorData(),
                    base64Url(data),
                    Known.AUTHENTICATOR.get(new byte[32]).signature()),
            AuthorityForms.NOW)),
    AUTHENTICATOR_DATA(data -> Known.PARTY.verify(
            Known.CREDENTIAL,
            new byte[32],
            new Assertion(
                    Known.CREDENTIAL.id(),
                    base64Url(data),
                    Known.AUTHENTICATOR.get(new byte[32]).clientData(),
                    Known.AUTHENTICATOR.get(new byte[32]).signature()),
            AuthorityForms.NOW));

    private final Reading reading;

    Parser(Reading reading) {
        this.reading = reading;
    }

    private interface Reading {
        void read(byte[] data) throws Exception;
    }

    /** What readings share; made at the first of them. */
    private static final class Known {
        static final TestKey KEY = TestKey.es256();
        static final FakeTpm TPM = FakeTpm.ecc();
        static final TestRealm REALM = new TestRealm();
        static final RelyingParty PARTY = new RelyingParty(TestRealm.ORIGIN);
        static final FakeAuthenticator AUTHENTICATOR = new FakeAuthenticator(REALM);
        static final UUID ID = UUID.randomUUID();
        static final PlatformCredential CREDENTIAL =
                PARTY.register(ID, new byte[32], AUTHENTICATOR.create(new byte[32]));

        private Known() {}
    }

    /**
     * Reads. A refusal is as good an end as any, if it is one of those that the reader declares.
     *
     * @throws Exception anything else, which is a mistake of the reader
     */
    void read(byte[] data) throws Exception {
        try {
            reading.read(data);
        } catch (RefusedException | UnansweredException | Destination.ForbiddenException refused) {
            assertThat(refused.getMessage()).isNotBlank();
        }
    }

    private static String base64Url(byte[] data) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(data);
    }

    private static String text(byte[] data) {
        return new String(data, StandardCharsets.UTF_8);
    }
}
