package dev.holdfast.harness;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Plays a maker of TPMs: has a certificate authority of its own, and certifies the endorsement key of each software TPM
 * it makes. A realm that trusts its {@link #trustRoots} trusts these TPMs and no others.
 */
public final class TpmMaker {
    private static final Duration LIMIT = Duration.ofMinutes(2);
    private static final String RSA_CERTIFICATE = "0x01c00002";

    private final Path folder;
    private final Path setup;

    /** The key that is certified. */
    public enum EndorsementKey {
        /** RSA of 2048 bits, as every TPM of a PC has. */
        RSA,
        /** P-384; the TPM carries no certificate for another. */
        ECC
    }

    /**
     * A maker whose authority is kept in a folder; made with the first TPM.
     *
     * @throws HarnessException if swtpm is not installed (see {@link Requirement#swtpm})
     */
    public TpmMaker(Path folder) {
        Requirement.swtpm().require();
        this.folder = folder.toAbsolutePath();
        this.setup = this.folder.resolve("swtpm_setup.conf");
        try {
            Files.createDirectories(this.folder);
            Path authority = this.folder.resolve("swtpm-localca.conf");
            Path options = this.folder.resolve("swtpm-localca.options");
            Files.write(
                    authority,
                    List.of(
                            "statedir = " + this.folder,
                            "signingkey = " + this.folder.resolve("signkey.pem"),
                            "issuercert = " + this.folder.resolve("issuercert.pem"),
                            "certserial = " + this.folder.resolve("certserial")));
            Files.write(
                    options,
                    List.of("--platform-manufacturer Holdfast", "--platform-version 1.0", "--platform-model Test"));
            Files.write(
                    setup,
                    List.of(
                            "create_certs_tool = /usr/bin/swtpm_localca",
                            "create_certs_tool_config = " + authority,
                            "create_certs_tool_options = " + options,
                            "active_pcr_banks = sha256"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Makes a TPM with an RSA endorsement key and starts it. */
    public SoftwareTpm make(Path state) {
        return make(state, EndorsementKey.RSA);
    }

    /**
     * Makes a TPM and starts it.
     *
     * @param state a folder that does not exist yet; it stays when the TPM is closed
     * @param certified the endorsement key for which the TPM carries a certificate
     */
    public SoftwareTpm make(Path state, EndorsementKey certified) {
        try {
            Files.createDirectories(state);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        List<String> command = new ArrayList<>(List.of(
                "swtpm_setup",
                "--tpm2",
                "--tpmstate",
                state.toAbsolutePath().toString(),
                "--create-ek-cert",
                "--config",
                setup.toString()));
        if ("root".equals(System.getProperty("user.name"))) {
            // Else it changes to a user who may not write here.
            command.addAll(List.of("--runas", "root"));
        }
        ChildProcess.run("swtpm_setup", command, Map.of(), folder, LIMIT);
        SoftwareTpm tpm = SoftwareTpm.start(state);
        if (certified == EndorsementKey.ECC) {
            tpm.tool("tpm2_nvundefine", "-C", "p", RSA_CERTIFICATE);
        }
        return tpm;
    }

    /** The certificates (PEM) that a realm has to trust: the authority's root, and the issuer of the TPMs'. */
    public List<String> trustRoots() {
        return List.of(read("swtpm-localca-rootca-cert.pem"), read("issuercert.pem"));
    }

    private String read(String name) {
        try {
            return Files.readString(folder.resolve(name), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException("no TPM was made yet", e);
        }
    }
}
