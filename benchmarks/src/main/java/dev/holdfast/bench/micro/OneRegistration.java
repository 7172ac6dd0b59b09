package dev.holdfast.bench.micro;

import dev.holdfast.device.registry.DeviceRegistry;
import dev.holdfast.device.registry.RegisteredDevice;
import java.lang.reflect.Proxy;
import java.util.Optional;

/**
 * A registry that always finds the same registration, and agrees to every rotation and every spent DUST without keeping
 * them. A proxy, which costs nanoseconds, for the registry has many more methods that no benchmark asks.
 */
final class OneRegistration {

    private OneRegistration() {}

    static DeviceRegistry of(RegisteredDevice only) {
        Optional<RegisteredDevice> found = Optional.of(only);
        return (DeviceRegistry) Proxy.newProxyInstance(
                DeviceRegistry.class.getClassLoader(),
                new Class<?>[] {DeviceRegistry.class},
                (proxy, method, arguments) -> switch (method.getName()) {
                    case "registration" -> found;
                    case "storeRotation", "spendDust" -> true;
                    default -> throw new UnsupportedOperationException("no benchmark asks for " + method.getName());
                });
    }
}
