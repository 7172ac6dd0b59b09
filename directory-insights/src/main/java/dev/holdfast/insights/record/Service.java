package dev.holdfast.insights.record;

import java.util.Locale;

/** What part of the product a record is about; queries begin with it. */
public enum Service {
    /** Users, administrators, policies, settings, and sign-ins to the realm itself. */
    DIRECTORY,
    /** Applications that an existing session opened. */
    SSO,
    /** Second factors: what was asked, and what became of it. */
    MFA,
    /** Devices. */
    SYSTEMS;

    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
