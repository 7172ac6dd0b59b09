package dev.holdfast.agent.registration;

/** A name that comes from a server and is shown on a terminal and a desktop. */
final class AccountName {
    private static final int MAX = 255;

    private AccountName() {}

    /** The name without control characters (a terminal would obey them) and of bounded length. */
    static String shown(String name) {
        String plain = name.replaceAll("[\\p{Cntrl}\\p{Cf}]", "?");
        return plain.length() <= MAX ? plain : plain.substring(0, MAX);
    }
}
