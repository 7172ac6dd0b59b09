package dev.holdfast.device.realm;

import dev.holdfast.device.authority.TrustedAuthorities;
import dev.holdfast.device.posture.PosturePolicy;
import dev.holdfast.device.refusal.Refusal;
import dev.holdfast.device.registry.Assurance;
import dev.holdfast.device.registry.Device;
import dev.holdfast.device.tpm.EndorsementTrust;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The settings of a realm in force: every {@link DeviceSetting} has a value within its bounds.
 *
 * @param policy who may register on a device
 * @param minimumAssurance what a device must show to be enrolled, and to register a user
 * @param endorsements which TPMs can make a device attested
 * @param authorities whose certificates make a machine a device
 * @param approvesDevices whether an enrolled device waits for an administrator
 * @param mailsRegistrations whether users get a mail when a device is registered for them
 * @param rollOut for whom device login is on
 * @param posture what is demanded of a device's condition
 * @param unlock what unlocks a device beside a normal sign-in
 */
public record DeviceSettings(
        Map<DeviceSetting, Long> values,
        RegistrationPolicy policy,
        Assurance minimumAssurance,
        EndorsementTrust endorsements,
        TrustedAuthorities authorities,
        boolean approvesDevices,
        boolean mailsRegistrations,
        RollOut rollOut,
        PosturePolicy posture,
        UnlockPolicy unlock) {
    public static final String APPROVES_DEVICES_KEY = "approveDevices";
    public static final String MAILS_REGISTRATIONS_KEY = "mailRegistrations";

    public DeviceSettings {
        values = complete(values);
    }

    private static Map<DeviceSetting, Long> complete(Map<DeviceSetting, Long> configured) {
        EnumMap<DeviceSetting, Long> all = new EnumMap<>(DeviceSetting.class);
        for (DeviceSetting setting : DeviceSetting.values()) {
            all.put(setting, configured.getOrDefault(setting, setting.defaultValue()));
        }
        return Map.copyOf(all);
    }

    /** The settings of a realm that configured nothing. */
    public static DeviceSettings defaults() {
        return read(key -> List.of());
    }

    /**
     * Reads a configuration; what is absent or blank has its default.
     *
     * @param configuration the values of a key, in order; none where it is absent
     * @throws IllegalArgumentException with a sentence for the administrator if a value cannot be used
     */
    public static DeviceSettings read(Function<String, List<String>> configuration) {
        EnumMap<DeviceSetting, Long> values = new EnumMap<>(DeviceSetting.class);
        for (DeviceSetting setting : DeviceSetting.values()) {
            first(configuration, setting.key()).ifPresent(configured -> values.put(setting, setting.read(configured)));
        }
        Map<DeviceSetting, Long> all = complete(values);
        return new DeviceSettings(
                all,
                first(configuration, RegistrationPolicy.KEY)
                        .map(RegistrationPolicy::read)
                        .orElse(RegistrationPolicy.OWNER_IF_SET),
                first(configuration, Assurance.MINIMUM_KEY).map(Assurance::read).orElse(Assurance.SOFTWARE),
                EndorsementTrust.read(
                        configuration.apply(EndorsementTrust.AUTHORITIES_KEY),
                        configuration.apply(EndorsementTrust.ALLOWED_KEYS_KEY)),
                TrustedAuthorities.read(configuration),
                flag(configuration, APPROVES_DEVICES_KEY, false),
                flag(configuration, MAILS_REGISTRATIONS_KEY, true),
                new RollOut(
                        flag(configuration, RollOut.ON_KEY, true),
                        configuration.apply(RollOut.GROUPS_KEY).stream()
                                .map(String::trim)
                                .filter(path -> !path.isEmpty())
                                .collect(Collectors.toSet())),
                PosturePolicy.read(
                        configuration,
                        flag(configuration, PosturePolicy.REQUIRED_KEY, false),
                        Duration.ofSeconds(all.getOrDefault(DeviceSetting.POSTURE_LIFETIME, 0L)),
                        Duration.ofSeconds(all.getOrDefault(DeviceSetting.MANAGED_POSTURE_LIFETIME, 0L))),
                new UnlockPolicy(
                        first(configuration, UnlockPolicy.DEVICE_KEY)
                                .map(UnlockPolicy::readLeast)
                                .orElse(Optional.of(UnlockPolicy.DEFAULT_LEAST)),
                        flag(configuration, UnlockPolicy.WEBAUTHN_KEY, true)));
    }

    /**
     * Why single values cannot be used, each looked at by itself.
     *
     * @param configuration new values by key
     * @return a sentence for the administrator by key; none for a value that can be used
     */
    public static Map<String, String> refusals(Map<String, List<String>> configuration) {
        Map<String, String> refusals = new TreeMap<>();
        configuration.forEach((key, values) -> {
            try {
                read(asked -> asked.equals(key) ? values : List.of());
            } catch (IllegalArgumentException e) {
                refusals.put(key, String.valueOf(e.getMessage()));
            }
        });
        return refusals;
    }

    private static boolean flag(Function<String, List<String>> configuration, String key, boolean absent) {
        return first(configuration, key)
                .map(configured -> switch (configured.trim()) {
                    case "true" -> true;
                    case "false" -> false;
                    default -> throw new IllegalArgumentException(key + " must be true or false");
                })
                .orElse(absent);
    }

    private static Optional<String> first(Function<String, List<String>> configuration, String key) {
        return configuration.apply(key).stream().findFirst().filter(configured -> !configured.isBlank());
    }

    /**
     * Demands {@link #minimumAssurance} of a device.
     *
     * @throws dev.holdfast.device.refusal.RefusedException {@link Refusal#ATTESTATION_FAILED}
     */
    public void demandAssurance(Device device) {
        if (!device.assurance().reaches(minimumAssurance)) {
            throw Refusal.ATTESTATION_FAILED.because(
                    "assurance " + device.assurance().value() + ", demanded " + minimumAssurance.value());
        }
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
