package dev.holdfast.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import dev.holdfast.it.wire.App;
import dev.holdfast.it.wire.Page;
import dev.holdfast.it.wire.Tab;
import dev.holdfast.it.wire.Visitor;
import dev.holdfast.it.wire.WirePhone;
import dev.holdfast.it.wire.WireRealm;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import java.net.URI;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A phone between the mailed link and the new password, in a flow that is made as the administrators' guide has it. */
@ExtendWith(SharedServer.class)
class PushResetIT {
    private static final String FLOW = "reset credentials with push";
    private static final Pattern LINK = Pattern.compile("https?://\\S+/login-actions/action-token\\S+");
    private static final GreenMail MAILS = new GreenMail(new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_SMTP));

    private static WireRealm realm;

    private final World world;

    PushResetIT(World world) {
        this.world = world;
    }

    @BeforeAll
    static void makeRealm(World world) {
        realm = world.addRealm("push-reset", Map.of());
        MAILS.start();
        String base = world.adminPath(realm);
        makeFlow(world, base + "/authentication/flows");
        ObjectNode settings = (ObjectNode) world.admin().get(base);
        settings.put("resetPasswordAllowed", true).put("resetCredentialsFlow", FLOW);
        settings.putObject("smtpServer")
                .put("host", "127.0.0.1")
                .put("port", String.valueOf(MAILS.getSmtp().getPort()))
                .put("from", "idp@example.com");
        world.admin().put(base, settings);
    }

    /** docs/push.md, "Reset of the password". */
    private static void makeFlow(World world, String flows) {
        world.admin().post(flows + "/reset%20credentials/copy", Map.of("newName", FLOW));
        String copy = flows + "/" + FLOW.replace(" ", "%20") + "/executions";
        world.admin()
                .post(
                        copy + "/flow",
                        Map.of(
                                "alias",
                                "phone",
                                "type",
                                "basic-flow",
                                "provider",
                                "",
                                "description",
                                "",
                                "priority",
                                25));
        world.admin().post(flows + "/phone/executions/execution", Map.of("provider", "conditional-user-configured"));
        world.admin().post(flows + "/phone/executions/execution", Map.of("provider", "holdfast-push"));
        for (JsonNode step : world.admin().get(copy)) {
            ObjectNode changed = (ObjectNode) step;
            if (step.path("displayName").asText().equals("phone")) {
                world.admin()
                        .put(copy, changed.put("requirement", "CONDITIONAL").put("priority", 25));
            } else if (step.path("providerId").asText().equals("holdfast-push")
                    || (step.path("providerId").asText().equals("conditional-user-configured")
                            && step.path("requirement").asText().equals("DISABLED"))) {
                world.admin().put(copy, changed.put("requirement", "REQUIRED"));
            }
        }
    }

    @AfterAll
    static void noMails() {
        MAILS.stop();
    }

    private WirePhone phone(String user) {
        world.addUser(realm, user);
        return PushPages.phone(world, realm, user);
    }

    /** What comes after the mailed link, in the browser that asked for it. */
    private static Page followed(Visitor visitor, String user) throws Exception {
        Page page = visitor.get(URI.create(realm.issuer() + "/login-actions/reset-credentials?client_id="
                + App.SHOP.clientId() + "&redirect_uri=" + App.SHOP.redirectUri() + "&response_type=code"));
        visitor.post(page.stockForm(), Map.of("username", user));
        return visitor.get(linkFor(user));
    }

    private static URI linkFor(String user) throws Exception {
        MimeMessage[] received = MAILS.getReceivedMessages();
        for (int i = received.length - 1; i >= 0; i--) {
            Object content = received[i].getContent();
            Matcher link = LINK.matcher(
                    content instanceof MimeMultipart parts
                            ? parts.getBodyPart(0).getContent().toString()
                            : content.toString());
            if (received[i].getAllRecipients()[0].toString().startsWith(user + "@") && link.find()) {
                return URI.create(link.group());
            }
        }
        throw new AssertionError("no link for " + user);
    }

    private static boolean asksForNewPassword(Page page) {
        return page.body().contains("name=\"password-new\"");
    }

    @Test
    @DisplayName(
            "P9 after the mailed link the phone is asked about the reset, and only its approval leads to a new password")
    void approved() throws Exception {
        WirePhone phone = phone("forgetful");
        Visitor visitor = Visitor.withoutExtension(realm);
        Page page = followed(visitor, "forgetful");
        assertThat(asksForNewPassword(page)).isFalse();
        assertThat(phone.request().claims().path("purpose").asText()).isEqualTo("reset_password");
        page = visitor.post(page.stockForm(), Map.of("check", "1"));
        assertThat(asksForNewPassword(page)).as("nothing was answered yet").isFalse();

        phone.approve(PushPages.number(page).orElseThrow()).granted();
        page = visitor.post(page.stockForm(), Map.of("check", "1"));
        assertThat(asksForNewPassword(page)).as("" + page).isTrue();
        page = visitor.post(page.stockForm(), Map.of("password-new", "remembered", "password-confirm", "remembered"));
        assertThat(page.leftFor()).isPresent();
        Tab later = Visitor.withoutExtension(realm).open(App.SHOP);
        later.password("forgetful", "remembered");
        assertThat(PushPages.number(later.page())).isPresent();
    }

    @Test
    @DisplayName(
            "P9 A60 who has the mail and not the phone changes nothing: a denial leads nowhere, the password stays")
    void denied() throws Exception {
        WirePhone phone = phone("robbed");
        Visitor thief = Visitor.withoutExtension(realm);
        Page page = followed(thief, "robbed");
        phone.deny().granted();
        page = thief.post(page.stockForm(), Map.of("check", "1"));
        assertThat(asksForNewPassword(page)).isFalse();
        page = thief.post(page.stockForm(), Map.of("password-new", "stolen", "password-confirm", "stolen"));
        assertThat(asksForNewPassword(page)).isFalse();
        assertThat(page.leftFor()).isEmpty();
        assertThat(PushPages.asked(realm, "robbed").page().asksForPassword())
                .as("the password is what it was")
                .isFalse();
    }

    @Test
    @DisplayName("P9 a user without a phone resets the password by the mail, as before")
    void withoutPhone() throws Exception {
        world.addUser(realm, "phoneless-reset");
        assertThat(asksForNewPassword(followed(Visitor.withoutExtension(realm), "phoneless-reset")))
                .isTrue();
    }
}
