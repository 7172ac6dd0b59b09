package dev.holdfast.push.enrolment;

import dev.holdfast.device.key.DeviceKey;
import dev.holdfast.device.message.Claims;
import dev.holdfast.device.message.FreshMessage;
import dev.holdfast.device.message.SignedMessage;
import dev.holdfast.device.nonce.SpentNonces;
import dev.holdfast.device.refusal.Refusal;
import dev.holdfast.push.account.Accounts;
import dev.holdfast.push.delivery.Subscription;
import dev.holdfast.push.message.PushMessageType;
import dev.holdfast.push.phone.Phone;
import dev.holdfast.push.phone.PhoneCredential;
import dev.holdfast.push.phone.Phones;
import dev.holdfast.push.realm.PushRealm;
import dev.holdfast.push.realm.PushSetting;
import dev.holdfast.push.realm.UserVerification;
import dev.holdfast.push.refusal.PushRefusal;
import dev.holdfast.push.verification.UserAsked;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/** Enrolling a phone (docs/push-protocol.md §4): the page opens it, the phone uses the one-time key, the page confirms. */
public final class PhoneEnrolment {
    private static final int MAX_NAME = 64;

    private final PushRealm realm;
    private final Enrolments enrolments;
    private final Phones phones;

    public PhoneEnrolment(PushRealm realm, Enrolments enrolments, Phones phones) {
        this.realm = realm;
        this.enrolments = enrolments;
        this.phones = phones;
    }

    /** @param key shown once */
    public record Opened(OpenEnrolment enrolment, OneTimeKey key) {}

    /** @param code shown by the phone */
    public record Enrolled(Phone phone, Accounts.Account account, ConfirmCode code, Instant expiresAt) {}

    /** Opens an enrolment for a user whom {@link EnrolmentPermission} lets enrol. */
    public Opened open(String userId) {
        OneTimeKey key = OneTimeKey.generate(realm.random());
        OpenEnrolment enrolment = new OpenEnrolment(
                UUID.randomUUID(),
                userId,
                realm.now().plus(realm.settings().seconds(PushSetting.ENROLMENT_LIFETIME)),
                Optional.empty(),
                Optional.empty(),
                Math.toIntExact(realm.settings().number(PushSetting.CONFIRM_TRIES)));
        enrolments.open(enrolment, key.hash());
        return new Opened(enrolment, key);
    }

    /**
     * The phone's message.
     *
     * @throws dev.holdfast.device.refusal.RefusedException if the message does not verify
     * @throws dev.holdfast.push.refusal.PushRefusedException if it means what may not be
     */
    public Enrolled enrol(String compact, Accounts accounts, SpentNonces spentNonces) {
        SignedMessage signed = SignedMessage.parse(compact, PushMessageType.ENROL);
        OneTimeKey key = new OneTimeKey(signed.unverifiedClaims().text("otk", OneTimeKey.FORM));
        DeviceKey phoneKey = signed.headerKey();
        OpenEnrolment enrolment = enrolments
                .withKey(key.hash())
                .filter(open -> !open.isOver(realm.now()))
                .orElseThrow(() -> PushRefusal.ENROLMENT_REFUSED.because("one-time key unknown or over"));
        Optional<Phone> before = enrolment.phone().map(this::bound);
        if (before.isPresent() && !before.get().key().thumbprint().equals(phoneKey.thumbprint())) {
            throw PushRefusal.ENROLMENT_REFUSED.because("one-time key used by another phone");
        }
        FreshMessage fresh = signed.verify(phoneKey, realm.endpoints().enrolments(), key.value())
                .spendNonce(realm.nonces(), spentNonces);
        Accounts.Account account = accounts.enabled(enrolment.userId());
        ConfirmCode code = ConfirmCode.generate(realm.random());
        Phone phone = before.isPresent() ? again(enrolment, before.get(), code) : first(enrolment, key, fresh, code);
        return new Enrolled(phone, account, code, enrolment.expiresAt());
    }

    private Phone first(OpenEnrolment enrolment, OneTimeKey key, FreshMessage message, ConfirmCode code) {
        if (phones.isKeyKnown(message.signer().thumbprint())) {
            throw PushRefusal.KEY_IN_USE.because("key of another phone");
        }
        Phone phone = described(enrolment, key, message);
        phones.add(phone);
        if (!enrolments.bind(enrolment.id(), phone.id(), code.hash(enrolment.id()))) {
            throw PushRefusal.ENROLMENT_REFUSED.because("one-time key used meanwhile");
        }
        return phone;
    }

    private Phone described(OpenEnrolment enrolment, OneTimeKey key, FreshMessage message) {
        Claims claims = message.claims();
        String platform = claims.text("platform");
        if (!Phone.PLATFORMS.contains(platform)) {
            throw Refusal.INVALID_REQUEST.because("platform unknown");
        }
        return new Phone(
                UUID.randomUUID(),
                enrolment.userId(),
                Phone.Status.PENDING,
                message.signer(),
                claims.text("name", MAX_NAME),
                platform,
                subscription(claims, realm),
                credential(key, message),
                realm.now());
    }

    private Optional<PhoneCredential> credential(OneTimeKey key, FreshMessage message) {
        UserVerification wanted = realm.settings().userVerification();
        if (wanted == UserVerification.NONE) {
            return Optional.empty();
        }
        if (message.claims().has("webauthn")) {
            return Optional.of(new UserAsked(realm)
                    .made(
                            message.claims().object("webauthn"),
                            UserAsked.enrolmentChallenge(
                                    key.value(), message.signer().thumbprint())));
        }
        if (wanted == UserVerification.REQUIRED) {
            throw PushRefusal.USER_VERIFICATION_REQUIRED.because("enrolled without a credential");
        }
        return Optional.empty();
    }

    /** The claim {@code subscription}; one that was made with a key that the realm does not have is malformed. */
    public static Optional<Subscription> subscription(Claims claims, PushRealm realm) {
        if (!claims.has("subscription")) {
            return Optional.empty();
        }
        Subscription subscription = Subscription.read(
                claims.object("subscription"), realm.settings().pushHosts());
        if (realm.keys().vapidOf(subscription.applicationServerKey()).isEmpty()) {
            throw Refusal.INVALID_REQUEST.because("subscription with a key that the realm does not have");
        }
        return Optional.of(subscription);
    }

    private Phone again(OpenEnrolment enrolment, Phone phone, ConfirmCode code) {
        if (phone.status() != Phone.Status.PENDING
                || !enrolments.renewCode(enrolment.id(), phone.id(), code.hash(enrolment.id()))) {
            throw PushRefusal.ENROLMENT_REFUSED.because("phone not pending any more");
        }
        return phone;
    }

    private Phone bound(UUID phone) {
        return phones.find(phone)
                .orElseThrow(() -> PushRefusal.ENROLMENT_REFUSED.because("the phone of this key was removed"));
    }

    /**
     * What the user typed on the page.
     *
     * @param userId who sits before the page: nobody confirms another's
     * @return as {@link Confirmation#decide}, with everything done that follows
     */
    public Confirmation confirm(UUID id, String userId, String typed) {
        Optional<OpenEnrolment> enrolment =
                enrolments.find(id).filter(open -> open.userId().equals(userId));
        Confirmation outcome = Confirmation.decide(enrolment, typed, realm.now());
        if (outcome instanceof Confirmation.Right) {
            return activated(enrolment.orElseThrow());
        }
        if (outcome instanceof Confirmation.Wrong wrong) {
            return tried(enrolment.orElseThrow(), wrong);
        }
        return outcome;
    }

    private Confirmation activated(OpenEnrolment enrolment) {
        Phone phone = bound(enrolment.phone().orElseThrow());
        long most = realm.settings().number(PushSetting.PHONES_PER_USER);
        // The try is spent first: of two pages with the right code one goes on.
        boolean active = enrolments.spendTry(enrolment) && phones.activate(phone, most);
        enrolments.close(enrolment.id());
        return active ? new Confirmation.Right() : new Confirmation.Over();
    }

    private Confirmation tried(OpenEnrolment enrolment, Confirmation.Wrong wrong) {
        if (!enrolments.spendTry(enrolment)) {
            return new Confirmation.Over();
        }
        if (wrong.triesLeft() == 0) {
            enrolments.close(enrolment.id());
            enrolment.phone().ifPresent(phones::end);
        }
        return wrong;
    }
}
