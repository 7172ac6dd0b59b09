package dev.holdfast.insights.store;

import java.util.regex.Pattern;

/**
 * What the storage knows the realm by.
 *
 * @param id may be told
 * @param secret may not
 */
public record AccessKey(String id, String secret) {
    private static final Pattern ID = Pattern.compile("[A-Za-z0-9._-]{1,128}");
    private static final Pattern SECRET = Pattern.compile("[!-~]{1,256}");

    /** @throws IllegalArgumentException with a sentence for the administrator, which quotes neither */
    public AccessKey {
        if (!ID.matcher(id).matches()) {
            throw new IllegalArgumentException("The access key's id is at most 128 letters, digits, '.', '_' and '-'");
        }
        if (!SECRET.matcher(secret).matches()) {
            throw new IllegalArgumentException(
                    "The access key's secret is at most 256 printable ASCII characters without spaces");
        }
    }

    @Override
    public String toString() {
        return "access key " + id;
    }
}
