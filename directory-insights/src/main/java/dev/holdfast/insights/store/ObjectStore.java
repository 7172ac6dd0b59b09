package dev.holdfast.insights.store;

import java.net.URI;
import java.util.regex.Pattern;

/**
 * A bucket of a storage that speaks the protocol of S3.
 *
 * @param address the bucket's, by path or by host name, with a folder where one is wanted: objects are put below it
 * @param region what the storage calls its place, as signatures name it
 */
public record ObjectStore(URI address, String region) {
    public static final String DEFAULT_REGION = "us-east-1";

    private static final Pattern REGION = Pattern.compile("[A-Za-z0-9_-]{1,64}");
    private static final Pattern PLAIN_PATH = Pattern.compile("[A-Za-z0-9._~/-]*");

    /** @throws IllegalArgumentException with a sentence for the administrator */
    public ObjectStore {
        String path = String.valueOf(address.getRawPath());
        // Of such a path there is one spelling, which the storage signs as we do.
        if (address.getRawQuery() != null
                || !PLAIN_PATH.matcher(path).matches()
                || path.contains("//")
                || !address.normalize().equals(address)) {
            throw new IllegalArgumentException(
                    "The object storage's address ends with a bucket or a folder of letters, digits, '.', '_', '-' and '/'");
        }
        requireRegion(region);
    }

    /** @throws IllegalArgumentException with a sentence for the administrator */
    public static void requireRegion(String region) {
        if (!REGION.matcher(region).matches()) {
            throw new IllegalArgumentException(
                    "The object storage's region is at most 64 letters, digits, '_' and '-'");
        }
    }

    /** Where an object of that name is put. */
    URI at(String name) {
        String base = address.toString();
        return URI.create(base.endsWith("/") ? base + name : base + "/" + name);
    }
}
