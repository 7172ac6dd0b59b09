package dev.holdfast.access.explanation;

import java.util.Locale;

/** What can be said of a policy or a condition. A console says it in its reader's language, by the code. */
public enum ReasonCode {
    DISABLED("the policy is switched off"),
    EVERYBODY("it is about everybody"),
    USER_INCLUDED("it is about {user}"),
    GROUP_INCLUDED("it is about the group {group}"),
    USER_EXCLUDED("it leaves out {user}"),
    GROUP_EXCLUDED("it leaves out the group {group}"),
    NOBODY_INCLUDED("it names neither {user} nor a group of theirs"),
    OTHER_RESOURCE("it is not about {client} ({type})"),

    ALWAYS("there is no condition"),
    ALL_PARTS("all parts must hold"),
    ANY_PART("one part must hold"),
    NEGATED("the part must not hold"),

    ADDRESS_UNKNOWN("the address is not known"),
    ADDRESS_LISTED("{address} is in {list}"),
    ADDRESS_NOT_LISTED("{address} is not in {lists}"),
    LIST_MISSING("{address} is in no list that exists; there is no {missing}"),

    PLACE_UNKNOWN("nobody can tell where the address is"),
    PLACE_PRIVATE("the address is one of a private network"),
    PLACE_SEEN("the address is in {place}; asked for was {wanted}"),

    NO_DEVICE("no device proved itself"),
    DEVICE_SEEN("the device {device} proved itself; managed: {managed}"),
    ASSURANCE_SEEN("the device's keys: {assurance}; asked for was {wanted} or better"),
    FACT_REPORTED("{fact} of the device: {value}; asked for was {wanted}"),
    FACT_NOT_REPORTED("the device did not report {fact}, or too long ago"),
    REPORT_AGE("the device reported {minutes} minutes ago; at most {wanted} are allowed"),

    ATTRIBUTE_MISSING("the person has no {attribute}"),
    ATTRIBUTE_SEEN("{attribute} is {value}; asked for was {wanted}"),
    ROLE_HELD("the person has the role {role}"),
    ROLE_NOT_HELD("the person has none of the roles {wanted}"),
    GROUP_MEMBER("the person is a member of {group}"),
    GROUP_NOT_MEMBER("the person is a member of none of {wanted}"),
    MFA_UNKNOWN("nobody looked whether the person has another factor"),
    MFA_CONFIGURED("the person has a factor beside the password"),
    MFA_NOT_CONFIGURED("the person has no factor beside the password"),

    METHOD_USED("{method} was used"),
    METHOD_NOT_USED("of {wanted} none was used; used: {methods}"),
    TIME_SEEN("it is {time} in {zone}; asked for was {wanted}"),
    RISK_UNKNOWN("the risk could not be computed"),
    RISK_SEEN("the risk is {level} ({facts}); asked for was {wanted} or more");

    private final String template;

    ReasonCode(String template) {
        this.template = template;
    }

    /** The stable word, as {@code address_listed}. */
    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The English sentence, with its parameters' names in braces. */
    public String template() {
        return template;
    }
}
