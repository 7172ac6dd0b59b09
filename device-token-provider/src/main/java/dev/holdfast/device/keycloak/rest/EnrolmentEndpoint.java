package dev.holdfast.device.keycloak.rest;

import dev.holdfast.device.enrolment.AgentEnrolment;
import dev.holdfast.keycloak.JsonAnswer;
import jakarta.ws.rs.core.Response;
import java.io.InputStream;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** {@code /agents/*} and {@code /crl} (docs/protocol.md §4). */
final class EnrolmentEndpoint {
    private static final Base64.Encoder BASE64URL = Base64.getUrlEncoder().withoutPadding();

    private EnrolmentEndpoint() {}

    static Response.ResponseBuilder begin(DeviceTokenCall call, InputStream body) {
        AgentEnrolment.Begun begun = enrolment(call).begin(RequestBody.claims(body));
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("enrolment_id", begun.enrolmentId().toString());
        answer.put("nonce", begun.nonce());
        begun.credential().ifPresent(credential -> {
            answer.put("credential_blob", BASE64URL.encodeToString(credential.credentialBlob()));
            answer.put("secret", BASE64URL.encodeToString(credential.encryptedSeed()));
        });
        return JsonAnswer.of(200, answer);
    }

    static Response.ResponseBuilder finish(DeviceTokenCall call, InputStream body) {
        AgentEnrolment.Enrolled enrolled = enrolment(call).finish(RequestBody.message(body));
        call.events().enrolled(enrolled.device(), enrolled.again());
        return answer(call, enrolled);
    }

    static Response.ResponseBuilder renew(DeviceTokenCall call, InputStream body) {
        AgentEnrolment.Enrolled renewed = enrolment(call).renew(RequestBody.message(body));
        call.events().certificateRenewed(renewed.device());
        return answer(call, renewed);
    }

    /** The device CA's revocation list, for whoever else relies on agent certificates. */
    static Response.ResponseBuilder revocationList(DeviceTokenCall call) {
        Instant now = call.realm().clock().instant();
        byte[] list =
                call.realm().keys().deviceCa().revocationList(call.registry().revokedCertificates(now), now);
        return Response.ok(list, "application/pkix-crl").header("Cache-Control", "max-age=60");
    }

    private static Response.ResponseBuilder answer(DeviceTokenCall call, AgentEnrolment.Enrolled enrolled) {
        X509Certificate certificate = enrolled.certificate();
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("did", enrolled.device().did().toString());
        answer.put("assurance", enrolled.device().assurance().value());
        answer.put(
                "certificate_chain",
                List.of(
                        encoded(certificate),
                        encoded(call.realm().keys().deviceCa().certificate())));
        answer.put("not_after", certificate.getNotAfter().toInstant().getEpochSecond());
        answer.put("issuer", call.realm().endpoints().issuer());
        answer.put("trusted_origins", Discovery.originsOf(call.realm()));
        return JsonAnswer.of(200, answer);
    }

    private static AgentEnrolment enrolment(DeviceTokenCall call) {
        return new AgentEnrolment(call.realm(), call.registry(), call.spentNonces());
    }

    private static String encoded(X509Certificate certificate) {
        try {
            return Base64.getEncoder().encodeToString(certificate.getEncoded());
        } catch (CertificateEncodingException e) {
            throw new AssertionError("a certificate just signed has an encoding", e);
        }
    }
}
