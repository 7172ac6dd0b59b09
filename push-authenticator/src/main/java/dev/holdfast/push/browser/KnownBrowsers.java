package dev.holdfast.push.browser;

import dev.holdfast.device.key.LabelledHash;
import dev.holdfast.push.realm.PushRealm;
import dev.holdfast.push.realm.PushSetting;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * The marks by which the realm knows browsers in which a user approved a sign-in. A mark opens nothing: it tells its
 * owner's attempts from a stranger's, so that a stranger's do not count against them (A59). It is the user's for one
 * browser, and says neither to whom it is of no use.
 *
 * <p>A mark is {@code <expiry>.<random>.<mac>}; a cookie holds those of several people, the latest first.
 */
public final class KnownBrowsers {
    private static final int RANDOM_BYTES = 16;
    private static final int MOST_MARKS = 5;
    private static final int MAX_TEXT = 1_024;
    private static final String BETWEEN = "~";
    private static final Base64.Encoder BASE64URL = Base64.getUrlEncoder().withoutPadding();

    private final PushRealm realm;

    public KnownBrowsers(PushRealm realm) {
        this.realm = realm;
    }

    /** @param cookie what the browser brought, or the empty text */
    public boolean isKnown(String cookie, String userId) {
        return marks(cookie).stream().anyMatch(mark -> isOf(mark, userId));
    }

    /** The cookie with a new mark for this user in place of the former. */
    public String marked(String cookie, String userId) {
        byte[] random = new byte[RANDOM_BYTES];
        realm.random().nextBytes(random);
        String unsigned = realm.now()
                        .plus(realm.settings().seconds(PushSetting.KNOWN_BROWSER_LIFETIME))
                        .getEpochSecond()
                + "." + BASE64URL.encodeToString(random);
        List<String> all = new ArrayList<>();
        all.add(unsigned + "." + mac(unsigned, userId));
        marks(cookie).stream().filter(mark -> !isOf(mark, userId)).forEach(all::add);
        return String.join(BETWEEN, all.subList(0, Math.min(all.size(), MOST_MARKS)));
    }

    private static List<String> marks(String cookie) {
        return cookie.length() > MAX_TEXT ? List.of() : List.of(cookie.split(BETWEEN, MOST_MARKS + 1));
    }

    private boolean isOf(String mark, String userId) {
        String[] parts = mark.split("\\.", 4);
        if (parts.length != 3 || !parts[0].matches("[0-9]{1,12}")) {
            return false;
        }
        boolean signed = MessageDigest.isEqual(
                mac(parts[0] + "." + parts[1], userId).getBytes(java.nio.charset.StandardCharsets.US_ASCII),
                parts[2].getBytes(java.nio.charset.StandardCharsets.US_ASCII));
        return signed && Instant.ofEpochSecond(Long.parseLong(parts[0])).isAfter(realm.now());
    }

    private String mac(String unsigned, String userId) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(realm.keys().browserSecret(), "HmacSHA256"));
            return BASE64URL.encodeToString(mac.doFinal(LabelledHash.of("holdfast-push-browser")
                    .add(realm.id())
                    .add(userId)
                    .add(unsigned)
                    .bytes()));
        } catch (GeneralSecurityException e) {
            throw new AssertionError("every Java platform has HmacSHA256, and it takes any key", e);
        }
    }
}
