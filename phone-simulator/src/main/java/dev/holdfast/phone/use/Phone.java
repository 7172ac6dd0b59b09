package dev.holdfast.phone.use;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.holdfast.phone.account.Account;
import dev.holdfast.phone.account.PhoneHome;
import dev.holdfast.phone.message.CompactJws;
import dev.holdfast.phone.message.Decision;
import dev.holdfast.phone.message.Json;
import dev.holdfast.phone.message.MalformedException;
import dev.holdfast.phone.message.OneTimeKey;
import dev.holdfast.phone.message.PhoneKey;
import dev.holdfast.phone.message.PhoneMessage;
import dev.holdfast.phone.message.SignedRequest;
import dev.holdfast.phone.realm.Fault;
import dev.holdfast.phone.realm.Issuer;
import dev.holdfast.phone.realm.Pause;
import dev.holdfast.phone.realm.PushClient;
import dev.holdfast.phone.realm.PushHttp;
import dev.holdfast.phone.realm.PushRealm;
import java.io.IOException;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A phone without a screen: what it keeps, and what it says to the realms of its accounts. Not thread safe. */
public final class Phone {
    private final PhoneHome home;
    private final PushHttp http;
    private final Clock clock;
    private final SecureRandom random;
    private final Pause pause;
    private final Map<Issuer, PushClient> clients = new HashMap<>();

    public Phone(PhoneHome home, PushHttp http, Clock clock, SecureRandom random, Pause pause) {
        this.home = home;
        this.http = http;
        this.clock = clock;
        this.random = random;
        this.pause = pause;
    }

    /**
     * An account that waits for its six digits.
     *
     * @param account the account
     * @param confirmCode what is typed on the page
     * @param seconds how long there is time for it
     */
    public record Enrolled(Account account, String confirmCode, long seconds) {}

    /**
     * What waits for one account.
     *
     * @param account as the realm knows it now
     * @param now the server's clock, seconds since the epoch
     * @param requests each verified, the oldest first
     * @param distrusted how many more there were that the realm did not sign for this phone, or that are over
     */
    public record Waiting(Account account, long now, List<SignedRequest> requests, int distrusted) {
        public Waiting {
            requests = List.copyOf(requests);
        }
    }

    public List<Account> accounts() throws IOException {
        return home.accounts();
    }

    /** The realm's push configuration. */
    public PushRealm realm(Issuer issuer) throws Fault {
        return client(issuer).realm();
    }

    /** Makes a key and enrols it by a one-time key (section 4). */
    public Enrolled enrol(Issuer issuer, OneTimeKey oneTimeKey, String name, String platform)
            throws Fault, IOException {
        PhoneKey key = PhoneKey.generate(random);
        ObjectNode answer = client(issuer)
                .send(PhoneMessage.enrol(oneTimeKey, name, platform), key)
                .body();
        try {
            Account account = new Account(
                    Json.text(answer, "phone"),
                    issuer,
                    Json.text(answer, "account"),
                    Json.text(answer, "label"),
                    false,
                    key);
            home.keep(account);
            return new Enrolled(account, Json.text(answer, "confirm_code"), Json.number(answer, "expires_in"));
        } catch (MalformedException | IllegalArgumentException e) {
            throw new Fault.Distrusted("The realm's answer cannot be used: " + e.getMessage());
        }
    }

    /** Asks what waits (section 5). An account that the realm removed is dropped. */
    public Waiting waiting(Account account) throws Fault, IOException {
        ObjectNode answer = send(account, PhoneMessage.fetch(account.sender()));
        try {
            Account present = account.active(Json.text(answer, "state").equals("active"));
            if (present.active() != account.active()) {
                home.keep(present);
            }
            long now = Json.number(answer, "now");
            List<SignedRequest> requests = new ArrayList<>();
            int distrusted = 0;
            for (JsonNode one : answer.path("requests")) {
                Optional<SignedRequest> request = verified(account, one.asText(), now);
                request.ifPresent(requests::add);
                distrusted += request.isEmpty() ? 1 : 0;
            }
            return new Waiting(present, now, requests, distrusted);
        } catch (MalformedException e) {
            throw new Fault.Distrusted("The realm's answer cannot be used: " + e.getMessage());
        }
    }

    private Optional<SignedRequest> verified(Account account, String compact, long now) throws Fault {
        try {
            CompactJws jws = CompactJws.parse(compact);
            Optional<PublicKey> key = client(account.issuer()).key(Json.text(jws.header(), "kid"));
            return key.isEmpty()
                    ? Optional.empty()
                    : Optional.of(SignedRequest.verified(
                            jws, key.get(), account.issuer().value(), account.sender(), now));
        } catch (MalformedException e) {
            return Optional.empty();
        }
    }

    /**
     * Answers (section 6).
     *
     * @return {@code approved}, {@code denied} or {@code reported}
     */
    public String answer(Account account, SignedRequest request, Decision decision) throws Fault, IOException {
        return send(account, PhoneMessage.answer(account.sender(), request, decision))
                .path("outcome")
                .asText();
    }

    /** Ends the account, there and here (section 8). */
    public void remove(Account account) throws Fault, IOException {
        send(account, PhoneMessage.remove(account.sender()));
        home.drop(account);
    }

    /** Ends the account here alone. */
    public void forget(Account account) throws IOException {
        home.drop(account);
    }

    private ObjectNode send(Account account, PhoneMessage message) throws Fault, IOException {
        try {
            return client(account.issuer()).send(message, account.key()).body();
        } catch (Fault.Refused e) {
            // An enrolment that nobody confirmed leaves no trace at the realm.
            if (e.is("phone_revoked") || (e.is("invalid_signature") && !account.active())) {
                home.drop(account);
            }
            throw e;
        }
    }

    private PushClient client(Issuer issuer) {
        return clients.computeIfAbsent(issuer, one -> new PushClient(one, http, clock, random, pause));
    }
}
