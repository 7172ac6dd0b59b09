package dev.holdfast.device.keycloak.realm;

import dev.holdfast.device.authority.CertificateField;
import dev.holdfast.device.authority.IdentityRule;
import dev.holdfast.device.authority.RevocationPolicy;
import dev.holdfast.device.authority.TrustedAuthorities;
import java.util.ArrayList;
import java.util.List;
import org.keycloak.provider.ProviderConfigProperty;

/** The settings for certificates of other authorities. */
final class AuthorityProperties {
    private AuthorityProperties() {}

    static List<ProviderConfigProperty> all() {
        List<String> userFields = new ArrayList<>();
        userFields.add(IdentityRule.NO_USER);
        userFields.addAll(CertificateField.valuesInOrder());
        return List.of(
                new ProviderConfigProperty(
                        TrustedAuthorities.ANCHORS_KEY,
                        "Certificate authorities",
                        "CA certificates (PEM) of an MDM, SCEP or smallstep whose certificates enrol a machine without a"
                                + " token; none: only this realm's own device CA.",
                        ProviderConfigProperty.MULTIVALUED_STRING_TYPE,
                        null),
                choice(
                        IdentityRule.DEVICE_KEY,
                        "Certificate names the device in",
                        "The field that is the same in each certificate of one device, and there exactly once.",
                        CertificateField.SUBJECT_CN.value(),
                        CertificateField.valuesInOrder()),
                choice(
                        IdentityRule.USER_KEY,
                        "Certificate names the user in",
                        "The field with the user name of whom the device is assigned to, if certificates have one.",
                        IdentityRule.NO_USER,
                        userFields),
                new ProviderConfigProperty(
                        TrustedAuthorities.USAGE_KEY,
                        "Certificate usage",
                        "The extended key usage (object identifier) that a certificate must have.",
                        ProviderConfigProperty.STRING_TYPE,
                        TrustedAuthorities.CLIENT_AUTH),
                choice(
                        RevocationPolicy.SOURCE_KEY,
                        "Certificate revocation",
                        "What is asked whether a certificate was revoked: nothing, its list, its OCSP responder, or the"
                                + " responder and the list where that gives no answer.",
                        RevocationPolicy.word(RevocationPolicy.Source.OCSP_OR_CRL),
                        RevocationPolicy.words(RevocationPolicy.Source.class)),
                choice(
                        RevocationPolicy.UNANSWERED_KEY,
                        "Where revocation is not known",
                        "Refuse (fail closed), or allow (fail open: whoever keeps the answer away keeps a revoked"
                                + " certificate alive).",
                        RevocationPolicy.word(RevocationPolicy.Unanswered.REFUSE),
                        RevocationPolicy.words(RevocationPolicy.Unanswered.class)),
                new ProviderConfigProperty(
                        RevocationPolicy.HOSTS_KEY,
                        "Hosts for revocation",
                        "host or host:port of lists and responders inside your network; others must have public addresses"
                                + " and the ports 80 or 443.",
                        ProviderConfigProperty.MULTIVALUED_STRING_TYPE,
                        null));
    }

    private static ProviderConfigProperty choice(
            String key, String label, String help, String absent, List<String> options) {
        ProviderConfigProperty property =
                new ProviderConfigProperty(key, label, help, ProviderConfigProperty.LIST_TYPE, absent);
        property.setOptions(options);
        return property;
    }
}
