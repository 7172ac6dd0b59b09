package dev.holdfast.agent.key;

import dev.holdfast.agent.jose.CompactJws;
import dev.holdfast.agent.jose.PublicJwk;
import dev.holdfast.agent.storage.PrivateFolder;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/**
 * P-256 keys in files of mode 0600, PKCS #8 (RFC 5958) and the public part in PEM (RFC 7468). Whoever reads the files
 * has the keys: the realm counts them as {@code software}, and only fork detection catches a copy.
 */
public final class SoftwareKeyStore implements DeviceKeyStore {
    private static final String SUFFIX = ".pem";
    private static final String PRIVATE = "PRIVATE KEY";
    private static final String PUBLIC = "PUBLIC KEY";
    private static final int LINE = 64;

    private final PrivateFolder folder;
    private final SecureRandom random;

    /** Keeps keys in {@code folder}. */
    public SoftwareKeyStore(PrivateFolder folder, SecureRandom random) {
        this.folder = folder;
        this.random = random;
    }

    @Override
    public DeviceKey create(KeyName name) throws IOException {
        if (folder.read(name.value() + SUFFIX).isPresent()) {
            throw new IOException("there is a key of the name " + name.value() + " already");
        }
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"), random);
            KeyPair pair = generator.generateKeyPair();
            String pem = pem(PRIVATE, pair.getPrivate().getEncoded())
                    + pem(PUBLIC, pair.getPublic().getEncoded());
            folder.write(name.value() + SUFFIX, pem.getBytes(StandardCharsets.US_ASCII));
            return new SoftwareKey(name, pair.getPrivate(), PublicJwk.of((ECPublicKey) pair.getPublic()), random);
        } catch (GeneralSecurityException e) {
            throw new IOException("this Java makes no P-256 keys", e);
        }
    }

    @Override
    public Optional<DeviceKey> find(KeyName name) throws IOException {
        Optional<byte[]> file = folder.read(name.value() + SUFFIX);
        if (file.isEmpty()) {
            return Optional.empty();
        }
        try {
            String pem = new String(file.get(), StandardCharsets.US_ASCII);
            KeyFactory keys = KeyFactory.getInstance("EC");
            PrivateKey secret = keys.generatePrivate(new PKCS8EncodedKeySpec(section(pem, PRIVATE)));
            ECPublicKey open = (ECPublicKey) keys.generatePublic(new X509EncodedKeySpec(section(pem, PUBLIC)));
            return Optional.of(new SoftwareKey(name, secret, PublicJwk.of(open), random));
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            // The cause is left out: it may quote the file.
            throw new IOException("the key file " + name.value() + SUFFIX + " is damaged");
        }
    }

    @Override
    public void destroy(KeyName name) throws IOException {
        folder.delete(name.value() + SUFFIX);
    }

    @Override
    public List<KeyName> names() throws IOException {
        return folder.names(SUFFIX).stream()
                .map(file -> new KeyName(file.substring(0, file.length() - SUFFIX.length())))
                .toList();
    }

    private static String pem(String label, byte[] der) {
        String body = Base64.getMimeEncoder(LINE, new byte[] {'\n'}).encodeToString(der);
        return "-----BEGIN " + label + "-----\n" + body + "\n-----END " + label + "-----\n";
    }

    private static byte[] section(String pem, String label) {
        String begin = "-----BEGIN " + label + "-----\n";
        int start = pem.indexOf(begin);
        int end = pem.indexOf("-----END " + label + "-----");
        if (start < 0 || end < start) {
            throw new IllegalArgumentException("no " + label);
        }
        return Base64.getMimeDecoder().decode(pem.substring(start + begin.length(), end));
    }

    private record SoftwareKey(KeyName name, PrivateKey secret, PublicJwk publicJwk, SecureRandom random)
            implements DeviceKey {

        @Override
        public String algorithm() {
            return CompactJws.ES256;
        }

        @Override
        public byte[] sign(byte[] input) throws GeneralSecurityException {
            Signature signature = Signature.getInstance("SHA256withECDSAinP1363Format");
            signature.initSign(secret, random);
            signature.update(input);
            return signature.sign();
        }

        @Override
        public String toString() {
            return "SoftwareKey[" + name.value() + "]";
        }
    }
}
