package dev.holdfast.push.phone;

import dev.holdfast.device.message.FreshMessage;
import dev.holdfast.device.message.SignedMessage;
import dev.holdfast.device.nonce.SpentNonces;
import dev.holdfast.push.message.PushMessageType;
import dev.holdfast.push.realm.PushRealm;
import dev.holdfast.push.refusal.PushRefusal;
import java.util.Optional;

/** A fresh message of a phone that the realm knows. Only {@link #open} makes one. */
public final class PhoneMessage {
    private final Phone phone;
    private final FreshMessage message;

    private PhoneMessage(Phone phone, FreshMessage message) {
        this.phone = phone;
        this.message = message;
    }

    /**
     * Checks phone, signature, {@code typ}, {@code aud} and {@code iss}, and spends the nonce. An unknown phone is
     * answered like a bad signature, with the same work done.
     *
     * @param endpoint the URL of the endpoint as discovery lists it
     */
    public static PhoneMessage open(
            String compact,
            PushMessageType type,
            String endpoint,
            PushRealm realm,
            Phones phones,
            SpentNonces spentNonces) {
        SignedMessage signed = SignedMessage.parse(compact, type);
        String sender = signed.unverifiedClaims().text("iss");
        Optional<Phone> phone = Phone.named(sender).flatMap(phones::find).filter(known -> signed.names(known.key()));
        FreshMessage fresh =
                signed.verify(phone.map(Phone::key), endpoint, sender).spendNonce(realm.nonces(), spentNonces);
        return new PhoneMessage(
                phone.orElseThrow(() -> new AssertionError("nobody's key signs nothing, so the phone was found")),
                fresh);
    }

    public Phone phone() {
        return phone;
    }

    public FreshMessage message() {
        return message;
    }

    /** The phone, if it is not over; one that waits for its code may only ask how it stands. */
    public Phone standing() {
        if (phone.status() == Phone.Status.ENDED) {
            throw PushRefusal.PHONE_REVOKED.because("phone ended");
        }
        return phone;
    }

    /** The phone, if its owner confirmed it and it was not removed. */
    public Phone active() {
        if (standing().status() == Phone.Status.PENDING) {
            throw PushRefusal.PHONE_PENDING.because("phone not confirmed");
        }
        return phone;
    }
}
