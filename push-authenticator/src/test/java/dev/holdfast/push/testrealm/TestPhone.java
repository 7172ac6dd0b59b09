package dev.holdfast.push.testrealm;

import dev.holdfast.push.answer.PhoneAnswers;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;

/** A phone with its key. */
public record TestPhone(TestPushRealm realm, TestKey key, UUID id) {
    public String sender() {
        return "urn:holdfast:phone:" + id;
    }

    public static String hashOf(String compact) {
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(TestKey.sha256(compact.getBytes(StandardCharsets.US_ASCII)));
    }

    /** @param more claims beside the hash, over all others */
    public String answerMessage(String request, Map<String, ?> more) {
        Map<String, Object> claims = new LinkedHashMap<>();
        claims.put("request_hash", hashOf(request));
        claims.putAll(more);
        return message("holdfast-push-answer+jwt", "answers", claims);
    }

    public String message(String typ, String endpoint, Map<String, ?> claims) {
        return key.message(typ, false, sender(), TestPushRealm.ISSUER + "/push-mfa/" + endpoint, realm.nonce(), claims);
    }

    public PhoneAnswers.Answered answer(String request, Map<String, ?> claims) {
        return realm.answers().answer(answerMessage(request, claims), realm.accounts());
    }
}
