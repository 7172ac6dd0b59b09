package dev.holdfast.access.keycloak.realm;

import dev.holdfast.access.address.AddressSet;
import org.keycloak.provider.Provider;

/** One IP list of a realm, kept as one realm component. */
public interface IpListProvider extends Provider {
    AddressSet addresses();
}
