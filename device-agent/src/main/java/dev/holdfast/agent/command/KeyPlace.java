package dev.holdfast.agent.command;

import dev.holdfast.agent.key.CertifiableKey;
import dev.holdfast.agent.key.DeviceKey;
import dev.holdfast.agent.key.KeyHome;
import dev.holdfast.agent.key.KeyName;
import dev.holdfast.agent.origin.Issuer;
import dev.holdfast.agent.state.Device;
import dev.holdfast.agent.tpm.TpmAddress;
import dev.holdfast.agent.tpm.TpmException;
import java.io.IOException;
import java.util.Optional;

/**
 * Where an enrolment makes its keys.
 *
 * @param home the place
 * @param reason why it is not the TPM, where it could have been; empty otherwise
 */
record KeyPlace(KeyHome home, String reason) {

    /**
     * Decides. An agent key that is there stays where it is: a realm knows the device by it.
     *
     * @param named the TPM that the user named; without it the one of a former enrolment, or the usual one
     * @throws IOException if the wish cannot be had; the message says what to do
     */
    static KeyPlace choose(Agent agent, Issuer issuer, KeyStoreOption wish, Optional<TpmAddress> named)
            throws IOException {
        Optional<KeyHome> former = agent.state().realm(issuer).device().map(Device::keys);
        String address = named.map(TpmAddress::text)
                .orElseGet(() -> former.map(KeyPlace::address).orElse(TpmAddress.DEFAULT.text()));
        KeyHome.Tpm tpm = new KeyHome.Tpm(address, issuer.value());
        // Looked for in both stores: a first enrolment may have ended between making the key and its certificate.
        Optional<DeviceKey> key = agent.state().realm(issuer, tpm).keys().find(KeyName.AGENT);
        if (key.isPresent()) {
            return kept(key.get() instanceof CertifiableKey, tpm, wish);
        }
        return switch (wish) {
            case SOFTWARE -> new KeyPlace(KeyHome.SOFTWARE, "");
            case TPM -> {
                agent.keyStores().tpm(address).requireUsable();
                yield new KeyPlace(tpm, "");
            }
            case AUTO -> automatic(agent, tpm);
        };
    }

    private static KeyPlace kept(boolean inTpm, KeyHome.Tpm tpm, KeyStoreOption wish) throws IOException {
        if (wish != KeyStoreOption.AUTO && (wish == KeyStoreOption.TPM) != inTpm) {
            throw new IOException("The agent key of this realm is in " + (inTpm ? "the TPM" : "a file")
                    + " and stays there. To make another, which ends this device's registrations: --new-key");
        }
        return new KeyPlace(inTpm ? tpm : KeyHome.SOFTWARE, "");
    }

    private static KeyPlace automatic(Agent agent, KeyHome.Tpm tpm) throws IOException {
        try {
            agent.keyStores().tpm(tpm.address()).requireUsable();
            return new KeyPlace(tpm, "");
        } catch (TpmException e) {
            return new KeyPlace(KeyHome.SOFTWARE, String.valueOf(e.getMessage()));
        }
    }

    private static String address(KeyHome home) {
        return home instanceof KeyHome.Tpm tpm ? tpm.address() : TpmAddress.DEFAULT.text();
    }

    /** For a person. */
    static String describe(KeyHome home) {
        return home instanceof KeyHome.Tpm tpm ? "in the TPM at " + tpm.address() : "in files of this user";
    }
}
