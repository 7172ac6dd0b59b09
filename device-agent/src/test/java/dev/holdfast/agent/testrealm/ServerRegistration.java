package dev.holdfast.agent.testrealm;

import com.nimbusds.jose.jwk.JWK;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.UUID;

/** The server's side of section 7 for one registration. */
public final class ServerRegistration {
    private static final SecureRandom RANDOM = new SecureRandom();

    public final String id = UUID.randomUUID().toString();
    public final String did;
    public final String account;
    final JWK duk;

    private Durt current;
    private Durt successor;
    private String pendingRid;
    private boolean quarantined;
    private boolean revoked;
    private boolean locked;
    private int dusts;

    ServerRegistration(String did, String account, JWK duk) {
        this.did = did;
        this.account = account;
        this.duk = duk;
        this.current = fresh(1);
    }

    /** What an exchange gives. */
    record Rotated(String durt, boolean withDust, long generation) {}

    synchronized Rotated present(String text, String rid, boolean login) throws RealmRefusal {
        requireStanding();
        Durt presented = Durt.parse(text).orElseThrow(() -> new RealmRefusal(401, "durt_unknown", true));
        if (presented.generation() < current.generation()) {
            quarantined = true;
            throw new RealmRefusal(403, "durt_reused", true);
        }
        boolean isCurrent = presented.equals(current);
        boolean isSuccessor = presented.equals(successor);
        if (!isCurrent && !isSuccessor) {
            throw new RealmRefusal(401, "durt_unknown", true);
        }
        if (isCurrent && successor != null && !rid.equals(pendingRid)) {
            quarantined = true;
            throw new RealmRefusal(403, "durt_reused", true);
        }
        if (login && locked) {
            throw new RealmRefusal(401, "user_verification_required", true);
        }
        if (isCurrent && successor != null) {
            return new Rotated(successor.toString(), false, successor.generation());
        }
        if (isSuccessor) {
            current = successor;
        }
        successor = fresh(current.generation() + 1);
        pendingRid = rid;
        dusts++;
        return new Rotated(successor.toString(), true, successor.generation());
    }

    synchronized void requireStanding() throws RealmRefusal {
        if (revoked) {
            throw new RealmRefusal(403, "registration_revoked", true);
        }
        if (quarantined) {
            throw new RealmRefusal(403, "registration_quarantined", true);
        }
    }

    synchronized String firstDurt() {
        return current.toString();
    }

    synchronized void revoke() {
        revoked = true;
    }

    /** Locks or unlocks. */
    public synchronized void setLocked(boolean value) {
        locked = value;
    }

    /** What a restored database backup does: the last rotation never happened. */
    public synchronized void forgetLastRotation() {
        successor = null;
        pendingRid = null;
    }

    /** A restored backup of before the registration's tokens: nothing it hands out now is what the agent has. */
    public synchronized void replaceAllTokens() {
        current = fresh(current.generation());
        successor = null;
        pendingRid = null;
    }

    public synchronized boolean isQuarantined() {
        return quarantined;
    }

    public synchronized boolean isRevoked() {
        return revoked;
    }

    /** How many DUSTs were handed out. */
    public synchronized int dusts() {
        return dusts;
    }

    public synchronized long generation() {
        return current.generation();
    }

    private Durt fresh(long generation) {
        byte[] secret = new byte[32];
        RANDOM.nextBytes(secret);
        return new Durt(id, generation, Base64.getUrlEncoder().withoutPadding().encodeToString(secret));
    }
}
