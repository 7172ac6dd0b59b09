package dev.holdfast.agent.enrolment;

import dev.holdfast.agent.json.JsonObject;
import dev.holdfast.agent.json.MalformedJsonException;
import dev.holdfast.agent.key.DeviceKey;
import dev.holdfast.agent.key.KeyHome;
import dev.holdfast.agent.origin.Issuer;
import dev.holdfast.agent.state.Device;
import java.io.ByteArrayInputStream;
import java.security.GeneralSecurityException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECPublicKey;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;

/** What a realm answers to an enrolment and to a renewal: a certificate that must be for this device and key. */
final class EnrolmentAnswer {
    private static final int SAN_URI = 6;

    private EnrolmentAnswer() {}

    /** Reads and checks it. */
    static Device read(Issuer issuer, DeviceKey key, KeyHome home, JsonObject answer) throws MalformedJsonException {
        Device device = Device.enrolled(answer, home);
        if (!device.issuer().equals(issuer)) {
            throw new MalformedJsonException("enrolled for another issuer than was asked");
        }
        try {
            X509Certificate leaf = leaf(device);
            ECPublicKey certified = key.publicJwk().toP256();
            if (!Arrays.equals(leaf.getPublicKey().getEncoded(), certified.getEncoded())) {
                throw new MalformedJsonException("the certificate is for another key");
            }
            if (leaf.getSubjectAlternativeNames() == null
                    || !leaf.getSubjectAlternativeNames().contains(List.of(SAN_URI, device.urn()))) {
                throw new MalformedJsonException("the certificate is for another device");
            }
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            throw new MalformedJsonException("no certificate in the answer");
        }
        return device;
    }

    /** The certificate of the device itself. */
    static X509Certificate leaf(Device device) throws GeneralSecurityException {
        return (X509Certificate) CertificateFactory.getInstance("X.509")
                .generateCertificate(new ByteArrayInputStream(
                        Base64.getDecoder().decode(device.certificateChain().get(0))));
    }
}
