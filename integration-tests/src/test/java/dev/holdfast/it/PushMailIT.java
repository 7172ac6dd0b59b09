package dev.holdfast.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.GreenMailUtil;
import com.icegreen.greenmail.util.ServerSetup;
import dev.holdfast.it.wire.App;
import dev.holdfast.it.wire.WirePhone;
import dev.holdfast.it.wire.WireRealm;
import jakarta.mail.internet.MimeMessage;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What push tells people by mail. */
@ExtendWith(SharedServer.class)
class PushMailIT {
    private static final String REALM = "push-mails";
    private static final GreenMail MAILS = new GreenMail(new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_SMTP));

    private static WireRealm realm;

    @BeforeAll
    static void mailServer(World world) {
        realm = world.addRealm(REALM, Map.of());
        MAILS.start();
        world.admin()
                .put(
                        world.adminPath(realm),
                        Map.of(
                                "smtpServer",
                                Map.of(
                                        "host", "127.0.0.1",
                                        "port", String.valueOf(MAILS.getSmtp().getPort()),
                                        "from", "holdfast@example.com")));
        world.configurePush(REALM, Map.of("pushAlertAddress", List.of("watch@example.com")));
    }

    @AfterAll
    static void noMailServer() {
        MAILS.stop();
    }

    @Test
    @DisplayName("A60 P8 a user hears of a new phone, and with the administrator of a request that was not theirs")
    void mails(World world) throws Exception {
        world.addUser(realm, "mailed");
        WirePhone phone = PushPages.phone(world, realm, "mailed");
        MimeMessage enrolled = only("mailed@example.com", 0);
        assertThat(enrolled.getSubject()).isEqualTo("A new phone can approve sign-ins to your account");
        assertThat(GreenMailUtil.getBody(enrolled)).contains("Wire phone").contains("/account");

        PushPages.asked(realm, "mailed");
        phone.report().granted();

        MimeMessage own = only("mailed@example.com", 1);
        assertThat(own.getSubject()).isEqualTo("A sign-in to your account was reported");
        assertThat(GreenMailUtil.getBody(own)).contains(App.SHOP.clientId()).contains("127.0.0.1");
        MimeMessage alert = only("watch@example.com", 0);
        assertThat(alert.getSubject()).isEqualTo("A user reported a sign-in that was not theirs");
        assertThat(GreenMailUtil.getBody(alert)).contains("mailed reported a sign-in");
        assertThat(GreenMailUtil.getBody(own)).contains("knows your password");
        assertThat(MAILS.getReceivedMessages()).hasSize(3);

        world.addUser(realm, "asked-by-ciba");
        WirePhone other = PushPages.phone(world, realm, "asked-by-ciba");
        CibaClient bank = CibaClient.open(world, realm, "bank", Map.of("holdfast.push.ciba", "show-number"));
        bank.asked("asked-by-ciba", "47");
        other.report().granted();
        assertThat(GreenMailUtil.getBody(only("asked-by-ciba@example.com", 1)))
                .contains("asked without a password")
                .doesNotContain("knows your password");
        assertThat(GreenMailUtil.getBody(only("watch@example.com", 1))).contains("CIBA");
    }

    private static MimeMessage only(String address, int earlier) {
        List<MimeMessage> received = Arrays.stream(MAILS.getReceivedMessages())
                .filter(mail -> isTo(mail, address))
                .toList();
        assertThat(received).as(address).hasSize(earlier + 1);
        return received.get(earlier);
    }

    private static boolean isTo(MimeMessage mail, String address) {
        try {
            return mail.getAllRecipients()[0].toString().equals(address);
        } catch (jakarta.mail.MessagingException e) {
            throw new IllegalStateException(e);
        }
    }
}
