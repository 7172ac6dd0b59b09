package dev.holdfast.device.testrealm;

import dev.holdfast.device.exchange.Exchange;
import dev.holdfast.device.login.Purpose;
import dev.holdfast.device.login.SignInAttempt;
import dev.holdfast.device.registry.Registration;
import dev.holdfast.device.rotation.Durt;
import java.util.UUID;

/** A user's key on a device, with the DURT it holds now. */
public final class FakeRegistration {
    private final TestRealm realm;
    private final FakeDevice device;
    private final UUID id;
    private final TestKey duk;
    private String durt;

    FakeRegistration(TestRealm realm, FakeDevice device, UUID id, TestKey duk, String durt) {
        this.realm = realm;
        this.device = device;
        this.id = id;
        this.duk = duk;
        this.durt = durt;
    }

    public UUID id() {
        return id;
    }

    public TestKey duk() {
        return duk;
    }

    public FakeDevice device() {
        return device;
    }

    public String durt() {
        return durt;
    }

    /** A thief's or a backup's copy: the same key and the DURT of now, going its own way from here. */
    public FakeRegistration copy() {
        return new FakeRegistration(realm, device, id, duk, durt);
    }

    /** The row of the registry. */
    public Registration row() {
        return realm.registry().registration(id).orElseThrow().registration();
    }

    /** An exchange for a login page of the realm, with the DURT of now and a fresh rid and nonce. */
    public MessageBuilder exchangeMessage(String challenge) {
        return exchangeMessage(challenge, realm.secret());
    }

    public MessageBuilder exchangeMessage(String challenge, byte[] rid) {
        return device.common("holdfast-exchange+jwt", realm.endpoints().exchange(), realm.nonce())
                .header("kid", duk.jkt())
                .claim("registration", id.toString())
                .claim("durt", durt)
                .claim("rid", MessageBuilder.encode(rid))
                .claim("challenge", challenge)
                .claim("origin", TestRealm.ORIGIN.value());
    }

    /** A proof of a session, for a page of the realm, with a fresh nonce. */
    public MessageBuilder proofMessage(String challenge) {
        return device.common("holdfast-proof+jwt", realm.endpoints().proof(), realm.nonce())
                .header("kid", duk.jkt())
                .claim("registration", id.toString())
                .claim("challenge", challenge)
                .claim("origin", TestRealm.ORIGIN.value());
    }

    /** An unlock by the hash of the DURT of now; without a page, as on a command line. */
    public MessageBuilder unlockMessage(TestKey duv) {
        return device.common("holdfast-unlock+jwt", realm.endpoints().unlock(), realm.nonce())
                .header("kid", duv.jkt())
                .claim("registration", id.toString())
                .claim("durt_hash", Durt.parse(durt).orElseThrow().hash().value())
                .claim("method", "pin");
    }

    /** The same for a sign-in page's attempt. */
    public MessageBuilder unlockMessage(TestKey duv, SignInAttempt attempt) {
        return unlockMessage(duv)
                .claim("challenge", realm.challenge(attempt, Purpose.LOGIN))
                .claim("origin", TestRealm.ORIGIN.value());
    }

    /** The DUST of a whole proof. */
    public String proof(SignInAttempt attempt, String sessionId) {
        return realm.prove(
                        proofMessage(realm.sessionChallenge(attempt, sessionId)).sign(duk))
                .dust();
    }

    /** Sends it and keeps the new DURT. */
    public Exchange.Outcome send(MessageBuilder message) {
        Exchange.Outcome outcome = realm.exchange(message.sign(duk));
        if (outcome instanceof Exchange.Outcome.Granted granted) {
            durt = granted.durt().reveal();
        }
        return outcome;
    }

    /** A whole exchange for a login challenge of a new attempt. */
    public Exchange.Outcome exchange() {
        return exchange(realm.attempt());
    }

    public Exchange.Outcome exchange(SignInAttempt attempt) {
        return exchange(attempt, Purpose.LOGIN);
    }

    public Exchange.Outcome exchange(SignInAttempt attempt, Purpose purpose) {
        return send(exchangeMessage(realm.challenge(attempt, purpose)));
    }

    /** A DUST for that attempt, from an exchange that must be granted one. */
    public String dust(SignInAttempt attempt, Purpose purpose) {
        if (exchange(attempt, purpose) instanceof Exchange.Outcome.Granted granted) {
            return granted.dust().orElseThrow();
        }
        throw new AssertionError("the exchange was not granted");
    }
}
