package dev.holdfast.device.registry;

/** A registration with the device it lives on, read in one look. */
public record RegisteredDevice(Device device, Registration registration) {
    /** The same after the user was present. */
    public RegisteredDevice withPresence(Presence shown) {
        return new RegisteredDevice(device, registration.withPresence(shown));
    }
}
