package dev.holdfast.device.authority;

import dev.holdfast.device.outbound.AllowedHosts;
import dev.holdfast.device.refusal.Refusal;
import java.math.BigInteger;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;

/** Asks CRLs and OCSP responders whether certificates of other authorities were revoked, and remembers the answers. */
public final class RevocationAnswers {
    private static final long LIST_BYTES = 4L * RevocationFetcher.MAX_LIST_BYTES;
    private static final long RESPONSE_BYTES = 16L * 1_024 * 1_024;

    private final RevocationFetcher fetcher;
    private final SecureRandom random;
    private final AnswerMemory<ListKey, RevocationList> lists = new AnswerMemory<>(LIST_BYTES);
    private final AnswerMemory<ResponseKey, OcspQuestion.Answer> responses = new AnswerMemory<>(RESPONSE_BYTES);

    public RevocationAnswers(RevocationFetcher fetcher, SecureRandom random) {
        this.fetcher = fetcher;
        this.random = random;
    }

    /** With the hosts that were allowed: what one realm may not ask is no answer for another. */
    private record ListKey(String url, String issuer, AllowedHosts hosts) {}

    private record ResponseKey(String url, String issuer, BigInteger serial, AllowedHosts hosts) {}

    /**
     * Refuses a path with a revoked certificate, and one of which nobody says whether it is, unless the realm allows that.
     *
     * @param maxAge how old an answer may be, however long its signer wants it to be good
     * @throws dev.holdfast.device.refusal.RefusedException {@link Refusal#UNTRUSTED_CERTIFICATE} for a revoked
     *     certificate, {@link Refusal#TEMPORARILY_UNAVAILABLE} where it cannot be found out
     */
    public void require(CertificatePath path, RevocationPolicy policy, Duration maxAge, Instant now) {
        if (policy.source() == RevocationPolicy.Source.NONE) {
            return;
        }
        for (CertificatePath.Link link : path.links()) {
            CertificateStatus status = status(link, policy, maxAge, now);
            if (status instanceof CertificateStatus.Revoked) {
                throw Refusal.UNTRUSTED_CERTIFICATE.because("certificate revoked by its authority");
            }
            if (status instanceof CertificateStatus.Unanswered unanswered
                    && policy.unanswered() == RevocationPolicy.Unanswered.REFUSE) {
                throw Refusal.TEMPORARILY_UNAVAILABLE.because("revocation not known: " + unanswered.why());
            }
        }
    }

    CertificateStatus status(CertificatePath.Link link, RevocationPolicy policy, Duration maxAge, Instant now) {
        CertificateStatus status = new CertificateStatus.Unanswered("certificate names no place to ask");
        if (policy.source().asksOcsp()) {
            for (String responder : StatusAddresses.ofResponders(link.certificate())) {
                status = asked(() -> ocsp(responder, link, policy, maxAge, now));
                if (!(status instanceof CertificateStatus.Unanswered)) {
                    return status;
                }
            }
        }
        if (policy.source().asksCrl()) {
            for (String url : StatusAddresses.ofLists(link.certificate())) {
                status = asked(() -> list(url, link, policy, maxAge, now));
                if (!(status instanceof CertificateStatus.Unanswered)) {
                    return status;
                }
            }
        }
        return status;
    }

    private interface Asking {
        boolean revoked() throws UnansweredException;
    }

    private static CertificateStatus asked(Asking asking) {
        try {
            return asking.revoked() ? new CertificateStatus.Revoked() : new CertificateStatus.Good();
        } catch (UnansweredException e) {
            return new CertificateStatus.Unanswered(String.valueOf(e.getMessage()));
        }
    }

    private boolean list(String url, CertificatePath.Link link, RevocationPolicy policy, Duration maxAge, Instant now)
            throws UnansweredException {
        X509Certificate issuer = link.issuer();
        return lists.answer(
                        new ListKey(url, TrustedAuthorities.idOf(issuer), policy.hosts()),
                        maxAge,
                        now,
                        () -> RevocationList.read(fetcher.list(url, policy.hosts()), issuer, url, now))
                .revokes(link.certificate());
    }

    private boolean ocsp(
            String responder, CertificatePath.Link link, RevocationPolicy policy, Duration maxAge, Instant now)
            throws UnansweredException {
        X509Certificate issuer = link.issuer();
        ResponseKey key = new ResponseKey(
                responder, TrustedAuthorities.idOf(issuer), link.certificate().getSerialNumber(), policy.hosts());
        return responses
                .answer(key, maxAge, now, () -> {
                    OcspQuestion question = new OcspQuestion(link.certificate(), issuer, random);
                    return question.read(fetcher.ask(responder, question.request(), policy.hosts()), now);
                })
                .revoked();
    }
}
