package dev.holdfast.device.authority;

import java.util.Optional;

/**
 * Which fields of another authority's certificate say whose it is.
 *
 * @param device names the device, the same one in each of its certificates
 * @param user names the user whom the device is assigned to, as at a sign-in
 */
public record IdentityRule(CertificateField device, Optional<CertificateField> user) {
    public static final String DEVICE_KEY = "certificateIdentity";
    public static final String USER_KEY = "certificateUser";

    /** The value of {@link #USER_KEY} where certificates name no user. */
    public static final String NO_USER = "none";

    static IdentityRule read(Optional<String> device, Optional<String> user) {
        return new IdentityRule(
                device.map(IdentityRule::field).orElse(CertificateField.SUBJECT_CN),
                user.filter(field -> !field.trim().equals(NO_USER)).map(IdentityRule::field));
    }

    private static CertificateField field(String configured) {
        return CertificateField.named(configured)
                .orElseThrow(() -> new IllegalArgumentException(
                        "A field of a certificate must be one of " + CertificateField.valuesInOrder()));
    }
}
