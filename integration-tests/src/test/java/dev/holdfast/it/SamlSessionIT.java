package dev.holdfast.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.it.wire.CookieJar;
import dev.holdfast.it.wire.Json;
import dev.holdfast.it.wire.Page;
import dev.holdfast.it.wire.Visitor;
import dev.holdfast.it.wire.WireKey;
import dev.holdfast.it.wire.WireRealm;
import dev.holdfast.it.wire.WireRegistration;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
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
@DisplayName("A SAML application, a session that a device started, and what conditional access decided")
class SamlSessionIT {
    private static final String ENTITY = "http://localhost:9/saml";
    private static final String STRICT_ENTITY = "http://localhost:9/strict-saml";
    private static final String TOLD_ENTITY = "http://localhost:9/told-saml";
    private static final Map<String, String> PASSWORD = Map.of("username", TestRealms.ADA, "password", TestRealms.ADA);
    private static final long UNLOCKED_SECONDS = 43_200;
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
        addApplication(world, ENTITY, "false");
        addApplication(world, STRICT_ENTITY, "true");
        tellDecision(world, addApplication(world, TOLD_ENTITY, "false"));
    }

    private static String addApplication(World world, String entity, String deviceRequired) {
        return world.admin()
                .create(
                        world.adminPath(realm) + "/clients",
                        Map.of(
                                "clientId",
                                entity,
                                "protocol",
                                "saml",
                                "redirectUris",
                                List.of(entity),
                                "attributes",
                                Map.of(
                                        "saml.client.signature", "false",
                                        "saml.server.signature", "false",
                                        "saml.force.post.binding", "true",
                                        "saml.authnstatement", "true",
                                        "saml.allow.ecp.flow", "true",
                                        "saml_assertion_consumer_url_post", entity,
                                        "holdfast.deviceRequired", deviceRequired)));
    }

    private static void tellDecision(World world, String application) {
        world.admin()
                .create(
                        world.adminPath(realm) + "/clients/" + application + "/protocol-mappers/models",
                        Map.of(
                                "name", "decision",
                                "protocol", "saml",
                                "protocolMapper", "holdfast-access-assertion"));
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
        page = owner.post(page.action(), PASSWORD);
        assertThat(response(page)).contains("status:Success");
    }

    @Test
    @DisplayName(
            "G14 the assertion says which device it was, all that is said of it and the methods, as the tokens do; A61 its"
                    + " AuthnInstant is when the user was last present")
    void assertion() {
        WireRegistration registration = world.registration(realm, TestRealms.ADA);
        awaitNextSecond();
        Visitor visitor = Visitor.withExtension(realm);
        Page page = open(visitor, "");

        page = visitor.post(page.action(), Map.of("dust", registration.dustFor(page.challenge())));

        String assertion = response(page);
        Instant present = Instant.ofEpochSecond(registration.activeUntil() - UNLOCKED_SECONDS);
        assertThat(present).isBefore(Instant.now().truncatedTo(ChronoUnit.SECONDS));
        assertThat(assertion).contains("AuthnInstant=\"" + present + "\"");
        assertThat(attribute(assertion, "device"))
                .containsExactly(registration.agent().did());
        assertThat(attribute(assertion, "assurance")).containsExactly("software");
        assertThat(attribute(assertion, "evidence")).containsExactly("sign_in");
        assertThat(attribute(assertion, "compliant")).containsExactly("false");
        assertThat(attribute(assertion, "amr")).containsExactly("swk");
        assertThat(assertion).contains(">urn:holdfast:acr:device</saml:AuthnContextClassRef>");
    }

    @Test
    @DisplayName("G14 the assertion of a session without a device is Keycloak's own")
    void assertionWithoutDevice() {
        Visitor visitor = Visitor.withoutExtension(realm);
        Page page = open(visitor, "");

        page = visitor.post(page.action(), PASSWORD);

        assertThat(response(page)).contains("status:Success").doesNotContain("urn:holdfast");
    }

    @Test
    @DisplayName(
            "An application with the mapper reads in the assertion what was decided, by which policies and with which"
                    + " factors, a value each; another one reads nothing")
    void decision() {
        WireRegistration registration = world.registration(realm, TestRealms.ADA);
        world.addPolicy(realm, "Work \"laptops\" & more", """
                {"name": "Work \\"laptops\\" & more", "type": "application",
                 "effect": {"action": "allow", "obligations": {"mfa": {"required": true}, "mfaFactors": ["DURT"]}}}""");
        world.addPolicy(realm, "Closed", """
                {"name": "Closed", "mode": "report", "type": "application", "effect": {"action": "deny"}}""");
        try {
            String told = response(signInWithBoth(registration, TOLD_ENTITY));
            assertThat(attribute(told, "access_decision")).containsExactly("require");
            assertThat(attribute(told, "access_factors")).containsExactly("DURT", "PASSWORD");
            assertThat(attribute(told, "access_policies"))
                    .map(policy -> Json.parse(policy.replace("&quot;", "\"").replace("&amp;", "&")))
                    .map(policy -> policy.path("name").asText() + " "
                            + policy.path("action").asText() + " "
                            + policy.path("mode").asText())
                    .containsExactly("Work \"laptops\" & more require enforce", "Closed deny report");
            assertThat(told).doesNotContain("access_break_glass");

            assertThat(response(signInWithBoth(registration, ENTITY)))
                    .contains("status:Success")
                    .doesNotContain("urn:holdfast:attribute:access");
        } finally {
            world.forgetAccess(realm);
        }
    }

    @Test
    @DisplayName(
            "C13 A33 a session by password whose device is demanded and locked is unlocked by the password that is typed"
                    + " again, and the device answers behind that")
    void lockedDevice() {
        WireRegistration registration = world.locked("saml", () -> world.registration(realm, TestRealms.ADA));
        Visitor visitor = Visitor.withExtension(realm);
        Page page = open(visitor, "");
        page = visitor.post(page.action(), Map.of("other", "1"));
        page = visitor.post(page.action(), PASSWORD);
        assertThat(response(page)).contains("status:Success");
        world.addPolicy(realm, "Work laptops", """
                {"name": "Work laptops", "type": "application",
                 "effect": {"action": "allow", "obligations": {"mfa": {"required": true}, "mfaFactors": ["DURT"]}}}""");
        try {
            page = open(visitor, "");
            assertThat(page.isDevicePage()).as(page.toString()).isTrue();
            page = visitor.post(page.action(), Map.of("renew", "1"));
            assertThat(page.asksForPassword()).as(page.toString()).isTrue();
            page = visitor.post(page.action(), PASSWORD);
            assertThat(page.isDevicePage()).as(page.toString()).isTrue();
            page = visitor.post(page.action(), Map.of("dust", registration.dustFor(page.challenge())));
            assertThat(response(page)).contains("status:Success");
        } finally {
            world.forgetAccess(realm);
        }
    }

    /** By the password first, and by the device behind it. */
    private static Page signInWithBoth(WireRegistration registration, String entity) {
        Visitor visitor = Visitor.withExtension(realm);
        Page page = open(visitor, entity, "");
        page = visitor.post(page.action(), Map.of("other", "1"));
        page = visitor.post(page.action(), PASSWORD);
        return visitor.post(page.action(), Map.of("dust", registration.dustFor(page.challenge())));
    }

    @Test
    @DisplayName("A35 the profile for clients without a browser (ECP) takes a password, but not for an application that"
            + " requires the device")
    void enhancedClient() {
        assertThat(byPassword(ENTITY)).contains("status:Success");
        assertThat(byPassword(STRICT_ENTITY)).doesNotContain("status:Success").doesNotContain("Assertion");
    }

    /** Asks with a password by SOAP (SAML Profiles §4.2). */
    private static String byPassword(String entity) {
        HttpRequest request = HttpRequest.newBuilder(URI.create(realm.issuer() + "/protocol/saml"))
                .header("Content-Type", "text/xml")
                .header(
                        "Authorization",
                        "Basic "
                                + Base64.getEncoder()
                                        .encodeToString((TestRealms.ADA + ":" + TestRealms.ADA)
                                                .getBytes(StandardCharsets.UTF_8)))
                .POST(HttpRequest.BodyPublishers.ofString(
                        "<soap:Envelope xmlns:soap=\"http://schemas.xmlsoap.org/soap/envelope/\"><soap:Body>"
                                + authnRequest(entity, "") + "</soap:Body></soap:Envelope>"))
                .build();
        try {
            return HttpClient.newHttpClient()
                    .send(request, HttpResponse.BodyHandlers.ofString())
                    .body();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    @Test
    @DisplayName("A61 ForceAuthn is satisfied by an unlock in that very sign-in, and by nothing less")
    void forceAuthnByUnlock() {
        world.configure("saml", "deviceUnlock", "software");
        WireKey duv = WireKey.es256();
        WireRegistration registration = world.registrationWithPin(world.agent(realm), TestRealms.ADA, duv);
        Visitor owner = Visitor.withUnlock(realm);

        Page page = open(owner, " ForceAuthn=\"true\"");
        page = owner.post(page.action(), Map.of("dust", registration.dustFor(page.challenge())));
        assertThat(page.given("error")).contains("user_verification_required");
        realm.send(registration.unlock(duv, page.challenge())).granted();
        page = owner.post(page.action(), Map.of("dust", registration.dustFor(page.challenge())));

        assertThat(response(page)).contains("status:Success", "AuthnStatement");
    }

    /** Sends an AuthnRequest by the redirect binding (SAML Bindings §3.4.4.1). */
    private static Page open(Visitor visitor, String attributes) {
        return open(visitor, ENTITY, attributes);
    }

    private static Page open(Visitor visitor, String entity, String attributes) {
        return visitor.get(URI.create(realm.issuer() + "/protocol/saml?SAMLRequest="
                + URLEncoder.encode(
                        Base64.getEncoder().encodeToString(deflated(authnRequest(entity, attributes))),
                        StandardCharsets.US_ASCII)));
    }

    private static String authnRequest(String entity, String attributes) {
        return "<samlp:AuthnRequest xmlns:samlp=\"urn:oasis:names:tc:SAML:2.0:protocol\""
                + " xmlns:saml=\"urn:oasis:names:tc:SAML:2.0:assertion\" ID=\"_" + UUID.randomUUID()
                + "\" Version=\"2.0\" IssueInstant=\"" + Instant.now().truncatedTo(ChronoUnit.SECONDS) + "\""
                + " AssertionConsumerServiceURL=\"" + entity + "\"" + attributes + "><saml:Issuer>" + entity
                + "</saml:Issuer></samlp:AuthnRequest>";
    }

    /** The values of one of our attributes. */
    private static List<String> attribute(String assertion, String name) {
        Matcher matcher = Pattern.compile(
                        "<saml:Attribute [^>]*Name=\"urn:holdfast:attribute:" + name + "\"[^>]*>(.*?)</saml:Attribute>")
                .matcher(assertion);
        assertThat(matcher.find()).as(assertion).isTrue();
        return Pattern.compile(">([^<>]+)</saml:AttributeValue>")
                .matcher(matcher.group(1))
                .results()
                .map(value -> value.group(1))
                .toList();
    }

    /** Spends the rest of a second. */
    private static void awaitNextSecond() {
        long second = Instant.now().getEpochSecond();
        while (Instant.now().getEpochSecond() <= second) {
            Thread.onSpinWait();
        }
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
