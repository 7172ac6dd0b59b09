package dev.holdfast.agent.tpm;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.holdfast.agent.platform.Platform;
import dev.holdfast.agent.storage.PrivateFolder;
import dev.holdfast.harness.FileTrees;
import dev.holdfast.harness.Requirement;
import dev.holdfast.harness.SoftwareTpm;
import dev.holdfast.harness.TpmMaker;
import dev.holdfast.harness.TpmMaker.EndorsementKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Test API: software TPMs and key stores on them, in a folder of their own. */
public final class TpmTestBed implements AutoCloseable {
    /** The realm whose attestation key is used. */
    public static final String REALM = "https://idp.example.com/realms/acme";

    private final Path folder;
    private final TpmMaker maker;
    private final SoftwareTpm tpm;

    private TpmTestBed(Path folder, EndorsementKey certified) {
        this.folder = folder;
        this.maker = new TpmMaker(folder.resolve("maker"));
        this.tpm = maker.make(folder.resolve("tpm"), certified);
    }

    /** Makes a TPM; without swtpm the test is skipped, or fails where {@code CI=true}. */
    public static TpmTestBed open() {
        return open(EndorsementKey.RSA);
    }

    public static TpmTestBed open(EndorsementKey certified) {
        Requirement swtpm = Requirement.swtpm();
        assumeTrue(swtpm.isUsable(), swtpm.absence());
        try {
            return new TpmTestBed(Files.createTempDirectory("holdfast-tpm"), certified);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    public SoftwareTpm tpm() {
        return tpm;
    }

    public TpmMaker maker() {
        return maker;
    }

    Tpm agentsView() {
        return new Tpm(TpmAddress.parse(tpm.tcti()), Platform.system());
    }

    TpmKeyStore store(Path keys) throws IOException {
        return new TpmKeyStore(PrivateFolder.open(keys), agentsView(), REALM);
    }

    @Override
    public void close() {
        tpm.close();
        FileTrees.delete(folder);
    }
}
