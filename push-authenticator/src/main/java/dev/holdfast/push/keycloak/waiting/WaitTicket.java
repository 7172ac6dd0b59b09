package dev.holdfast.push.keycloak.waiting;

import dev.holdfast.device.key.LabelledHash;
import dev.holdfast.push.realm.PushRealm;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.UUID;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** The secret by which a page asks about its own request and no other: an HMAC, so that nobody has to remember it. */
public final class WaitTicket {
    private final PushRealm realm;

    public WaitTicket(PushRealm realm) {
        this.realm = realm;
    }

    public String of(UUID request) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(realm.keys().browserSecret(), "HmacSHA256"));
            return Base64.getUrlEncoder()
                    .withoutPadding()
                    .encodeToString(mac.doFinal(LabelledHash.of("holdfast-push-wait")
                            .add(realm.id())
                            .add(request.toString())
                            .bytes()));
        } catch (GeneralSecurityException e) {
            throw new AssertionError("every Java platform has HmacSHA256, and it takes any key", e);
        }
    }

    public boolean isOf(UUID request, String ticket) {
        return MessageDigest.isEqual(
                of(request).getBytes(StandardCharsets.US_ASCII), ticket.getBytes(StandardCharsets.UTF_8));
    }
}
