package dev.holdfast.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.it.wire.CookieJar;
import dev.holdfast.it.wire.Page;
import dev.holdfast.it.wire.Visitor;
import dev.holdfast.it.wire.WireRealm;
import dev.holdfast.it.wire.WireRegistration;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(SharedServer.class)
@DisplayName("A SAML application and a session that a device started")
class SamlSessionIT {
    private static final String ENTITY = "http://localhost:9/saml";
    private static final Pattern RESPONSE =
            Pattern.compile("name=\"SAMLResponse\"\\s+value=\"([^\"]+)\"", Pattern.CASE_INSENSITIVE);

    private static WireRealm realm;

    private final World world;

    SamlSessionIT(World world) {
        this.world = world;
    }

    @BeforeAll
    static void makeRealm(World world) {
        realm = world.addRealm("saml", Map.of());
        world.admin()
                .create(
                        world.adminPath(realm) + "/clients",
                        Map.of(
                                "clientId",
                                ENTITY,
                                "protocol",
                                "saml",
                                "redirectUris",
                                List.of(ENTITY),
                                "attributes",
                                Map.of(
                                        "saml.client.signature", "false",
                                        "saml.force.post.binding", "true",
                                        "saml.authnstatement", "true",
                                        "saml_assertion_consumer_url_post", ENTITY)));
    }

    @Test
    @DisplayName("G1, G8 a device signs in to it, and its session opens it by a proof")
    void opensByProof() {
        WireRegistration registration = world.registration(realm, TestRealms.ADA);
        Visitor fresh = Visitor.withExtension(realm);
        Page page = open(fresh, "");
        page = fresh.post(page.action(), Map.of("dust", registration.dustFor(page.challenge())));
        assertThat(response(page)).contains("status:Success", "AuthnStatement");

        Visitor owner = world.signIn(registration).visitor();
        Page proof = open(owner, "");
        assertThat(proof.asksForProof()).isTrue();
        proof = owner.post(proof.action(), Map.of("dust", registration.proofFor(proof.challenge())));
        assertThat(response(proof)).contains("status:Success");
    }

    @Test
    @DisplayName("A36 a copied cookie opens no SAML application, with IsPassive neither")
    void copiedCookies() {
        WireRegistration registration = world.registration(realm, TestRealms.ADA);
        Visitor owner = world.signIn(registration).visitor();
        Visitor thief = Visitor.withoutExtension(realm);
        for (CookieJar.Cookie cookie : owner.cookies().all()) {
            if (!cookie.name().equals("HOLDFAST_EXTENSION")) {
                thief.cookies().copy(cookie);
            }
        }

        assertThat(open(thief, "").asksForPassword()).isTrue();
        assertThat(response(open(thief, " IsPassive=\"true\"")))
                .contains("status:NoPassive")
                .doesNotContain("status:Success");
        assertThat(response(open(owner, " IsPassive=\"true\""))).contains("status:NoPassive");
    }

    @Test
    @DisplayName("A61 ForceAuthn asks for the user after the proof, and a silent device sign-in does not pass for it")
    void forceAuthn() {
        WireRegistration registration = world.registration(realm, TestRealms.ADA);
        assertThat(open(Visitor.withExtension(realm), " ForceAuthn=\"true\"").asksForPassword())
                .isTrue();
        Visitor owner = world.signIn(registration).visitor();
        Page page = open(owner, " ForceAuthn=\"true\"");
        assertThat(page.asksForProof()).isTrue();

        page = owner.post(page.action(), Map.of("dust", registration.proofFor(page.challenge())));

        assertThat(page.asksForPassword()).isTrue();
        page = owner.post(page.action(), Map.of("username", TestRealms.ADA, "password", TestRealms.ADA));
        assertThat(response(page)).contains("status:Success");
    }

    /** Sends an AuthnRequest by the redirect binding (SAML Bindings §3.4.4.1). */
    private static Page open(Visitor visitor, String attributes) {
        String request = "<samlp:AuthnRequest xmlns:samlp=\"urn:oasis:names:tc:SAML:2.0:protocol\""
                + " xmlns:saml=\"urn:oasis:names:tc:SAML:2.0:assertion\" ID=\"_" + UUID.randomUUID()
                + "\" Version=\"2.0\" IssueInstant=\"" + Instant.now().truncatedTo(ChronoUnit.SECONDS) + "\""
                + " AssertionConsumerServiceURL=\"" + ENTITY + "\"" + attributes + "><saml:Issuer>" + ENTITY
                + "</saml:Issuer></samlp:AuthnRequest>";
        return visitor.get(URI.create(realm.issuer() + "/protocol/saml?SAMLRequest="
                + URLEncoder.encode(Base64.getEncoder().encodeToString(deflated(request)), StandardCharsets.US_ASCII)));
    }

    private static byte[] deflated(String text) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DeflaterOutputStream deflater =
                new DeflaterOutputStream(bytes, new Deflater(Deflater.DEFAULT_COMPRESSION, true))) {
            deflater.write(text.getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    /** The response that the page would post to the application, or nothing. */
    private static String response(Page page) {
        Matcher matcher = RESPONSE.matcher(page.body());
        return matcher.find()
                ? new String(Base64.getDecoder().decode(matcher.group(1)), StandardCharsets.UTF_8)
                : "no response in " + page;
    }
}
