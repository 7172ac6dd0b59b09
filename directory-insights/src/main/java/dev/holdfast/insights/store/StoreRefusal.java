package dev.holdfast.insights.store;

import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Why a storage did not take an object, for the operator's log. */
public final class StoreRefusal {
    /** S3 names the failed check: {@code SignatureDoesNotMatch}, {@code NoSuchBucket}, {@code RequestTimeTooSkewed}. */
    private static final Pattern CODE = Pattern.compile("<Code>([A-Za-z0-9]{1,64})</Code>");

    private StoreRefusal() {}

    /** @param answer the beginning of the answer's body; only the code in it goes on */
    public static String inWords(int status, byte[] answer) {
        Matcher code = CODE.matcher(new String(answer, StandardCharsets.UTF_8));
        return "HTTP status " + status + (code.find() ? ", " + code.group(1) : "");
    }
}
