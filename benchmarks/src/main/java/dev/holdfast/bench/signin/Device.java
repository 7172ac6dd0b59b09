package dev.holdfast.bench.signin;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.holdfast.bench.wire.Base64Url;
import dev.holdfast.bench.wire.ClientKey;
import dev.holdfast.bench.wire.Http;
import dev.holdfast.bench.wire.Sha256;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.time.Instant;
import java.util.Map;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.pkcs.jcajce.JcaPKCS10CertificationRequestBuilder;

/** An enrolled device: what its agent keeps, in memory (docs/protocol.md §§4 and 5). */
public final class Device {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final Http http;
    private final Realm realm;
    private final ClientKey key;
    private final String did;
    private final JsonNode certificates;

    private Device(Http http, Realm realm, ClientKey key, JsonNode enrolled) {
        this.http = http;
        this.realm = realm;
        this.key = key;
        this.did = enrolled.path("did").asText();
        this.certificates = enrolled.path("certificate_chain");
    }

    /** Enrols a new device. */
    public static Device enrol(Http http, Realm realm, String enrolmentToken) {
        ClientKey key = ClientKey.generate();
        JsonNode begun = http.postJson(
                        realm.device("/agents/begin"),
                        JSON.createObjectNode()
                                .put("enrolment_token", enrolmentToken)
                                .toString())
                .json();
        String enrolment = begun.path("enrolment_id").asText();
        URI endpoint = realm.device("/agents/finish");
        ObjectNode claims = claims(enrolment, endpoint, begun.path("nonce").asText())
                .put("enrolment_id", enrolment)
                .put("csr", Base64Url.encode(certificateRequest(key)));
        claims.putObject("facts").put("hostname", "benchmark").put("os", "linux");
        ObjectNode header = header("holdfast-agent-enrol+jwt");
        header.set("jwk", key.jwk());
        return new Device(
                http,
                realm,
                key,
                http.postJson(endpoint, message(key.sign(header, claims))).json());
    }

    /**
     * Registers a user on this device by the command line's door.
     *
     * @param signIn of the client {@code holdfast-agent}
     */
    public DeviceUser register(PasswordSignIn signIn, String user, String password) {
        ClientKey duk = ClientKey.generate();
        byte[] binding = Base64Url.randomBytes(32);
        byte[] bound = Sha256.labelled("holdfast-registration", duk.thumbprintBytes(), new byte[0], binding);
        String idToken = signIn.signIn(user, password, Base64Url.encode(bound)).idToken();

        URI endpoint = realm.device("/registrations");
        String nonce =
                http.postJson(realm.device("/nonce"), "{}").json().path("nonce").asText();
        ObjectNode proofHeader = header("holdfast-pop+jwt");
        proofHeader.set("jwk", duk.jwk());
        ObjectNode claims = claims(sender(), endpoint, nonce)
                .put("did", did)
                .put("binding", Base64Url.encode(binding))
                .put("id_token", idToken);
        ObjectNode newKey = claims.putObject("duk");
        newKey.set("jwk", duk.jwk());
        newKey.put("pop", duk.sign(proofHeader, claims(sender(), endpoint, nonce)));
        ObjectNode header = header("holdfast-registration+jwt");
        header.set("x5c", certificates);
        JsonNode registered =
                http.postJson(endpoint, message(key.sign(header, claims))).json();
        return new DeviceUser(
                http,
                realm,
                sender(),
                duk,
                registered.path("registration").asText(),
                registered.path("durt").asText());
    }

    static ObjectNode header(String typ) {
        return JSON.createObjectNode().put("typ", typ);
    }

    static ObjectNode claims(String issuer, URI audience, String nonce) {
        return JSON.createObjectNode()
                .put("iss", issuer)
                .put("aud", audience.toString())
                .put("iat", Instant.now().getEpochSecond())
                .put("jti", Base64Url.random(16))
                .put("nonce", nonce);
    }

    static String message(String compact) {
        return JSON.valueToTree(Map.of("message", compact)).toString();
    }

    private String sender() {
        return "urn:holdfast:device:" + did;
    }

    private static byte[] certificateRequest(ClientKey key) {
        try {
            return new JcaPKCS10CertificationRequestBuilder(new X500Principal("CN=ignored"), key.publicKey())
                    .build(new JcaContentSignerBuilder("SHA256withECDSA").build(key.privateKey()))
                    .getEncoded();
        } catch (OperatorCreationException e) {
            throw new AssertionError("ECDSA with SHA-256 is everywhere", e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
