package dev.holdfast.device.authority;

/** What became of the question whether a certificate was revoked. */
sealed interface CertificateStatus {
    /** Its issuer, or whom the issuer appointed, says that it is not revoked. */
    record Good() implements CertificateStatus {}

    record Revoked() implements CertificateStatus {}

    /** Nobody answered, or nobody who may. */
    record Unanswered(String why) implements CertificateStatus {}
}
