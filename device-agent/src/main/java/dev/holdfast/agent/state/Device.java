package dev.holdfast.agent.state;

import dev.holdfast.agent.json.JsonObject;
import dev.holdfast.agent.json.MalformedJsonException;
import dev.holdfast.agent.key.KeyHome;
import dev.holdfast.agent.key.MachineFiles;
import dev.holdfast.agent.origin.Issuer;
import dev.holdfast.agent.origin.WebOrigin;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * This machine as a realm enrolled it.
 *
 * @param issuer the realm; the only one this device's messages go to
 * @param did the device's id
 * @param certificateChain standard base64 of DER, leaf first, the form of {@code x5c}
 * @param notAfter when the leaf ends, seconds since the epoch; for display
 * @param trustedOrigins the only pages the agent answers
 * @param keys where this device makes keys for the realm
 * @param machine the files of another authority's certificate, where the realm knows this device by one
 * @param assurance what the realm believes of them; empty if it did not say
 */
public record Device(
        Issuer issuer,
        String did,
        List<String> certificateChain,
        long notAfter,
        List<WebOrigin> trustedOrigins,
        KeyHome keys,
        Optional<MachineFiles> machine,
        Optional<Assurance> assurance) {

    private static final Pattern UUID = Pattern.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");
    private static final int MAX_LIST = 16;

    /** Refuses ids that are no lower-case UUIDs and lists that are empty or absurd. */
    public Device {
        certificateChain = List.copyOf(certificateChain);
        trustedOrigins = List.copyOf(trustedOrigins);
        if (!UUID.matcher(did).matches()) {
            throw new IllegalArgumentException("not a device id");
        }
        if (certificateChain.isEmpty() || certificateChain.size() > MAX_LIST) {
            throw new IllegalArgumentException("a chain of " + certificateChain.size() + " certificates");
        }
        if (trustedOrigins.isEmpty() || trustedOrigins.size() > MAX_LIST) {
            throw new IllegalArgumentException(trustedOrigins.size() + " trusted origins");
        }
    }

    /** The {@code iss} of this device's messages. */
    public String urn() {
        return "urn:holdfast:device:" + did;
    }

    /** Whether the realm wants the TPM's word for every new key. */
    public boolean isAttested() {
        return assurance.filter(Assurance.ATTESTED::equals).isPresent();
    }

    /** Reads the answer to an enrolment with keys in {@code keys}. */
    public static Device enrolled(JsonObject answer, KeyHome keys) throws MalformedJsonException {
        return read(answer, keys, Optional.empty(), answer.strings("certificate_chain"));
    }

    /** Reads the answer to an adoption of that certificate. */
    public static Device adopted(JsonObject answer, KeyHome keys, MachineFiles machine, List<String> chain)
            throws MalformedJsonException {
        return read(answer, keys, Optional.of(machine), chain);
    }

    /** Reads the form that {@link #toJson} writes: the answer to the enrolment, and where the keys are. */
    public static Device fromJson(JsonObject json) throws MalformedJsonException {
        String store = json.optionalString("key_store").orElse(KeyHome.SOFTWARE.word());
        return switch (store) {
            case "software" -> read(json, KeyHome.SOFTWARE, machine(json), json.strings("certificate_chain"));
            case "tpm" ->
                read(
                        json,
                        new KeyHome.Tpm(json.string("tpm"), json.string("issuer")),
                        machine(json),
                        json.strings("certificate_chain"));
            default -> throw new MalformedJsonException("keys in an unknown place");
        };
    }

    private static Optional<MachineFiles> machine(JsonObject json) throws MalformedJsonException {
        if (!json.has("machine_certificate")) {
            return Optional.empty();
        }
        try {
            return Optional.of(
                    new MachineFiles(Path.of(json.string("machine_certificate")), Path.of(json.string("machine_key"))));
        } catch (IllegalArgumentException e) {
            throw new MalformedJsonException("not the paths of a certificate and its key");
        }
    }

    private static Device read(JsonObject json, KeyHome keys, Optional<MachineFiles> machine, List<String> chain)
            throws MalformedJsonException {
        try {
            List<WebOrigin> origins = new ArrayList<>();
            for (String origin : json.strings("trusted_origins")) {
                origins.add(new WebOrigin(origin));
            }
            return new Device(
                    new Issuer(json.string("issuer")),
                    json.string("did"),
                    chain,
                    json.number("not_after"),
                    origins,
                    keys,
                    machine,
                    json.optionalString("assurance").flatMap(Assurance::of));
        } catch (IllegalArgumentException e) {
            throw new MalformedJsonException("not a device: " + e.getMessage());
        }
    }

    JsonObject toJson() {
        JsonObject.Builder json = JsonObject.builder()
                .put("version", 1)
                .put("issuer", issuer.value())
                .put("did", did)
                .putStrings("certificate_chain", certificateChain)
                .put("not_after", notAfter)
                .putStrings(
                        "trusted_origins",
                        trustedOrigins.stream().map(WebOrigin::value).toList())
                .put("key_store", keys.word());
        if (keys instanceof KeyHome.Tpm tpm) {
            json.put("tpm", tpm.address());
        }
        machine.ifPresent(
                files -> json.put("machine_certificate", files.certificate().toString())
                        .put("machine_key", files.key().toString()));
        assurance.ifPresent(known -> json.put("assurance", known.wire()));
        return json.build();
    }
}
