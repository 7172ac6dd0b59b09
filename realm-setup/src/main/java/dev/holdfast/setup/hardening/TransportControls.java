package dev.holdfast.setup.hardening;

import static dev.holdfast.setup.hardening.Demand.atLeast;
import static dev.holdfast.setup.hardening.Demand.is;
import static dev.holdfast.setup.hardening.Profile.L1;
import static dev.holdfast.setup.hardening.Profile.L2;

import java.util.List;
import java.util.Map;

/** Requests and pages on their way. */
final class TransportControls {
    private TransportControls() {}

    static List<Control> all() {
        List<String> standards = List.of("CIS 3.10", "NIST SC-8", "SOC 2 CC6.1", "SOC 2 CC6.6");
        return List.of(
                new SettingControl(
                        "transport-tls",
                        "Requests come over TLS",
                        standards,
                        RealmSetting.SSL_REQUIRED,
                        Map.of(L1, new Demand.OneOf(List.of("external", "all")), L2, is("all")),
                        SettingControl.ALWAYS,
                        // Over plain HTTP it would shut out who asks for it.
                        RealmFacts::secureRequest,
                        "Realm settings → General → Require SSL. It is applied by a call that itself comes over HTTPS."),
                SettingControl.of(
                        "transport-hsts",
                        "Browsers keep to TLS",
                        standards,
                        RealmSetting.STRICT_TRANSPORT,
                        Map.of(L1, atLeast(Span.YEAR)),
                        "Realm settings → Security defenses → Headers → HTTP Strict Transport Security"),
                new FrameControl(SettingControl.of(
                        "transport-frames",
                        "Other sites cannot frame the pages",
                        List.of("CIS 4.1", "NIST CM-7", "SOC 2 CC6.6"),
                        RealmSetting.FRAME_OPTIONS,
                        Map.of(L1, new Demand.OneOf(List.of("SAMEORIGIN", "DENY"))),
                        "Realm settings → Security defenses → Headers → Content-Security-Policy: frame-ancestors 'self';"
                                + " X-Frame-Options counts where the policy has none")),
                SettingControl.of(
                        "transport-sniffing",
                        "Browsers do not guess types",
                        List.of("CIS 4.1", "NIST CM-7", "SOC 2 CC6.6"),
                        RealmSetting.CONTENT_TYPE_OPTIONS,
                        Map.of(L1, is("nosniff")),
                        "Realm settings → Security defenses → Headers → X-Content-Type-Options"));
    }
}
