package dev.holdfast.agent.tpm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.agent.jose.Base64Url;
import dev.holdfast.agent.jose.PublicJwk;
import dev.holdfast.agent.json.JsonObject;
import dev.holdfast.agent.key.Attestation;
import dev.holdfast.agent.key.CertifiableKey;
import dev.holdfast.agent.key.DeviceKey;
import dev.holdfast.agent.key.KeyName;
import dev.holdfast.agent.key.KeyUnusableException;
import dev.holdfast.agent.key.Pin;
import dev.holdfast.agent.key.SideBySideKeyStore;
import dev.holdfast.agent.key.SoftwareKeyStore;
import dev.holdfast.agent.key.UnlockableKey;
import dev.holdfast.agent.storage.PrivateFolder;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.interfaces.ECPublicKey;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Keys in a real TPM 2.0 implementation. */
class TpmKeyStoreTest {
    private static final KeyName NAME = new KeyName("duk-1");
    private static final byte[] INPUT = "sign me".getBytes(StandardCharsets.US_ASCII);

    private static final int DUPLICATE = 0x14B;
    private static final int POLICY_COMMAND_CODE = 0x16C;
    private static final int NULL_HANDLE = 0x40000007;
    private static final int NULL_ALGORITHM = 0x0010;

    private static TpmTestBed bed;

    @TempDir
    Path temp;

    private Path keys;
    private TpmKeyStore store;

    @BeforeAll
    static void openBed() {
        bed = TpmTestBed.open();
    }

    @AfterAll
    static void closeBed() {
        if (bed != null) {
            bed.close();
        }
    }

    @BeforeEach
    void openStore() throws Exception {
        keys = temp.resolve("keys");
        store = bed.store(keys);
    }

    private static boolean verifies(PublicJwk jwk, byte[] input, byte[] signature) throws Exception {
        return verifies(jwk.toP256(), input, signature);
    }

    private static boolean verifies(ECPublicKey key, byte[] input, byte[] signature) throws Exception {
        Signature verifier = Signature.getInstance("SHA256withECDSAinP1363Format");
        verifier.initVerify(key);
        verifier.update(input);
        return verifier.verify(signature);
    }

    private JsonObject file(KeyName name) throws Exception {
        return JsonObject.parse(Files.readAllBytes(keys.resolve(name.value() + ".tpm")));
    }

    private byte[] publicArea(KeyName name) throws Exception {
        return Base64Url.decode(file(name).string("public"));
    }

    @Test
    @DisplayName("A key that the TPM made signs, the JDK verifies, and a store opened anew finds the same key")
    void signs() throws Exception {
        DeviceKey made = store.create(NAME);
        DeviceKey found = bed.store(keys).find(NAME).orElseThrow();

        assertThat(found.publicJwk()).isEqualTo(made.publicJwk());
        assertThat(found.algorithm()).isEqualTo("ES256");
        for (DeviceKey key : new DeviceKey[] {made, found}) {
            byte[] signature = key.sign(INPUT);
            assertThat(signature).hasSize(64);
            assertThat(verifies(made.publicJwk(), INPUT, signature)).isTrue();
            assertThat(verifies(made.publicJwk(), new byte[] {1}, signature)).isFalse();
        }
        assertThat(store.create(new KeyName("duk-2")).publicJwk()).isNotEqualTo(made.publicJwk());
    }

    @Test
    @DisplayName("A signature is right whatever its numbers: fifty of one key, zeros in front among them or not")
    void manySignatures() throws Exception {
        DeviceKey key = store.create(NAME);
        for (int i = 0; i < 50; i++) {
            byte[] input = {(byte) i};
            assertThat(verifies(key.publicJwk(), input, key.sign(input))).isTrue();
        }
    }

    @Test
    @DisplayName("A key has the wanted attributes and no other: fixed to this TPM and parent, made inside, for signing"
            + " alone, free of the lock-out")
    void attributes() throws Exception {
        store.create(NAME);
        store.create(new KeyName("duv-1"), Pin.of("4711".toCharArray()));

        assertThat(printed(NAME))
                .contains("value: fixedtpm|fixedparent|sensitivedataorigin|userwithauth|noda|sign\n")
                .contains("value: ecdsa")
                .contains("value: NIST p256");
        assertThat(printed(new KeyName("duv-1")))
                .contains("value: fixedtpm|fixedparent|sensitivedataorigin|userwithauth|sign\n");
    }

    /** A second reader: tpm2-tools take the public area apart. */
    private String printed(KeyName name) throws Exception {
        Path area = Files.write(temp.resolve("area"), publicArea(name));
        return bed.tpm().tool("tpm2_print", "-t", "TPMT_PUBLIC", area.toString());
    }

    @Test
    @DisplayName("A key does not leave its TPM: asked with the very session that duplication needs, the TPM refuses")
    void noDuplicate() throws Exception {
        store.create(NAME);
        JsonObject file = file(NAME);
        TpmCommands.Wrapped wrapped = new TpmCommands.Wrapped(
                Base64Url.decode(file.string("private")), Base64Url.decode(file.string("public")));
        assertThatThrownBy(() -> bed.agentsView().run((connection, commands) -> {
                    TpmCommands.Loaded root = commands.createPrimary(Hierarchy.OWNER, KeyTemplate.storageRoot());
                    TpmCommands.Loaded key = commands.load(root, wrapped);
                    root.close();
                    try (key;
                            TpmConnection.Slot session = commands.startPolicySession(new byte[32])) {
                        connection.execute(new TpmCommand(
                                POLICY_COMMAND_CODE,
                                List.of(session.handle()),
                                List.of(),
                                new TpmWriter().u32(DUPLICATE).toBytes(),
                                false));
                        byte[] toNobody =
                                new TpmWriter().u16(0).u16(NULL_ALGORITHM).toBytes();
                        return connection.execute(new TpmCommand(
                                DUPLICATE,
                                List.of(key.handle(), NULL_HANDLE),
                                List.of(TpmCommand.Authorization.policy(session.handle())),
                                toNobody,
                                false));
                    }
                }))
                .isInstanceOf(TpmException.Refused.class)
                .hasMessageContaining("0x14B");
    }

    @Test
    @DisplayName("A copied state folder is worth nothing beside another TPM: the key is refused, with what to do")
    void foreignTpm() throws Exception {
        DeviceKey key = store.create(NAME);
        try (TpmTestBed other = TpmTestBed.open()) {
            DeviceKey stolen = other.store(keys).find(NAME).orElseThrow();
            assertThat(stolen.publicJwk()).isEqualTo(key.publicJwk());
            assertThatThrownBy(() -> stolen.sign(INPUT))
                    .isInstanceOf(KeyUnusableException.class)
                    .hasCauseInstanceOf(TpmException.ForeignKey.class)
                    .hasMessageContaining("--new-key");
        }
    }

    @Test
    @DisplayName("A key is never made over another, its file has mode 0600, and a destroyed one is gone")
    void lifeCycle() throws Exception {
        store.create(NAME);
        assertThatThrownBy(() -> store.create(NAME)).isInstanceOf(IOException.class);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(keys.resolve("duk-1.tpm"))))
                .isEqualTo("rw-------");
        assertThat(store.names()).containsExactly(NAME);
        assertThat(store.find(NAME).orElseThrow().toString()).isEqualTo("TpmKey[duk-1]");
        store.destroy(NAME);
        store.destroy(NAME);
        assertThat(store.find(NAME)).isEmpty();
        assertThat(store.names()).isEmpty();
    }

    @Test
    @DisplayName("Keys of both stores lie side by side in one folder, and each is found by its own file")
    void sideBySide() throws Exception {
        PrivateFolder folder = PrivateFolder.open(keys);
        SoftwareKeyStore software = new SoftwareKeyStore(folder, new SecureRandom());
        DeviceKey old = software.create(NAME);
        SideBySideKeyStore both = new SideBySideKeyStore(store, software);
        DeviceKey fresh = both.create(new KeyName("duk-2"));

        assertThat(fresh).isInstanceOf(CertifiableKey.class);
        assertThat(both.find(NAME).orElseThrow().publicJwk()).isEqualTo(old.publicJwk());
        assertThat(both.names()).containsExactlyInAnyOrder(NAME, new KeyName("duk-2"));
        assertThatThrownBy(() -> both.create(NAME)).isInstanceOf(IOException.class);
        assertThat(both.attester()).isPresent();
        both.destroy(NAME);
        both.destroy(new KeyName("duk-2"));
        assertThat(both.names()).isEmpty();
    }

    @Test
    @DisplayName("A truncated or altered key file is reported: what the agent cannot see in it, the TPM does")
    void damaged() throws Exception {
        store.create(NAME);
        Path path = keys.resolve("duk-1.tpm");
        byte[] whole = Files.readAllBytes(path);
        for (int length : new int[] {0, 1, whole.length / 2, whole.length - 1}) {
            Files.write(path, Arrays.copyOf(whole, length));
            assertThatThrownBy(() -> store.find(NAME))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("duk-1.tpm is damaged");
        }
        JsonObject file = JsonObject.parse(whole);
        byte[] secret = Base64Url.decode(file.string("private"));
        for (int at : new int[] {0, secret.length / 2, secret.length - 1}) {
            byte[] altered = secret.clone();
            altered[at] ^= 1;
            rewrite(file, "private", altered);
            assertThatThrownBy(() -> store.find(NAME).orElseThrow().sign(INPUT))
                    .isInstanceOf(KeyUnusableException.class)
                    .hasCauseInstanceOf(TpmException.ForeignKey.class);
        }
        byte[] open = Base64Url.decode(file.string("public"));
        byte[] otherPoint = open.clone();
        otherPoint[open.length - 1] ^= 1;
        rewrite(file, "public", otherPoint);
        assertThatThrownBy(() -> store.find(NAME).orElseThrow().sign(INPUT)).isInstanceOf(KeyUnusableException.class);
        byte[] otherAttributes = open.clone();
        otherAttributes[7] ^= 2;
        rewrite(file, "public", otherAttributes);
        assertThatThrownBy(() -> store.find(NAME)).hasMessageContaining("damaged");
        Files.write(
                path,
                JsonObject.builder().putAll(file).put("version", 2).build().toBytes());
        assertThatThrownBy(() -> store.find(NAME)).hasMessageContaining("another version");
        Files.write(path, whole);
        assertThat(store.find(NAME).orElseThrow().sign(INPUT)).hasSize(64);
    }

    private void rewrite(JsonObject file, String member, byte[] value) throws Exception {
        Files.write(
                keys.resolve("duk-1.tpm"),
                JsonObject.builder()
                        .putAll(file)
                        .put(member, Base64Url.encode(value))
                        .build()
                        .toBytes());
    }

    @Test
    @DisplayName("TPM2_Certify: the attestation key signs the given data and this key's name, and nothing else")
    void certify() throws Exception {
        CertifiableKey key = (CertifiableKey) store.create(NAME);
        byte[] qualifying = new byte[32];
        new SecureRandom().nextBytes(qualifying);
        byte[] ak = store.attester().orElseThrow().endorsement().akPublic();

        Attestation attestation = key.certify(qualifying);

        assertThat(attestation.publicArea()).isEqualTo(publicArea(NAME));
        ByteBuffer info = ByteBuffer.wrap(attestation.certifyInfo());
        assertThat(info.getInt()).as("magic").isEqualTo(0xFF544347);
        assertThat(info.getShort()).as("type").isEqualTo((short) 0x8017);
        MakeCredential.take(info);
        assertThat(MakeCredential.take(info)).as("extra data").isEqualTo(qualifying);
        long clock = info.getLong();
        int resets = info.getInt();
        info.getInt();
        assertThat(info.get()).as("safe").isBetween((byte) 0, (byte) 1);
        info.getLong();
        assertThat(MakeCredential.take(info)).as("name").isEqualTo(MakeCredential.name(attestation.publicArea()));
        MakeCredential.take(info);
        assertThat(info.hasRemaining()).isFalse();
        // Obfuscated values would be arbitrary 64 and 32 bit numbers; those of a young TPM are small.
        assertThat(clock).isBetween(1L, 86_400_000L);
        assertThat(resets).isBetween(0, 1000);

        ByteBuffer signature = ByteBuffer.wrap(attestation.signature());
        assertThat(signature.getShort()).as("ECDSA").isEqualTo((short) 0x0018);
        assertThat(signature.getShort()).as("SHA-256").isEqualTo((short) 0x000B);
        byte[] r = MakeCredential.take(signature);
        byte[] s = MakeCredential.take(signature);
        assertThat(signature.hasRemaining()).isFalse();
        PublicJwk akJwk = jwk(ak);
        assertThat(verifies(akJwk, attestation.certifyInfo(), concat(r, s))).isTrue();
        assertThat(verifies(key.publicJwk(), attestation.certifyInfo(), concat(r, s)))
                .isFalse();
    }

    private static PublicJwk jwk(byte[] publicArea) throws Exception {
        int at = publicArea.length - 68;
        byte[] x = Arrays.copyOfRange(publicArea, at + 2, at + 34);
        byte[] y = Arrays.copyOfRange(publicArea, at + 36, at + 68);
        return PublicJwk.of(JsonObject.parse("{\"kty\":\"EC\",\"crv\":\"P-256\",\"x\":\"" + Base64Url.encode(x)
                + "\",\"y\":\"" + Base64Url.encode(y) + "\"}"));
    }

    private static byte[] concat(byte[] r, byte[] s) {
        byte[] both = new byte[64];
        byte[] first = new BigInteger(1, r).toByteArray();
        byte[] second = new BigInteger(1, s).toByteArray();
        int a = Math.min(first.length, 32);
        int b = Math.min(second.length, 32);
        System.arraycopy(first, first.length - a, both, 32 - a, a);
        System.arraycopy(second, second.length - b, both, 64 - b, b);
        return both;
    }

    @Test
    @DisplayName("A key with a PIN signs and is certified for who knows it, and for nobody else")
    void pin() throws Exception {
        KeyName name = new KeyName("duv-1");
        UnlockableKey made = store.create(name, Pin.of("right".toCharArray()));
        DeviceKey found = bed.store(keys).find(name).orElseThrow();

        assertThat(found).isInstanceOf(UnlockableKey.class);
        assertThatThrownBy(() -> found.sign(INPUT)).isInstanceOf(KeyUnusableException.class);
        CertifiableKey unlocked = ((UnlockableKey) found).unlockedBy(Pin.of("right".toCharArray()));
        assertThat(verifies(made.publicJwk(), INPUT, unlocked.sign(INPUT))).isTrue();
        assertThat(unlocked.certify(new byte[32]).publicArea()).isEqualTo(publicArea(name));
        assertThat(Pin.of("right".toCharArray()).toString()).isEqualTo("Pin");
        assertThat(found.toString()).doesNotContain("right");
        assertThatThrownBy(() -> Pin.of("123".toCharArray())).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Pin.of(new char[65])).isInstanceOf(IllegalArgumentException.class);
    }
}
