package dev.holdfast.push.answer;

import dev.holdfast.device.message.Claims;
import dev.holdfast.device.nonce.SpentNonces;
import dev.holdfast.device.refusal.Refusal;
import dev.holdfast.push.account.Accounts;
import dev.holdfast.push.limit.Outcome;
import dev.holdfast.push.message.PushMessageType;
import dev.holdfast.push.phone.Phone;
import dev.holdfast.push.phone.PhoneCredential;
import dev.holdfast.push.phone.PhoneMessage;
import dev.holdfast.push.phone.Phones;
import dev.holdfast.push.realm.PushRealm;
import dev.holdfast.push.refusal.PushRefusal;
import dev.holdfast.push.request.PushLedger;
import dev.holdfast.push.request.PushRequest;
import dev.holdfast.push.verification.UserAsked;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Pattern;

/** Takes a phone's answer (docs/push-protocol.md §6). */
public final class PhoneAnswers {
    private static final int HASH_BYTES = 32;
    private static final Pattern NUMBER = Pattern.compile("[0-9]{2}");

    private final PushRealm realm;
    private final Phones phones;
    private final PushLedger ledger;
    private final SpentNonces spentNonces;

    public PhoneAnswers(PushRealm realm, Phones phones, PushLedger ledger, SpentNonces spentNonces) {
        this.realm = realm;
        this.phones = phones;
        this.ledger = ledger;
        this.spentNonces = spentNonces;
    }

    /** An answer that was written down; a wrong number is one. */
    public record Answered(PushRequest request, Phone phone, Outcome outcome, boolean userAsked) {}

    /**
     * @throws dev.holdfast.device.refusal.RefusedException if the message does not verify
     * @throws dev.holdfast.push.refusal.PushRefusedException if it came too late, was not the first, or was given without
     *     asking the user
     */
    public Answered answer(String compact, Accounts accounts) {
        PhoneMessage message = PhoneMessage.open(
                compact, PushMessageType.ANSWER, realm.endpoints().answers(), realm, phones, spentNonces);
        Phone phone = message.active();
        accounts.enabled(phone.userId());
        Claims claims = message.message().claims();
        byte[] hash = claims.exactBytes("request_hash", HASH_BYTES);
        Decision decision = Decision.read(claims.text("decision"));
        Optional<String> number = claims.has("number") ? Optional.of(claims.text("number", NUMBER)) : Optional.empty();
        if (number.isPresent() && decision != Decision.APPROVE) {
            throw Refusal.INVALID_REQUEST.because("a number without an approval");
        }
        // Limits and answers of one user come one after the other.
        PushLedger.Standing standing = ledger.locked(phone.userId(), realm.now());
        Optional<PushRequest> request =
                ledger.withHash(Base64.getUrlEncoder().withoutPadding().encodeToString(hash));
        boolean asked = decision == Decision.APPROVE
                && isAsked(phone, claims, UserAsked.answerChallenge(hash, decision.value(), number.orElse("")));
        AnswerDecision outcome = AnswerDecision.decide(request, phone, decision, number, asked, realm.now());
        if (outcome instanceof AnswerDecision.Refuse refuse) {
            throw refuse.refusal().because(refuse.failedCheck());
        }
        Outcome concluded = ((AnswerDecision.Conclude) outcome).outcome();
        PushRequest answered = request.orElseThrow(() -> new AssertionError("nothing is concluded without a request"));
        if (!ledger.conclude(answered.id(), concluded, phone.id(), realm.now())) {
            throw PushRefusal.ALREADY_ANSWERED.because("answered meanwhile");
        }
        // What clients ask of their own blocks no browser (A59).
        if (answered.lane().hasFirstFactor()) {
            ledger.putBlock(
                    phone.userId(),
                    standing.block().after(concluded, realm.settings().bounds(), realm.now()));
        }
        return new Answered(answered, phone, concluded, asked);
    }

    private boolean isAsked(Phone phone, Claims claims, byte[] challenge) {
        if (!claims.has("webauthn") || phone.credential().isEmpty()) {
            return false;
        }
        PhoneCredential credential = phone.credential().get();
        long counter = new UserAsked(realm).asserted(credential, claims.object("webauthn"), challenge);
        if (!phones.count(phone.id(), credential.counter(), counter)) {
            throw PushRefusal.USER_VERIFICATION_REQUIRED.because("signature counter went on meanwhile");
        }
        return true;
    }
}
