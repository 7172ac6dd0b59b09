package dev.holdfast.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import dev.holdfast.it.wire.App;
import dev.holdfast.it.wire.Page;
import dev.holdfast.it.wire.Tab;
import dev.holdfast.it.wire.Visitor;
import dev.holdfast.it.wire.WireRealm;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(SharedServer.class)
@DisplayName("Links in mails and new accounts, for an application that requires the device")
class LinkDoorsIT {
    private static final Pattern LINK = Pattern.compile("https?://\\S+/login-actions/action-token\\S+");
    private static final GreenMail MAILS = new GreenMail(new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_SMTP));

    private static WireRealm realm;
    private static App vault;
    private static App wiki;

    private final World world;
    private String user = "";

    LinkDoorsIT(World world) {
        this.world = world;
    }

    @BeforeAll
    static void makeRealm(World world) {
        realm = world.addRealm("links", Map.of());
        vault = world.addApplication(realm, "vault", Map.of("holdfast.deviceRequired", "true"));
        wiki = world.addApplication(realm, "wiki", Map.of());
        MAILS.start();
        ObjectNode settings = (ObjectNode) world.admin().get(world.adminPath(realm));
        settings.put("resetPasswordAllowed", true).put("registrationAllowed", true);
        settings.putObject("smtpServer")
                .put("host", "127.0.0.1")
                .put("port", String.valueOf(MAILS.getSmtp().getPort()))
                .put("from", "idp@example.com");
        world.admin().put(world.adminPath(realm), settings);
    }

    @AfterAll
    static void noMails() {
        MAILS.stop();
    }

    @BeforeEach
    void addUser() {
        user = "links-" + UUID.randomUUID();
        world.addUser(realm, user);
    }

    @Test
    @DisplayName("A35 a reset of the password opens another application, and this one not")
    void resetOfPassword() throws Exception {
        assertThat(reset(wiki).leftFor()).isPresent();

        assertDenied(reset(vault));
    }

    @Test
    @DisplayName("A35 the account that somebody makes just now opens another application, and this one not")
    void newAccount() {
        assertThat(register(wiki).leftFor()).isPresent();

        assertDenied(register(vault));
    }

    @Test
    @DisplayName("A35 a mail with actions changes what it is for, once, and opens nothing")
    void actionsByMail() throws Exception {
        world.admin()
                .send(
                        "PUT",
                        world.adminPath(realm) + "/users/" + world.userId(realm, user)
                                + "/execute-actions-email?client_id=vault&redirect_uri=" + vault.redirectUri(),
                        List.of("UPDATE_PASSWORD"));
        URI link = linkFor(user);
        Visitor visitor = Visitor.withoutExtension(realm);

        Page page = visitor.get(link);
        page = visitor.get(page.uri().resolve(onlyLink(page)));
        page = visitor.post(page.stockForm(), Map.of("password-new", "changed", "password-confirm", "changed"));

        assertThat(page.status()).as(page.toString()).isEqualTo(200);
        assertThat(page.leftFor()).isEmpty();
        assertThat(visitor.open(vault).isSignedIn()).isFalse();
        assertThat(visitor.open(wiki).isSignedIn()).isFalse();
        assertThat(Visitor.withoutExtension(realm).get(link).status()).isEqualTo(400);
    }

    @Test
    @DisplayName(
            "A35 a confirmed address opens nothing: in another browser no session begins, in this one the device is"
                    + " asked for")
    void confirmedAddress() throws Exception {
        URI link = askToConfirm(Visitor.withExtension(realm));
        Visitor elsewhere = Visitor.withoutExtension(realm);
        Page page = elsewhere.get(link);
        elsewhere.get(page.uri().resolve(onlyLink(page)));
        assertThat(elsewhere.open(vault).isSignedIn()).isFalse();
        assertThat(elsewhere.open(wiki).isSignedIn()).isFalse();

        addUser();
        Visitor here = Visitor.withExtension(realm);
        assertDenied(here.get(askToConfirm(here)));
    }

    /** Gives the password and goes on without a device, as far as that leads. */
    private URI askToConfirm(Visitor visitor) throws Exception {
        world.change(realm, user, Map.of("emailVerified", false, "requiredActions", List.of("VERIFY_EMAIL")));
        Tab tab = visitor.open(vault);
        tab.post(Map.of("register", "1"));
        tab.password(user, user);
        tab.post(Map.of("skip", "1"));
        return linkFor(user);
    }

    @Test
    @DisplayName(
            "A36 reset of the password with a stolen cookie: its owner gets a mail, the thief learns nobody's name")
    void resetWithStolenCookie() throws Exception {
        Visitor owner = world.signIn(world.registration(realm, user)).visitor();
        Visitor thief = Visitor.withoutExtension(realm);
        owner.cookies().all().forEach(thief.cookies()::copy);
        int before = MAILS.getReceivedMessages().length;

        Page page = thief.get(URI.create(realm.issuer() + "/login-actions/reset-credentials?client_id=wiki"));

        assertThat(page.body()).doesNotContain(user);
        assertThat(MAILS.getReceivedMessages().length - before).isBetween(0, 1);
        assertThat(thief.open(wiki).isSignedIn()).isFalse();
    }

    @Test
    @DisplayName(
            "A36 a link for the thief's own account, opened with a stolen cookie, tells the owner's user name and no"
                    + " more")
    void foreignLinkWithStolenCookie() throws Exception {
        Visitor owner = world.signIn(world.registration(realm, user)).visitor();
        Visitor thief = Visitor.withoutExtension(realm);
        owner.cookies().all().forEach(thief.cookies()::copy);
        world.admin()
                .send(
                        "PUT",
                        world.adminPath(realm) + "/users/" + world.userId(realm, TestRealms.GRACE)
                                + "/execute-actions-email",
                        List.of("UPDATE_PASSWORD"));

        Page page = thief.get(linkFor(TestRealms.GRACE));

        assertThat(page.status()).isEqualTo(400);
        assertThat(page.body()).contains(user).doesNotContain(user + "@");
    }

    private Page reset(App app) throws Exception {
        Visitor visitor = Visitor.withoutExtension(realm);
        Page page = visitor.get(URI.create(realm.issuer() + "/login-actions/reset-credentials?client_id="
                + app.clientId() + "&redirect_uri=" + app.redirectUri() + "&response_type=code"));
        visitor.post(page.stockForm(), Map.of("username", user));
        page = visitor.get(linkFor(user));
        return visitor.post(page.stockForm(), Map.of("password-new", user, "password-confirm", user));
    }

    private static Page register(App app) {
        Visitor visitor = Visitor.withoutExtension(realm);
        Tab tab = visitor.open(app);
        Page page = visitor.get(URI.create(tab.page()
                .uri()
                .toString()
                .replaceFirst("/protocol/openid-connect/auth", "/protocol/openid-connect/registrations")));
        String name = "new-" + UUID.randomUUID();
        return visitor.post(
                page.stockForm(),
                Map.of(
                        "username",
                        name,
                        "email",
                        name + "@example.com",
                        "firstName",
                        "New",
                        "lastName",
                        "Person",
                        "password",
                        name,
                        "password-confirm",
                        name));
    }

    private static void assertDenied(Page page) {
        assertThat(page.status()).as(page.toString()).isEqualTo(403);
        assertThat(page.body()).contains("holdfast-required");
        assertThat(page.leftFor()).isEmpty();
    }

    /** The link of the last mail to somebody. */
    private static URI linkFor(String name) throws Exception {
        MimeMessage[] received = MAILS.getReceivedMessages();
        for (int i = received.length - 1; i >= 0; i--) {
            if (received[i].getAllRecipients()[0].toString().startsWith(name + "@")) {
                Object content = received[i].getContent();
                String text = content instanceof MimeMultipart parts
                        ? parts.getBodyPart(0).getContent().toString()
                        : content.toString();
                Matcher matcher = LINK.matcher(text);
                assertThat(matcher.find()).as(text).isTrue();
                return URI.create(matcher.group());
            }
        }
        throw new AssertionError("no mail to " + name);
    }

    /** Where "click here to proceed" leads. */
    private static String onlyLink(Page page) {
        Matcher matcher = Pattern.compile("href=\"([^\"]*action-token[^\"]*)\"").matcher(page.body());
        assertThat(matcher.find()).as(page.toString()).isTrue();
        return matcher.group(1).replace("&amp;", "&");
    }
}
