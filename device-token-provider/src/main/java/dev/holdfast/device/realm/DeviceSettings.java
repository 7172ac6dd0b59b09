package dev.holdfast.device.realm;

import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The settings of a realm in force: every {@link DeviceSetting} has a value within its bounds.
 *
 * @param policy who may register on a device
 */
public record DeviceSettings(Map<DeviceSetting, Long> values, RegistrationPolicy policy) {
    public DeviceSettings {
        EnumMap<DeviceSetting, Long> all = new EnumMap<>(DeviceSetting.class);
        for (DeviceSetting setting : DeviceSetting.values()) {
            all.put(setting, values.getOrDefault(setting, setting.defaultValue()));
        }
        values = Map.copyOf(all);
    }

    /** The settings of a realm that configured nothing. */
    public static DeviceSettings defaults() {
        return new DeviceSettings(Map.of(), RegistrationPolicy.OWNER_IF_SET);
    }

    /**
     * Reads a configuration; what is absent or blank has its default.
     *
     * @throws IllegalArgumentException with a sentence for the administrator if a value is out of bounds
     */
    public static DeviceSettings read(Function<String, @Nullable String> configuration) {
        EnumMap<DeviceSetting, Long> values = new EnumMap<>(DeviceSetting.class);
        for (DeviceSetting setting : DeviceSetting.values()) {
            String configured = configuration.apply(setting.key());
            if (configured != null && !configured.isBlank()) {
                values.put(setting, setting.read(configured));
            }
        }
        String policy = configuration.apply(RegistrationPolicy.KEY);
        return new DeviceSettings(
                values,
                policy == null || policy.isBlank() ? RegistrationPolicy.OWNER_IF_SET : RegistrationPolicy.read(policy));
    }

    public long number(DeviceSetting setting) {
        Long value = values.get(setting);
        if (value == null) {
            throw new AssertionError("the constructor puts a value for every setting");
        }
        return value;
    }

    public Duration seconds(DeviceSetting setting) {
        return Duration.ofSeconds(number(setting));
    }
}
