package dev.holdfast.agent.key;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.JWSObject;
import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.jwk.JWK;
import dev.holdfast.agent.jose.CompactJws;
import dev.holdfast.agent.json.JsonObject;
import dev.holdfast.agent.storage.PrivateFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SoftwareKeyStoreTest {
    private static final KeyName NAME = new KeyName("duk-1");

    @TempDir
    Path temp;

    private PrivateFolder folder;
    private SoftwareKeyStore store;

    @BeforeEach
    void open() throws Exception {
        folder = PrivateFolder.open(temp.resolve("keys"));
        store = new SoftwareKeyStore(folder, new SecureRandom());
    }

    @Test
    @DisplayName("A key found again is the same key, and another library verifies what it signs")
    void survives() throws Exception {
        DeviceKey made = store.create(NAME);
        DeviceKey found =
                new SoftwareKeyStore(folder, new SecureRandom()).find(NAME).orElseThrow();
        assertThat(found.publicJwk()).isEqualTo(made.publicJwk());
        JsonObject header = JsonObject.builder().put("alg", found.algorithm()).build();
        String jws = CompactJws.sign(header, JsonObject.builder().put("a", 1).build(), found::sign);
        JWK jwk = JWK.parse(made.publicJwk().toJson().toJson());
        assertThat(JWSObject.parse(jws).verify(new ECDSAVerifier(jwk.toECKey())))
                .isTrue();
        assertThat(CompactJws.parse(jws).isSignedBy(made.publicJwk())).isTrue();
        assertThat(jwk.computeThumbprint().toString())
                .isEqualTo(made.publicJwk().thumbprint());
    }

    @Test
    @DisplayName("A key file is PKCS #8 in PEM of mode 0600")
    void file() throws Exception {
        store.create(NAME);
        Path file = folder.path().resolve("duk-1.pem");
        assertThat(Files.readString(file)).startsWith("-----BEGIN PRIVATE KEY-----\n");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
    }

    @Test
    @DisplayName("A key is never made over another, and a destroyed one is gone")
    void lifeCycle() throws Exception {
        store.create(NAME);
        assertThatThrownBy(() -> store.create(NAME)).isInstanceOf(IOException.class);
        assertThat(store.names()).containsExactly(NAME);
        store.destroy(NAME);
        store.destroy(NAME);
        assertThat(store.find(NAME)).isEmpty();
        assertThat(store.names()).isEmpty();
    }

    @Test
    @DisplayName("A54 a damaged key file is reported without a letter of its content, and a key prints its name only")
    void silent() throws Exception {
        String secret =
                Files.readString(write(store.create(NAME))).lines().toList().get(1);
        assertThat(store.find(NAME).orElseThrow().toString()).isEqualTo("SoftwareKey[duk-1]");
        Path file = folder.path().resolve("duk-1.pem");
        Files.writeString(file, Files.readString(file).substring(0, 90));
        assertThatThrownBy(() -> store.find(NAME))
                .isInstanceOf(IOException.class)
                .hasNoCause()
                .satisfies(fault -> assertThat(fault.getMessage()).doesNotContain(secret.substring(0, 20)));
    }

    private Path write(DeviceKey key) {
        return folder.path().resolve(key.name().value() + ".pem");
    }
}
