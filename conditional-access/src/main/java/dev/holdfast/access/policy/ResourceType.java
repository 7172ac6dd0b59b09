package dev.holdfast.access.policy;

/** What somebody wants to get into. */
public enum ResourceType {
    /** The account console, and whatever page of the realm itself lists a person's applications. */
    USER_PORTAL,
    /** Any other client of the realm. */
    APPLICATION,
    /** The admin console and its command lines. */
    ADMIN_PORTAL,
    /** A directory that asks the realm about its binds. */
    LDAP
}
