package dev.holdfast.agent.tpm;

import dev.holdfast.agent.jose.Base64Url;
import dev.holdfast.agent.jose.PublicJwk;
import dev.holdfast.agent.json.JsonObject;
import dev.holdfast.agent.json.MalformedJsonException;

/**
 * The public area of a signing key that this agent made.
 *
 * @param area {@code TPMT_PUBLIC}
 * @param jwk the public key in it
 * @param hasPin whether it is used with a PIN
 */
record SigningPublic(byte[] area, PublicJwk jwk, boolean hasPin) {
    private static final int COORDINATE = 32;

    /**
     * Reads a public area.
     *
     * @throws TpmException.ForeignKey if it is not exactly that of a key of this agent
     */
    static SigningPublic of(byte[] area) throws TpmException {
        boolean plain = KeyTemplate.signing().fits(area);
        boolean pin = KeyTemplate.signingWithPin().fits(area);
        if (!plain && !pin) {
            throw new TpmException.ForeignKey();
        }
        TpmReader reader = new TpmReader(area);
        reader.take(KeyTemplate.signing().shape().length);
        byte[] x = reader.sized();
        byte[] y = reader.sized();
        reader.end();
        return new SigningPublic(area, jwk(x, y), pin);
    }

    private static PublicJwk jwk(byte[] x, byte[] y) throws TpmException {
        try {
            return PublicJwk.of(JsonObject.builder()
                    .put("crv", "P-256")
                    .put("kty", "EC")
                    .put("x", Base64Url.encode(fixed(x)))
                    .put("y", Base64Url.encode(fixed(y)))
                    .build());
        } catch (MalformedJsonException e) {
            throw new AssertionError("all members of an EC key are there", e);
        }
    }

    /** A number of 32 bytes, whether or not the TPM leaves out zeros in front. */
    static byte[] fixed(byte[] number) throws TpmException {
        if (number.length > COORDINATE) {
            throw new TpmException.Malformed("a number of " + number.length + " bytes on P-256");
        }
        byte[] fixed = new byte[COORDINATE];
        System.arraycopy(number, 0, fixed, COORDINATE - number.length, number.length);
        return fixed;
    }
}
