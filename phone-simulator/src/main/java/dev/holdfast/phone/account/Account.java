package dev.holdfast.phone.account;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.holdfast.phone.message.Json;
import dev.holdfast.phone.message.MalformedException;
import dev.holdfast.phone.message.PhoneKey;
import dev.holdfast.phone.realm.Issuer;
import java.util.regex.Pattern;

/**
 * One account on this phone.
 *
 * @param phone the enrolment's id, a UUID
 * @param issuer the realm
 * @param user whose account it is
 * @param label what the realm calls itself
 * @param active whether the six digits were typed on the page
 * @param key the phone's key
 */
public record Account(String phone, Issuer issuer, String user, String label, boolean active, PhoneKey key) {
    private static final Pattern ID = Pattern.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");

    public Account {
        if (!ID.matcher(phone).matches()) {
            throw new IllegalArgumentException("not the id of a phone: " + phone);
        }
    }

    /** How its messages name their sender. */
    public String sender() {
        return "urn:holdfast:phone:" + phone;
    }

    /** The same, of which the realm says something else now. */
    public Account active(boolean now) {
        return new Account(phone, issuer, user, label, now, key);
    }

    /** How people tell it from others. */
    public String name() {
        return user + " at " + label;
    }

    byte[] toBytes() {
        ObjectNode file = Json.object()
                .put("phone", phone)
                .put("issuer", issuer.value())
                .put("account", user)
                .put("label", label)
                .put("active", active);
        file.set("key", key.privateJwk());
        return Json.write(file);
    }

    static Account read(byte[] bytes) throws MalformedException {
        JsonNode file = Json.read(bytes);
        try {
            return new Account(
                    Json.text(file, "phone"),
                    new Issuer(Json.text(file, "issuer")),
                    Json.text(file, "account"),
                    Json.text(file, "label"),
                    Json.flag(file, "active"),
                    PhoneKey.read(file.path("key")));
        } catch (IllegalArgumentException e) {
            throw new MalformedException(String.valueOf(e.getMessage()));
        }
    }
}
