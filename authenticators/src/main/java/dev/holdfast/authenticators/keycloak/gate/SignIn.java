package dev.holdfast.authenticators.keycloak.gate;

import dev.holdfast.access.realm.AccessSettings;
import dev.holdfast.authenticators.access.BroughtFactor;
import dev.holdfast.device.registry.Device;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.keycloak.models.ClientModel;
import org.keycloak.models.UserModel;

/** A request to get in, whatever way it takes. */
interface SignIn {
    UserModel user();

    ClientModel client();

    /** Of the browser, by Keycloak's own connection. */
    Optional<String> address();

    /** The device that proved itself, if it is the user's and in good standing. */
    Optional<Device> device();

    /** The factors that it has brought. */
    List<BroughtFactor> brought(AccessSettings settings);

    Instant authenticatedAt(Instant now);

    /** Whether its user can be asked to authenticate anew. */
    boolean mayAskAgain();
}
