package dev.holdfast.insights.query;

import java.util.Arrays;
import java.util.Optional;

/** What queries look for: members of a record that have a column of their own. */
public enum Field {
    ID("id", false),
    EVENT_TYPE("event_type", false),
    SERVICE("service", false),
    SUCCESS("success", true),
    ERROR_MESSAGE("error_message", false),
    ACTOR_TYPE("initiated_by.type", false),
    USER_ID("initiated_by.id", false),
    USERNAME("initiated_by.username", false),
    CLIENT_IP("client_ip", false),
    COUNTRY("geoip.country_code", false),
    RESOURCE_TYPE("resource.type", false),
    RESOURCE_ID("resource.id", false),
    SYSTEM_ID("auth_context.system.id", false),
    MFA("mfa", true),
    MFA_TYPE("mfa_meta.type", false),
    DECISION("auth_context.decision", false),
    /** Any of the policies that had a say. */
    POLICY("auth_context.policies_applied.id", false),
    /** Whether a policy in report mode would have had a say. */
    REPORTED("auth_context.reported", true),
    BREAK_GLASS("auth_context.break_glass", true);

    private final String path;
    private final boolean flag;

    Field(String path, boolean flag) {
        this.path = path;
        this.flag = flag;
    }

    static Optional<Field> of(String path) {
        return Arrays.stream(values()).filter(field -> field.path.equals(path)).findFirst();
    }

    /** The member's path in a record. */
    public String path() {
        return path;
    }

    /** Whether its values are true and false, and not texts. */
    public boolean isFlag() {
        return flag;
    }

    static String known() {
        return String.join(", ", Arrays.stream(values()).map(Field::path).toList());
    }
}
