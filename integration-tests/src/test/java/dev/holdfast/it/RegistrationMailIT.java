package dev.holdfast.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.GreenMailUtil;
import com.icegreen.greenmail.util.ServerSetup;
import dev.holdfast.harness.AdminClient;
import jakarta.mail.internet.MimeMessage;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(SharedServer.class)
@DisplayName("A24 The mail at each new registration")
class RegistrationMailIT {
    private static final String REALM = "/admin/realms/" + TestRealms.OTHER;

    private final World world;
    private final AdminClient admin;
    private final GreenMail mails = new GreenMail(new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_SMTP));

    RegistrationMailIT(World world) {
        this.world = world;
        this.admin = world.admin();
    }

    @BeforeEach
    void mailServer() {
        mails.start();
        smtp(Map.of(
                "host", "127.0.0.1",
                "port", String.valueOf(mails.getSmtp().getPort()),
                "from", "holdfast@example.com"));
    }

    @AfterEach
    void noMailServer() {
        smtp(Map.of());
        mails.stop();
    }

    @Test
    @DisplayName("A24 the user learns which device, from where, and where to remove it; the setting turns it off")
    void tells() throws Exception {
        String user = "mail-" + UUID.randomUUID();
        world.addUser(world.other(), user);
        world.registration(world.other(), user);

        MimeMessage[] received = mails.getReceivedMessages();
        assertThat(received).hasSize(1);
        assertThat(received[0].getSubject()).isEqualTo("A new device can sign in to your account");
        assertThat(received[0].getAllRecipients()[0].toString()).isEqualTo(user + "@example.com");
        String text = GreenMailUtil.getBody(received[0]);
        assertThat(text).contains("wire-").contains("127.0.0.1").contains("/realms/" + TestRealms.OTHER + "/account");

        world.configure(TestRealms.OTHER, "mailRegistrations", "false");
        world.registration(world.other(), user);
        world.configure(TestRealms.OTHER, "mailRegistrations", "true");
        assertThat(mails.getReceivedMessages()).hasSize(1);
    }

    @Test
    @DisplayName("A24 a mail server that is down stops no registration")
    void down() {
        mails.stop();
        String user = "mail-" + UUID.randomUUID();
        world.addUser(world.other(), user);

        assertThat(world.signIn(world.registration(world.other(), user)).isSignedIn())
                .isTrue();
    }

    private void smtp(Map<String, String> server) {
        ObjectNode realm = (ObjectNode) admin.get(REALM);
        ObjectNode smtp = realm.putObject("smtpServer");
        server.forEach(smtp::put);
        admin.put(REALM, realm);
    }
}
