package dev.holdfast.device.tpm;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Optional;

/** The hashes that serve for names and signatures (TPM 2.0 Library, Part 2, TPM_ALG_ID); SHA-1 is not among them. */
enum HashAlgorithm {
    SHA256(0x000B, "SHA-256", 32),
    SHA384(0x000C, "SHA-384", 48),
    SHA512(0x000D, "SHA-512", 64);

    private final int id;
    private final String jcaName;
    private final int bytes;

    HashAlgorithm(int id, String jcaName, int bytes) {
        this.id = id;
        this.jcaName = jcaName;
        this.bytes = bytes;
    }

    static Optional<HashAlgorithm> withId(int id) {
        return Arrays.stream(values()).filter(hash -> hash.id == id).findFirst();
    }

    int id() {
        return id;
    }

    /** {@code SHA-256} and so on; without the hyphen it is a part of JCA's signature names. */
    String jcaName() {
        return jcaName;
    }

    String hmacName() {
        return "Hmac" + jcaName.replace("-", "");
    }

    int bytes() {
        return bytes;
    }

    MessageDigest digest() {
        try {
            return MessageDigest.getInstance(jcaName);
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every Java platform has SHA-2", e);
        }
    }
}
