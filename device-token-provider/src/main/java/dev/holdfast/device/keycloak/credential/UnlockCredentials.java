package dev.holdfast.device.keycloak.credential;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.holdfast.device.message.Claims;
import dev.holdfast.device.refusal.Refusal;
import dev.holdfast.device.registry.Device;
import dev.holdfast.device.webauthn.PlatformCredential;
import dev.holdfast.device.webauthn.VerifiedUser;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import java.util.stream.Stream;
import org.keycloak.credential.CredentialModel;
import org.keycloak.models.UserModel;

/**
 * The credentials by which browsers unlock registrations, among their user's other credentials: Keycloak keeps them,
 * shows them, and removes them with the user. They hold public keys alone.
 */
public final class UnlockCredentials {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int MAX_DATA = 4_000;

    private final UserModel user;

    public UnlockCredentials(UserModel user) {
        this.user = user;
    }

    public void add(PlatformCredential credential, Device device) {
        CredentialModel model = new CredentialModel();
        model.setType(UnlockCredentialProvider.TYPE);
        model.setUserLabel(
                FreeLabel.of(user, UnlockCredentialProvider.TYPE, device.facts().hostname()));
        model.setCreatedDate(System.currentTimeMillis());
        model.setCredentialData(data(credential));
        model.setSecretData("{}");
        user.credentialManager().createStoredCredential(model);
    }

    /** @throws dev.holdfast.device.refusal.RefusedException if this registration has none with that id, or no more */
    public PlatformCredential of(UUID registration, String credentialId) {
        return stored(registration)
                .map(UnlockCredentials::read)
                .filter(credential -> credential.id().equals(credentialId))
                .findFirst()
                .orElseThrow(() -> Refusal.USER_VERIFICATION_REQUIRED.because("credential unknown or removed"));
    }

    /** Remembers the counter of a credential that was just used; one that did not grow would have been refused. */
    public void used(PlatformCredential credential, VerifiedUser by) {
        stored(credential.registration())
                .filter(model -> read(model).id().equals(credential.id()))
                .findFirst()
                .ifPresent(model -> {
                    model.setCredentialData(data(new PlatformCredential(
                            credential.id(), credential.registration(), credential.attestedData(), by.signCount())));
                    user.credentialManager().updateStoredCredential(model);
                });
    }

    public long count(UUID registration) {
        return stored(registration).count();
    }

    /** A registration that is over needs none any more. */
    void removeAll(UUID registration) {
        stored(registration)
                .toList()
                .forEach(model -> user.credentialManager().removeStoredCredentialById(model.getId()));
    }

    private Stream<CredentialModel> stored(UUID registration) {
        return user.credentialManager()
                .getStoredCredentialsByTypeStream(UnlockCredentialProvider.TYPE)
                .filter(model -> read(model).registration().equals(registration));
    }

    private static String data(PlatformCredential credential) {
        ObjectNode data = JSON.createObjectNode();
        data.put("registration", credential.registration().toString());
        data.put("id", credential.id());
        data.put("attested_data", credential.attestedData());
        data.put("sign_count", credential.signCount());
        return data.toString();
    }

    private static PlatformCredential read(CredentialModel model) {
        Claims data = Claims.parse(model.getCredentialData().getBytes(StandardCharsets.UTF_8));
        return new PlatformCredential(
                data.text("id", MAX_DATA),
                data.uuid("registration"),
                data.text("attested_data", MAX_DATA),
                data.integer("sign_count"));
    }
}
