package dev.holdfast.push.request;

import dev.holdfast.push.account.Accounts;
import dev.holdfast.push.limit.Lane;
import dev.holdfast.push.limit.Outcome;
import dev.holdfast.push.limit.PushLimits;
import dev.holdfast.push.limit.Verdict;
import dev.holdfast.push.message.PushMessageType;
import dev.holdfast.push.phone.Phone;
import dev.holdfast.push.phone.Phones;
import dev.holdfast.push.realm.PushRealm;
import dev.holdfast.push.realm.PushSetting;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** Asks a user's phones about one sign-in, within the limits (docs/push-protocol.md §§5 and 9). */
public final class Asking {
    private static final int NUMBERS = 100;
    private static final int MAX_NAME = 100;
    private static final int MINUTE = 60;

    private final PushRealm realm;
    private final Phones phones;
    private final PushLedger ledger;

    public Asking(PushRealm realm, Phones phones, PushLedger ledger) {
        this.realm = realm;
        this.phones = phones;
        this.ledger = ledger;
    }

    /** @param account who has shown the first factor */
    public Asked ask(Accounts.Account account, SignIn signIn) {
        List<Phone> active = phones.activeOf(account.id());
        if (active.isEmpty()) {
            return new Asked.NoPhone();
        }
        // Looked at first without the lock: a flood of attempts that are refused makes nobody wait.
        Verdict seen = verdict(ledger.standing(account.id(), realm.now()), signIn);
        if (seen instanceof Verdict.Refuse refuse) {
            return new Asked.Limited(refuse);
        }
        Verdict verdict = verdict(ledger.locked(account.id(), realm.now()), signIn);
        if (verdict instanceof Verdict.Refuse refuse) {
            return new Asked.Limited(refuse);
        }
        Optional<Verdict.Refuse> tooFast = takeFromMinute(signIn);
        if (tooFast.isPresent()) {
            return new Asked.Limited(tooFast.get());
        }
        PushRequest request = request(account, signIn, active);
        ledger.add(request);
        return new Asked.Waiting(request, active);
    }

    /** What clients ask of their own is counted over all users too; only what would be sent counts. */
    private Optional<Verdict.Refuse> takeFromMinute(SignIn signIn) {
        if (signIn.lane() != Lane.BACKCHANNEL) {
            return Optional.empty();
        }
        long left = MINUTE - Math.floorMod(realm.now().getEpochSecond(), MINUTE);
        if (!ledger.take(
                "address " + signIn.address(),
                realm.settings().number(PushSetting.BACKCHANNEL_PER_ADDRESS),
                realm.now())) {
            return Optional.of(new Verdict.Refuse(Verdict.Reason.ADDRESS_PER_MINUTE, left));
        }
        if (!ledger.take(
                "client " + signIn.clientId(),
                realm.settings().number(PushSetting.BACKCHANNEL_PER_CLIENT),
                realm.now())) {
            return Optional.of(new Verdict.Refuse(Verdict.Reason.CLIENT_PER_MINUTE, left));
        }
        return Optional.empty();
    }

    private Verdict verdict(PushLedger.Standing standing, SignIn signIn) {
        return PushLimits.decide(
                new PushLimits.Asking(signIn.lane(), signIn.clientId(), signIn.shared()),
                standing.sent(),
                standing.block(),
                realm.settings().bounds(),
                realm.now());
    }

    private PushRequest request(Accounts.Account account, SignIn signIn, List<Phone> active) {
        UUID id = UUID.randomUUID();
        Instant now = Instant.ofEpochSecond(realm.now().getEpochSecond());
        Instant end = now.plus(realm.settings().seconds(PushSetting.REQUEST_LIFETIME));
        Optional<String> number = realm.settings().numberMatching()
                ? signIn.shownNumber()
                        .or(() -> Optional.of(String.format(
                                Locale.ROOT, "%02d", realm.random().nextInt(NUMBERS))))
                : Optional.empty();
        Map<String, Object> claims = new LinkedHashMap<>();
        claims.put("iss", realm.endpoints().issuer());
        claims.put("aud", active.stream().map(Phone::sender).toList());
        claims.put("jti", id.toString());
        claims.put("iat", now.getEpochSecond());
        claims.put("exp", end.getEpochSecond());
        claims.put("account", SignIn.shortened(account.name(), MAX_NAME));
        claims.put("label", SignIn.shortened(realm.label(), MAX_NAME));
        claims.put("purpose", signIn.purpose().value());
        claims.put("client_id", signIn.clientId());
        claims.put("client_name", signIn.clientName());
        signIn.bindingMessage().ifPresent(text -> claims.put("binding_message", text));
        claims.put("ip", signIn.address());
        signIn.location().ifPresent(text -> claims.put("location", text));
        signIn.browser().ifPresent(text -> claims.put("browser", text));
        signIn.system().ifPresent(text -> claims.put("os", text));
        claims.put("known_browser", signIn.knownBrowser());
        claims.put("number_matching", number.isPresent());
        claims.put("user_verification", realm.settings().userVerification().value());
        String compact = realm.keys().signing().sign(PushMessageType.REQUEST, claims);
        return new PushRequest(
                id, account.id(), signIn.lane(), signIn.clientId(), now, end, compact, number, Outcome.WAITING);
    }
}
