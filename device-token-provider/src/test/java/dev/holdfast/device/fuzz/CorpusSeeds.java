package dev.holdfast.device.fuzz;

import dev.holdfast.device.authority.AuthorityForms;
import dev.holdfast.device.login.Purpose;
import dev.holdfast.device.posture.Fact;
import dev.holdfast.device.testrealm.FakeAuthenticator;
import dev.holdfast.device.testrealm.FakeDevice;
import dev.holdfast.device.testrealm.FakeRegistration;
import dev.holdfast.device.testrealm.FakeResponder;
import dev.holdfast.device.testrealm.FakeTpm;
import dev.holdfast.device.testrealm.MachineAuthority;
import dev.holdfast.device.testrealm.MessageBuilder;
import dev.holdfast.device.testrealm.TestKey;
import dev.holdfast.device.testrealm.TestRealm;
import dev.holdfast.device.testrealm.TpmVendor;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.bouncycastle.cert.jcajce.JcaX509CertificateHolder;
import org.bouncycastle.cert.ocsp.OCSPReqBuilder;
import org.bouncycastle.cert.ocsp.jcajce.JcaCertificateID;
import org.bouncycastle.operator.jcajce.JcaDigestCalculatorProviderBuilder;

/** Writes the corpus that the fuzzer starts from: one good input for each parser, made by the tests' own devices. */
final class CorpusSeeds {
    private CorpusSeeds() {}

    /** @param arguments the folder */
    public static void main(String[] arguments) throws Exception {
        Path folder = Files.createDirectories(Path.of(arguments[0]));
        TestRealm realm = new TestRealm();
        TestKey key = TestKey.es256();
        FakeDevice device = FakeDevice.enrolled(realm);
        String ada = realm.users().add("ada");
        FakeRegistration registration = device.register(ada);
        byte[] binding = realm.secret();
        TestKey duk = TestKey.es256();
        String challenge = realm.challenge(realm.attempt(), Purpose.LOGIN);
        FakeDevice fresh = new FakeDevice(realm, key);
        var begun = fresh.begin(realm.enrolmentToken(1, Optional.empty()));
        String enrolment = fresh.enrolMessage(begun).sign(key);
        FakeTpm tpm = FakeTpm.ecc();
        Map<String, Object> statement =
                tpm.certify(key.pair().getPublic(), new byte[32]).members();
        var machine = AuthorityForms.CA.issue(key.pair().getPublic(), AuthorityForms.NOW, shape -> {
            shape.subject = "CN=ada-laptop, SERIALNUMBER=C02XK1";
            shape.lists = List.of(AuthorityForms.LIST);
            shape.responders = List.of("http://ocsp.example.com/");
            shape.names = List.of(MachineAuthority.dns("ada.example.com"), MachineAuthority.uri("spiffe://acme/ada"));
        });
        FakeDevice certified = FakeDevice.certified(realm, key, List.of(machine));

        write(folder, Parser.CLAIMS, "{\"a\":[1,{\"b\":\"\\u00fc\"}],\"c\":null,\"d\":-1.5e3,\"e\":true}");
        write(folder, Parser.MESSAGE, enrolment);
        write(folder, Parser.ENROLMENT, enrolment);
        write(
                folder,
                Parser.BEGINNING,
                MessageBuilder.json(Map.of(
                        "enrolment_token",
                                realm.enrolmentToken(1, Optional.empty()).reveal(),
                        "tpm",
                                Map.of(
                                        "ek_public",
                                        MessageBuilder.encode(tpm.endorsementArea()),
                                        "ak_public",
                                        MessageBuilder.encode(tpm.attestationArea())))));
        write(
                folder,
                Parser.RENEWAL,
                device.common("holdfast-agent-renew+jwt", realm.endpoints().agentRenew(), realm.nonce())
                        .header("x5c", device.chain())
                        .claim("csr", MessageBuilder.encode(FakeDevice.certificateRequest(device.agentKey())))
                        .sign(device.agentKey()));
        write(folder, Parser.ADOPTION, certified.adoptMessage().sign(key));
        write(
                folder,
                Parser.REGISTRATION,
                device.registrationMessage(duk, binding, device.idToken(ada, duk, binding))
                        .sign(device.agentKey()));
        write(folder, Parser.EXCHANGE, registration.exchangeMessage(challenge).sign(registration.duk()));
        write(
                folder,
                Parser.PROOF,
                registration
                        .proofMessage(realm.sessionChallenge(realm.attempt(), "session"))
                        .sign(registration.duk()));
        write(
                folder,
                Parser.REVOCATION,
                device.common("holdfast-revoke+jwt", realm.endpoints().revoke(), realm.nonce())
                        .header("kid", registration.duk().jkt())
                        .claim("registration", registration.id().toString())
                        .claim("reason", "lost")
                        .sign(registration.duk()));
        write(folder, Parser.CHALLENGE, challenge);
        write(folder, Parser.NONCE, realm.nonce());
        write(folder, Parser.PUBLIC_AREA, tpm.attestationArea());
        write(folder, "rsa", Parser.PUBLIC_AREA, FakeTpm.rsa().endorsementArea());
        write(folder, Parser.CERTIFY_INFO, decoded(statement.get("certify_info")));
        write(folder, Parser.TPM_SIGNATURE, decoded(statement.get("signature")));
        write(folder, Parser.ENDORSEMENT, new TpmVendor(AuthorityForms.NOW).certify(tpm.endorsementKey()));
        write(folder, Parser.CERTIFICATE_REQUEST, FakeDevice.certificateRequest(key));
        write(folder, Parser.CERTIFICATE, machine.getEncoded());
        write(folder, Parser.REVOCATION_LIST, AuthorityForms.CA.list(AuthorityForms.NOW, machine));
        write(folder, Parser.OCSP_RESPONSE, response(machine));
        write(folder, Parser.ADDRESS, "http://ca.example.com:8080/crl");
        write(folder, Parser.JWK, MessageBuilder.json(key.jwk()));
        write(folder, "rsa", Parser.JWK, MessageBuilder.json(TestKey.rs256().jwk()));
        write(folder, Parser.DURT, registration.durt());
        write(folder, Parser.SECRET, realm.enrolmentToken(1, Optional.empty()).reveal());
        write(folder, Parser.ORIGIN, "https://idp.example.com:8443");
        Map<String, Object> facts = new LinkedHashMap<>();
        for (Fact fact : Fact.values()) {
            facts.put(
                    fact.word(),
                    Map.of(
                            "value",
                            switch (fact.kind()) {
                                case TEXT -> "12.4";
                                case FLAG -> true;
                                case COUNT -> 5;
                            },
                            "by",
                            "osquery"));
        }
        write(folder, Parser.POSTURE, MessageBuilder.json(facts));
        write(folder, Parser.POSTURE_REPORT, device.postureMessage(1, facts).sign(device.agentKey()));
        FakeAuthenticator authenticator = new FakeAuthenticator(realm);
        write(
                folder,
                Parser.ATTESTATION_OBJECT,
                decoded(authenticator.create(new byte[32]).attestationObject()));
        write(
                folder,
                Parser.CLIENT_DATA,
                decoded(authenticator.get(new byte[32]).clientData()));
        write(
                folder,
                Parser.AUTHENTICATOR_DATA,
                decoded(authenticator.get(new byte[32]).authenticatorData()));
    }

    private static byte[] response(java.security.cert.X509Certificate machine) throws Exception {
        var id = new JcaCertificateID(
                new JcaDigestCalculatorProviderBuilder()
                        .build()
                        .get(org.bouncycastle.cert.ocsp.CertificateID.HASH_SHA1),
                AuthorityForms.CA.certificate(),
                new JcaX509CertificateHolder(machine).getSerialNumber());
        return new FakeResponder(AuthorityForms.CA.certificate(), AuthorityForms.CA.privateKey(), AuthorityForms.NOW)
                .apply(new OCSPReqBuilder().addRequest(id).build().getEncoded());
    }

    private static byte[] decoded(Object base64Url) {
        return Base64.getUrlDecoder().decode(String.valueOf(base64Url));
    }

    private static void write(Path folder, Parser parser, String text) throws IOException {
        write(folder, parser, text.getBytes(StandardCharsets.UTF_8));
    }

    private static void write(Path folder, Parser parser, byte[] data) throws IOException {
        write(folder, "", parser, data);
    }

    private static void write(Path folder, String kind, Parser parser, String text) throws IOException {
        write(folder, kind, parser, text.getBytes(StandardCharsets.UTF_8));
    }

    private static void write(Path folder, String kind, Parser parser, byte[] data) throws IOException {
        ByteArrayOutputStream seed = new ByteArrayOutputStream();
        seed.write(parser.ordinal());
        seed.writeBytes(data);
        String name = parser.name().toLowerCase(Locale.ROOT) + (kind.isEmpty() ? "" : "-" + kind);
        Files.write(folder.resolve(name), seed.toByteArray());
    }
}
