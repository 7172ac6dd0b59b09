package dev.holdfast.device.key;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.KeyOperation;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.util.JSONObjectUtils;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.text.ParseException;
import java.util.LinkedHashMap;
import java.util.Optional;
import org.bouncycastle.jce.ECNamedCurveTable;
import org.bouncycastle.jce.spec.ECNamedCurveParameterSpec;
import org.bouncycastle.jce.spec.ECPublicKeySpec;
import org.bouncycastle.math.ec.ECPoint;

/**
 * A public key of a device with the one algorithm it is pinned to.
 *
 * @param publicKey a key on the named curve (RFC 7518 §6.2.1), or RSA of 2048 to 4096 bits
 * @param algorithm the only algorithm accepted from this key
 * @param thumbprint its identity
 * @param jwk the required members alone, as JSON
 */
public record DeviceKey(PublicKey publicKey, SignatureAlgorithm algorithm, Thumbprint thumbprint, String jwk) {
    private static final BigInteger SMALLEST_EXPONENT = BigInteger.valueOf(65_537);

    /**
     * Reads a public JWK (RFC 7517) and pins {@code algorithm} to it.
     *
     * @return nothing if the JWK is malformed, private, of another type or strength, does not fit the algorithm, or says
     *     itself that it is for something else (RFC 7517 §§4.2 to 4.4)
     */
    public static Optional<DeviceKey> fromJwk(String json, SignatureAlgorithm algorithm) {
        try {
            JWK jwk = JWK.parse(json);
            if (jwk.isPrivate() || !isFor(algorithm, jwk)) {
                return Optional.empty();
            }
            PublicKey key;
            if (jwk instanceof ECKey ec && fits(ec.getCurve(), algorithm)) {
                key = onNamedCurve(ec);
            } else if (jwk instanceof RSAKey rsa
                    && (algorithm == SignatureAlgorithm.PS256 || algorithm == SignatureAlgorithm.RS256)) {
                RSAPublicKey rsaKey = rsa.toRSAPublicKey();
                int bits = rsaKey.getModulus().bitLength();
                if (bits < 2048 || bits > 4096 || rsaKey.getPublicExponent().compareTo(SMALLEST_EXPONENT) < 0) {
                    return Optional.empty();
                }
                key = rsaKey;
            } else {
                return Optional.empty();
            }
            Thumbprint thumbprint = new Thumbprint(jwk.computeThumbprint().toString());
            return Optional.of(new DeviceKey(key, algorithm, thumbprint, canonical(jwk)));
        } catch (ParseException
                | JOSEException
                | GeneralSecurityException
                | IllegalArgumentException
                | IllegalStateException e) {
            return Optional.empty();
        }
    }

    /** The key that a certificate names, under the same conditions. */
    public static Optional<DeviceKey> certifiedBy(X509Certificate certificate, SignatureAlgorithm algorithm) {
        PublicKey key = certificate.getPublicKey();
        if (key instanceof ECPublicKey ec) {
            Curve curve = Curve.forECParameterSpec(ec.getParams());
            return curve == null
                    ? Optional.empty()
                    : fromJwk(new ECKey.Builder(curve, ec).build().toJSONString(), algorithm);
        }
        return key instanceof RSAPublicKey rsa
                ? fromJwk(new RSAKey.Builder(rsa).build().toJSONString(), algorithm)
                : Optional.empty();
    }

    /**
     * The key with its curve's name: from the JDK's parameters Bouncy Castle would write every parameter out, and RFC 5480
     * §2.1.1 wants the name in certificates. A point that is not on the curve is refused.
     */
    private static PublicKey onNamedCurve(ECKey jwk) throws GeneralSecurityException {
        ECNamedCurveParameterSpec curve =
                ECNamedCurveTable.getParameterSpec(jwk.getCurve().getName());
        ECPoint point = curve.getCurve()
                .validatePoint(jwk.getX().decodeToBigInteger(), jwk.getY().decodeToBigInteger());
        return KeyFactory.getInstance("EC", CryptoProvider.BOUNCY_CASTLE)
                .generatePublic(new ECPublicKeySpec(point, curve));
    }

    private static boolean isFor(SignatureAlgorithm algorithm, JWK jwk) {
        return (jwk.getKeyUse() == null || jwk.getKeyUse().equals(KeyUse.SIGNATURE))
                && (jwk.getKeyOperations() == null || jwk.getKeyOperations().contains(KeyOperation.VERIFY))
                && (jwk.getAlgorithm() == null || jwk.getAlgorithm().getName().equals(algorithm.name()));
    }

    private static boolean fits(Curve curve, SignatureAlgorithm algorithm) {
        return (curve.equals(Curve.P_256) && algorithm == SignatureAlgorithm.ES256)
                || (curve.equals(Curve.P_384) && algorithm == SignatureAlgorithm.ES384);
    }

    private static String canonical(JWK jwk) {
        return JSONObjectUtils.toJSONString(new LinkedHashMap<>(jwk.getRequiredParams()));
    }
}
