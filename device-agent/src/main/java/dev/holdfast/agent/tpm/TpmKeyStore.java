package dev.holdfast.agent.tpm;

import dev.holdfast.agent.jose.CompactJws;
import dev.holdfast.agent.jose.PublicJwk;
import dev.holdfast.agent.jose.Sha256;
import dev.holdfast.agent.key.Attestation;
import dev.holdfast.agent.key.CertifiableKey;
import dev.holdfast.agent.key.DeviceKey;
import dev.holdfast.agent.key.DeviceKeyStore;
import dev.holdfast.agent.key.KeyAttester;
import dev.holdfast.agent.key.KeyLockedOutException;
import dev.holdfast.agent.key.KeyName;
import dev.holdfast.agent.key.KeyUnusableException;
import dev.holdfast.agent.key.Pin;
import dev.holdfast.agent.key.UnlockableKey;
import dev.holdfast.agent.key.UnlockableKeyStore;
import dev.holdfast.agent.key.WrongPinException;
import dev.holdfast.agent.storage.PrivateFolder;
import dev.holdfast.agent.tpm.TpmCommand.Authorization;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/**
 * P-256 keys that a TPM made and never gives away. A file holds what the TPM needs to use its key again; in other hands,
 * or beside another TPM, it is of no use. Finding a key reads its file and leaves the TPM alone.
 */
public final class TpmKeyStore implements DeviceKeyStore, UnlockableKeyStore {
    private static final byte[] NO_SECRET = {};

    private final PrivateFolder folder;
    private final Tpm tpm;
    private final TpmAttester attester;

    /**
     * Keeps key files in {@code folder}.
     *
     * @param realm the issuer, which decides the attestation key
     */
    public TpmKeyStore(PrivateFolder folder, Tpm tpm, String realm) {
        this.folder = folder;
        this.tpm = tpm;
        this.attester = new TpmAttester(tpm, realm);
    }

    @Override
    public DeviceKey create(KeyName name) throws IOException {
        TpmCommands.Wrapped made = make(name, KeyTemplate.signing(), NO_SECRET);
        return new Key(name, made, SigningPublic.of(made.publicArea()), Authorization.NONE);
    }

    @Override
    public UnlockableKey create(KeyName name, Pin pin) throws IOException {
        TpmCommands.Wrapped made = make(name, KeyTemplate.signingWithPin(), pin.authorization());
        return new LockedKey(name, made, SigningPublic.of(made.publicArea()));
    }

    @Override
    public void change(KeyName name, Pin present, Pin next) throws IOException, KeyUnusableException {
        String file = name.value() + TpmKeyFile.SUFFIX;
        byte[] content = folder.read(file)
                .orElseThrow(() -> new IOException("there is no key of the name " + name.value() + " in the TPM"));
        TpmCommands.Wrapped wrapped = TpmKeyFile.read(file, content);
        TpmCommands.Wrapped changed;
        try {
            changed = tpm.run((connection, commands) -> {
                try (TpmCommands.Loaded root = root(commands);
                        TpmCommands.Loaded key = commands.load(root, wrapped)) {
                    return commands.changeAuthorization(
                            key, root, Authorization.password(present.authorization()), next.authorization());
                }
            });
        } catch (TpmException e) {
            throw unusable(e);
        }
        folder.write(file, TpmKeyFile.write(changed));
    }

    private TpmCommands.Wrapped make(KeyName name, KeyTemplate template, byte[] secret) throws IOException {
        String file = name.value() + TpmKeyFile.SUFFIX;
        if (folder.read(file).isPresent()) {
            throw new IOException("there is a key of the name " + name.value() + " already");
        }
        TpmCommands.Wrapped made = tpm.run((connection, commands) -> {
            try (TpmCommands.Loaded root = root(commands)) {
                return commands.create(root, template, secret);
            }
        });
        folder.write(file, TpmKeyFile.write(made));
        return made;
    }

    @Override
    public Optional<DeviceKey> find(KeyName name) throws IOException {
        String file = name.value() + TpmKeyFile.SUFFIX;
        Optional<byte[]> content = folder.read(file);
        if (content.isEmpty()) {
            return Optional.empty();
        }
        TpmCommands.Wrapped wrapped = TpmKeyFile.read(file, content.get());
        SigningPublic open;
        try {
            open = SigningPublic.of(wrapped.publicArea());
        } catch (TpmException e) {
            throw TpmKeyFile.damaged(file);
        }
        return Optional.of(
                open.hasPin() ? new LockedKey(name, wrapped, open) : new Key(name, wrapped, open, Authorization.NONE));
    }

    @Override
    public void destroy(KeyName name) throws IOException {
        folder.delete(name.value() + TpmKeyFile.SUFFIX);
    }

    @Override
    public List<KeyName> names() throws IOException {
        return folder.names(TpmKeyFile.SUFFIX).stream()
                .map(file -> new KeyName(file.substring(0, file.length() - TpmKeyFile.SUFFIX.length())))
                .toList();
    }

    @Override
    public Optional<KeyAttester> attester() {
        return Optional.of(attester);
    }

    @Override
    public Optional<UnlockableKeyStore> unlockable() {
        return Optional.of(this);
    }

    private static TpmCommands.Loaded root(TpmCommands commands) throws TpmException {
        return commands.createPrimary(Hierarchy.OWNER, KeyTemplate.storageRoot());
    }

    /** What is done with a loaded key. */
    @FunctionalInterface
    private interface Use<T> {
        T with(TpmCommands commands, TpmCommands.Loaded key) throws TpmException;
    }

    private <T> T use(TpmCommands.Wrapped wrapped, Use<T> use) throws KeyUnusableException {
        try {
            return tpm.run((connection, commands) -> {
                try (TpmCommands.Loaded key = load(commands, wrapped)) {
                    return use.with(commands, key);
                }
            });
        } catch (TpmException e) {
            throw unusable(e);
        }
    }

    private static KeyUnusableException unusable(TpmException fault) {
        if (fault instanceof TpmException.LockedOut) {
            return new KeyLockedOutException(fault);
        }
        return fault instanceof TpmException.WrongPin ? new WrongPinException(fault) : new KeyUnusableException(fault);
    }

    /** The root's slot is free again before the key is used: a TPM has three, and an attestation needs two more. */
    private static TpmCommands.Loaded load(TpmCommands commands, TpmCommands.Wrapped wrapped) throws TpmException {
        try (TpmCommands.Loaded root = root(commands)) {
            return commands.load(root, wrapped);
        }
    }

    private final class Key implements CertifiableKey {
        private final KeyName name;
        private final TpmCommands.Wrapped wrapped;
        private final SigningPublic open;
        private final Authorization authorization;

        Key(KeyName name, TpmCommands.Wrapped wrapped, SigningPublic open, Authorization authorization) {
            this.name = name;
            this.wrapped = wrapped;
            this.open = open;
            this.authorization = authorization;
        }

        @Override
        public KeyName name() {
            return name;
        }

        @Override
        public String algorithm() {
            return CompactJws.ES256;
        }

        @Override
        public PublicJwk publicJwk() {
            return open.jwk();
        }

        @Override
        public byte[] sign(byte[] input) throws KeyUnusableException {
            byte[] digest = Sha256.of(input);
            return use(wrapped, (commands, key) -> commands.sign(key, authorization, digest));
        }

        @Override
        public Attestation certify(byte[] qualifyingData) throws KeyUnusableException {
            return use(wrapped, (commands, key) -> attester.certify(commands, key, authorization, qualifyingData));
        }

        @Override
        public String toString() {
            return "TpmKey[" + name.value() + "]";
        }
    }

    private final class LockedKey implements UnlockableKey {
        private final KeyName name;
        private final TpmCommands.Wrapped wrapped;
        private final SigningPublic open;

        LockedKey(KeyName name, TpmCommands.Wrapped wrapped, SigningPublic open) {
            this.name = name;
            this.wrapped = wrapped;
            this.open = open;
        }

        @Override
        public KeyName name() {
            return name;
        }

        @Override
        public String algorithm() {
            return CompactJws.ES256;
        }

        @Override
        public PublicJwk publicJwk() {
            return open.jwk();
        }

        /** An empty PIN is never the right one, and asking the TPM would count as a wrong one. */
        @Override
        public byte[] sign(byte[] input) throws KeyUnusableException {
            throw new KeyUnusableException("This key is used with a PIN only");
        }

        @Override
        public CertifiableKey unlockedBy(Pin pin) {
            return new Key(name, wrapped, open, Authorization.password(pin.authorization()));
        }

        @Override
        public String toString() {
            return "TpmKey[" + name.value() + ", PIN]";
        }
    }
}
