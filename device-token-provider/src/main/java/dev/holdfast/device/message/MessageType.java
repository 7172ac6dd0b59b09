package dev.holdfast.device.message;

/** The kinds of signed messages of device login; each endpoint accepts exactly one (RFC 8725 §3.11). */
public enum MessageType implements SignedType {
    AGENT_ENROL("holdfast-agent-enrol+jwt"),
    AGENT_RENEW("holdfast-agent-renew+jwt"),
    AGENT_ADOPT("holdfast-agent-adopt+jwt"),
    REGISTRATION("holdfast-registration+jwt"),
    EXCHANGE("holdfast-exchange+jwt"),
    PROOF("holdfast-proof+jwt"),
    POSTURE("holdfast-posture+jwt"),
    UNLOCK("holdfast-unlock+jwt"),
    REVOKE("holdfast-revoke+jwt"),
    PROOF_OF_POSSESSION("holdfast-pop+jwt"),
    CHALLENGE("holdfast-challenge+jwt"),
    DUST("holdfast-dust+jwt");

    private final String typ;

    MessageType(String typ) {
        this.typ = typ;
    }

    @Override
    public String typ() {
        return typ;
    }
}
