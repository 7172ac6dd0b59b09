package dev.holdfast.device.testrealm;

import dev.holdfast.device.enrolment.AgentAdoption;
import dev.holdfast.device.enrolment.AgentEnrolment;
import dev.holdfast.device.enrolment.EnrolmentSecret;
import dev.holdfast.device.key.LabelledHash;
import dev.holdfast.device.message.Claims;
import dev.holdfast.device.registration.DeviceRegistration;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.pkcs.jcajce.JcaPKCS10CertificationRequestBuilder;

/** A device that holds real keys and signs real messages. Each message can be altered before it is signed. */
public final class FakeDevice {
    private final TestRealm realm;
    private final TestKey agentKey;
    private UUID did = new UUID(0, 1);
    private List<String> chain = List.of();

    public FakeDevice(TestRealm realm, TestKey agentKey) {
        this.realm = realm;
        this.agentKey = agentKey;
    }

    /** A device that was enrolled with a token of one use and no owner. */
    public static FakeDevice enrolled(TestRealm realm) {
        return enrolled(realm, Optional.empty());
    }

    /** A device that was enrolled with a token of that owner. */
    public static FakeDevice enrolled(TestRealm realm, Optional<String> owner) {
        FakeDevice device = new FakeDevice(realm, TestKey.es256());
        device.enrol(realm.enrolmentToken(1, owner));
        return device;
    }

    /** Runs the whole enrolment and keeps what it answers. */
    public AgentEnrolment.Enrolled enrol(EnrolmentSecret token) {
        AgentEnrolment.Enrolled enrolled =
                realm.enrolment().finish(enrolMessage(begin(token)).sign(agentKey));
        keep(enrolled);
        return enrolled;
    }

    public AgentEnrolment.Begun begin(EnrolmentSecret token) {
        return realm.enrolment()
                .begin(Claims.parse(MessageBuilder.json(Map.of("enrolment_token", token.reveal()))
                        .getBytes(StandardCharsets.UTF_8)));
    }

    public MessageBuilder enrolMessage(AgentEnrolment.Begun begun) {
        return common("holdfast-agent-enrol+jwt", realm.endpoints().agentFinish(), begun.nonce())
                .header("jwk", agentKey.jwk())
                .claim("iss", begun.enrolmentId().toString())
                .claim("enrolment_id", begun.enrolmentId().toString())
                .claim("csr", MessageBuilder.encode(certificateRequest(agentKey)))
                .claim("facts", Map.of("hostname", "ada-laptop", "os", "linux", "os_version", "12"));
    }

    /** A machine with a certificate of another authority, not adopted yet. */
    public static FakeDevice certified(TestRealm realm, TestKey key, List<X509Certificate> chain) {
        FakeDevice device = new FakeDevice(realm, key);
        device.chain = chain.stream().map(FakeDevice::encoded).toList();
        return device;
    }

    /** The message by which a realm adopts it. */
    public MessageBuilder adoptMessage() {
        return common("holdfast-agent-adopt+jwt", realm.endpoints().agentAdopt(), realm.nonce())
                .header("x5c", chain)
                .claim("iss", "urn:holdfast:certificate:" + certificateHash())
                .claim("facts", Map.of("hostname", "ada-laptop", "os", "linux"));
    }

    public AgentAdoption.Adopted adopt() {
        AgentAdoption.Adopted adopted = realm.adoption().adopt(adoptMessage().sign(agentKey));
        did = adopted.device().did();
        return adopted;
    }

    private String certificateHash() {
        try {
            return MessageBuilder.encode(MessageDigest.getInstance("SHA-256")
                    .digest(Base64.getDecoder().decode(chain.get(0))));
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every Java platform has SHA-256", e);
        }
    }

    public void keep(AgentEnrolment.Enrolled enrolled) {
        did = enrolled.device().did();
        chain = List.of(encoded(enrolled.certificate()), encoded(realm.ca().certificate()));
    }

    public TestKey agentKey() {
        return agentKey;
    }

    public UUID did() {
        return did;
    }

    public String sender() {
        return "urn:holdfast:device:" + did;
    }

    /** {@code x5c}: the agent certificate and the device CA. */
    public List<String> chain() {
        return chain;
    }

    /** The message of a registration, ready to be signed by the agent key. */
    public MessageBuilder registrationMessage(TestKey duk, byte[] binding, String idToken) {
        String nonce = realm.nonce();
        return common("holdfast-registration+jwt", realm.endpoints().registrations(), nonce)
                .header("x5c", chain)
                .claim("did", did.toString())
                .claim("binding", MessageBuilder.encode(binding))
                .claim("id_token", idToken)
                .claim("duk", Map.of("jwk", duk.jwk(), "pop", proof(duk, nonce).sign(duk)));
    }

    /** The proof of possession that stands inside a registration. */
    public MessageBuilder proof(TestKey duk, String nonce) {
        return common("holdfast-pop+jwt", realm.endpoints().registrations(), nonce)
                .header("jwk", duk.jwk());
    }

    /** The user signs in for a registration of that key. */
    public String idToken(String userId, TestKey duk, byte[] binding) {
        return realm.signIns()
                .signIn(userId, DeviceRegistration.idTokenNonce(duk.deviceKey(), Optional.empty(), binding));
    }

    /** The same for a key with one that unlocks it. */
    public String idToken(String userId, TestKey duk, TestKey duv, byte[] binding) {
        return realm.signIns()
                .signIn(
                        userId,
                        DeviceRegistration.idTokenNonce(duk.deviceKey(), Optional.of(duv.deviceKey()), binding));
    }

    /** Adds a key that unlocks to the message of a registration. */
    public MessageBuilder withUserKey(MessageBuilder registration, TestKey duv) {
        String nonce = (String) registration.claims().get("nonce");
        return registration.claim(
                "duv", Map.of("jwk", duv.jwk(), "pop", proof(duv, nonce).sign(duv), "method", "pin"));
    }

    /** Registers a user with two keys, each with what its TPM says of it. */
    public FakeRegistration registerWithPin(
            String userId,
            TestKey duv,
            Function<byte[], Map<String, Object>> dukStatement,
            Function<byte[], Map<String, Object>> duvStatement,
            TestKey duk) {
        byte[] binding = realm.secret();
        MessageBuilder message = registrationMessage(duk, binding, idToken(userId, duk, duv, binding));
        String nonce = (String) message.claims().get("nonce");
        byte[] expected =
                LabelledHash.of("holdfast-registration-key").add(nonce).bytes();
        message.claim(
                "duk",
                Map.of("jwk", duk.jwk(), "pop", proof(duk, nonce).sign(duk), "tpm", dukStatement.apply(expected)));
        Map<String, Object> second =
                new HashMap<>(Map.of("jwk", duv.jwk(), "pop", proof(duv, nonce).sign(duv), "method", "pin"));
        Map<String, Object> statement = duvStatement.apply(expected);
        if (!statement.isEmpty()) {
            second.put("tpm", statement);
        }
        return register(message.claim("duv", second), duk);
    }

    /** Registers a user with a key that unlocks. */
    public FakeRegistration registerWithPin(String userId, TestKey duv) {
        TestKey duk = TestKey.es256();
        byte[] binding = realm.secret();
        return register(withUserKey(registrationMessage(duk, binding, idToken(userId, duk, duv, binding)), duv), duk);
    }

    /** Runs a whole registration of a user of the realm. */
    public FakeRegistration register(String userId) {
        return register(userId, TestKey.es256());
    }

    public FakeRegistration register(String userId, TestKey duk) {
        byte[] binding = realm.secret();
        return register(registrationMessage(duk, binding, idToken(userId, duk, binding)), duk);
    }

    /** The same with a key that this TPM certifies. */
    public FakeRegistration register(String userId, TestKey duk, FakeTpm tpm) {
        byte[] binding = realm.secret();
        MessageBuilder message = registrationMessage(duk, binding, idToken(userId, duk, binding));
        String nonce = (String) message.claims().get("nonce");
        byte[] expected =
                LabelledHash.of("holdfast-registration-key").add(nonce).bytes();
        message.claim(
                "duk",
                Map.of(
                        "jwk", duk.jwk(),
                        "pop", proof(duk, nonce).sign(duk),
                        "tpm", tpm.certify(duk.pair().getPublic(), expected).members()));
        return register(message, duk);
    }

    private FakeRegistration register(MessageBuilder registration, TestKey duk) {
        String message = registration.sign(agentKey);
        DeviceRegistration.Registered registered = realm.registration().register(message);
        return new FakeRegistration(
                realm,
                this,
                registered.registration().id(),
                duk,
                registered.durt().reveal());
    }

    /** What the agent says of the device's condition. */
    public MessageBuilder postureMessage(long sequence, Map<String, Object> facts) {
        return common("holdfast-posture+jwt", realm.endpoints().posture(), realm.nonce())
                .header("x5c", chain)
                .claim("seq", sequence)
                .claim("collected_at", realm.now())
                .claim("facts", facts);
    }

    /** The claims that every device message has. */
    public MessageBuilder common(String typ, String endpoint, String nonce) {
        return new MessageBuilder(typ)
                .claim("iss", sender())
                .claim("aud", endpoint)
                .claim("iat", realm.now())
                .claim("nonce", nonce);
    }

    /** A PKCS #10 request, signed by the key it is for. */
    public static byte[] certificateRequest(TestKey key) {
        String algorithm = switch (key.algorithm()) {
            case ES256 -> "SHA256withECDSA";
            case ES384 -> "SHA384withECDSA";
            case PS256, RS256 -> "SHA256withRSA";
        };
        try {
            return new JcaPKCS10CertificationRequestBuilder(
                            new X500Principal("CN=what the agent likes"),
                            key.pair().getPublic())
                    .build(new JcaContentSignerBuilder(algorithm)
                            .build(key.pair().getPrivate()))
                    .getEncoded();
        } catch (OperatorCreationException | IOException e) {
            throw new AssertionError("a request for a key at hand can be signed", e);
        }
    }

    public static String encoded(X509Certificate certificate) {
        try {
            return Base64.getEncoder().encodeToString(certificate.getEncoded());
        } catch (CertificateEncodingException e) {
            throw new AssertionError("a certificate just signed has an encoding", e);
        }
    }
}
