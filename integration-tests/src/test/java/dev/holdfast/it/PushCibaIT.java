package dev.holdfast.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpServer;
import dev.holdfast.it.wire.Answer;
import dev.holdfast.it.wire.Json;
import dev.holdfast.it.wire.Jws;
import dev.holdfast.it.wire.WirePhone;
import dev.holdfast.it.wire.WireRealm;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Clients that ask a phone of their own (OpenID CIBA Core). */
@ExtendWith(SharedServer.class)
class PushCibaIT {
    private static final String REALM = "pushing-ciba";
    private static final String LISTED = "holdfast.push.ciba";
    private static final String NUMBER = "47";

    private static WireRealm realm;
    private static CibaClient bank;

    private final World world;

    PushCibaIT(World world) {
        this.world = world;
    }

    @BeforeAll
    static void makeRealm(World world) {
        realm = world.addRealm(REALM, Map.of("cibaInterval", "1"));
        bank = CibaClient.open(world, realm, "bank", Map.of(LISTED, "show-number"));
    }

    private WirePhone phone(String user) {
        world.addUser(realm, user);
        return PushPages.phone(world, realm, user);
    }

    private List<JsonNode> events(String user) {
        String id = world.userId(realm, user);
        return StreamSupport.stream(
                        world.admin()
                                .get(world.adminPath(realm) + "/events?max=1000")
                                .spliterator(),
                        false)
                .filter(event -> event.path("userId").asText().equals(id))
                .toList();
    }

    private List<String> notSent(String user) {
        return events(user).stream()
                .filter(event -> event.path("error").asText().equals("push_mfa_attempt_failed"))
                .map(event -> event.path("details").path("reason").asText())
                .toList();
    }

    @Test
    @DisplayName(
            "P9 a client asks, the phone shows why and wants the client’s number, and the client gets tokens, once")
    void approved() {
        WirePhone phone = phone("grace-ciba");
        Answer asked = bank.ask("grace-ciba", Map.of("push_number", NUMBER, "binding_message", "W4SCT"));
        String id = asked.granted().path("auth_req_id").asText();
        Jws request = phone.request();
        assertThat(request.claims().path("purpose").asText()).isEqualTo("ciba");
        assertThat(request.claims().path("binding_message").asText()).isEqualTo("W4SCT");
        assertThat(request.claims().path("client_id").asText()).isEqualTo("bank");
        assertThat(request.claims().path("number_matching").asBoolean()).isTrue();

        assertThat(bank.poll(id).refusal()).isEqualTo("authorization_pending");
        phone.answer(request, "approve", NUMBER).granted();
        JsonNode tokens = bank.poll(id).granted();
        assertThat(Jws.parse(tokens.path("id_token").asText())
                        .claims()
                        .path("preferred_username")
                        .asText())
                .isEqualTo("grace-ciba");
        assertThat(bank.poll(id).refusal()).isEqualTo("invalid_grant");
        assertThat(events("grace-ciba"))
                .anyMatch(event ->
                        event.path("details").path("push_event").asText().equals("push_answered")
                                && event.path("clientId").asText().equals("bank"));
    }

    @Test
    @DisplayName("P9 the requests that the administrators’ guide shows do what it says")
    void guide() throws IOException {
        WirePhone phone = phone("guided-ciba");
        Map<String, String> ask = shown("ext/ciba/auth");
        ask.put("login_hint", "guided-ciba");
        String id = bank.send("/protocol/openid-connect/ext/ciba/auth", ask)
                .granted()
                .path("auth_req_id")
                .asText();
        assertThat(phone.request().claims().path("binding_message").asText()).isEqualTo(ask.get("binding_message"));
        phone.approve(ask.get("push_number")).granted();
        Map<String, String> poll = shown("openid-connect/token");
        poll.put("auth_req_id", id);
        assertThat(bank.send("/protocol/openid-connect/token", poll).isGranted())
                .isTrue();
    }

    /** The form of the guide's request to this address. */
    private static Map<String, String> shown(String address) throws IOException {
        String guide = Files.readString(Path.of("../docs/push.md"));
        String section = guide.substring(guide.indexOf("## Applications that ask"), guide.indexOf("## Events, and"));
        Matcher request =
                Pattern.compile("curl [^`]*?" + Pattern.quote(address) + "\\n").matcher(section);
        assertThat(request.find()).isTrue();
        String last = request.group().substring(request.group().lastIndexOf("curl "));
        Map<String, String> form = new HashMap<>();
        Matcher parameter = Pattern.compile("-d (\\w+)=(\\S+)").matcher(last);
        while (parameter.find()) {
            form.put(parameter.group(1), parameter.group(2));
        }
        return form;
    }

    @Test
    @DisplayName("P9 A40 a denial and a wrong number are access_denied, at every poll")
    void denied() {
        WirePhone phone = phone("denier-ciba");
        String first = bank.asked("denier-ciba", NUMBER);
        phone.deny().granted();
        assertThat(bank.poll(first).refusal()).isEqualTo("access_denied");
        assertThat(bank.poll(first).refusal()).isEqualTo("access_denied");
        String second = bank.asked("denier-ciba", NUMBER);
        assertThat(phone.approve("48").refusal()).isEqualTo("number_mismatch");
        assertThat(bank.poll(second).refusal()).isEqualTo("access_denied");
    }

    @Test
    @DisplayName("A59 a report ends CIBA for this user for a day, demands no password, and blocks no browser")
    void reported() {
        WirePhone phone = phone("reporter-ciba");
        String id = bank.asked("reporter-ciba", NUMBER);
        phone.report().granted();
        assertThat(bank.poll(id).refusal()).isEqualTo("access_denied");
        String next = bank.asked("reporter-ciba", NUMBER);
        assertThat(phone.requests()).isEmpty();
        assertThat(bank.poll(next).refusal()).isEqualTo("authorization_pending");
        assertThat(notSent("reporter-ciba")).containsExactly("a push request of a client was reported");
        assertThat(world.admin()
                        .get(world.adminPath(realm) + "/users/" + world.userId(realm, "reporter-ciba"))
                        .path("requiredActions"))
                .isEmpty();
        assertThat(PushPages.number(PushPages.asked(realm, "reporter-ciba").page()))
                .isPresent();
    }

    @Test
    @DisplayName(
            "A46 who has no phone, and who must do something first, is not told from one who does not answer; nobody"
                    + " is asked in vain")
    void nobodyAsked() {
        world.addUser(realm, "phoneless-ciba");
        WirePhone phone = phone("unready-ciba");
        world.change(realm, "unready-ciba", Map.of("requiredActions", List.of("UPDATE_PASSWORD")));
        for (String user : List.of("phoneless-ciba", "unready-ciba")) {
            Answer asked = bank.ask(user, Map.of("push_number", NUMBER));
            assertThat(asked.granted().path("expires_in").asInt()).isEqualTo(120);
            assertThat(bank.poll(asked.json().path("auth_req_id").asText()).refusal())
                    .isEqualTo("authorization_pending");
        }
        assertThat(phone.requests()).isEmpty();
        assertThat(notSent("phoneless-ciba")).containsExactly("the user has no phone");
        assertThat(notSent("unready-ciba")).containsExactly("the account is not fully set up");
    }

    @Test
    @DisplayName("A62 a public client, one that shows no number, and a request without one ask nobody")
    void closed() {
        WirePhone phone = phone("owner-ciba");
        CibaClient everybody = CibaClient.openPublic(world, realm, "everybody", Map.of(LISTED, "show-number"));
        CibaClient blind = CibaClient.open(world, realm, "blind", Map.of(LISTED, "no-number"));
        for (Answer answer : List.of(
                everybody.ask("owner-ciba", Map.of("push_number", NUMBER)),
                blind.ask("owner-ciba", Map.of("push_number", NUMBER)),
                bank.ask("owner-ciba", Map.of()),
                bank.ask("owner-ciba", Map.of("push_number", "4")))) {
            assertThat(answer.status()).as(answer.text()).isEqualTo(503);
            assertThat(answer.refusal()).isEqualTo("server_error");
        }
        assertThat(bank.ask("owner-ciba", Map.of("push_number", NUMBER, "binding_message", "two words"))
                        .refusal())
                .isEqualTo("invalid_binding_message");
        assertThat(phone.requests()).isEmpty();
    }

    @Test
    @DisplayName("A62 a client that is not listed goes by Keycloak’s own channel, as before, and reaches no phone")
    void notListed(OtherChannel channel) throws Exception {
        WirePhone phone = phone("stock-ciba");
        for (CibaClient client : List.of(
                CibaClient.open(world, realm, "stock", Map.of()),
                CibaClient.open(world, realm, "grants-only", Map.of("holdfast.push.grant", "show-number")))) {
            String id = client.asked("stock-ciba", NUMBER);
            assertThat(phone.requests()).isEmpty();
            channel.approve(realm);
            assertThat(client.poll(id).isGranted()).isTrue();
        }
    }

    @Test
    @DisplayName("A39 A62 an approval serves the request that it was given for, and the client that made it")
    void another() {
        WirePhone first = phone("first-ciba");
        phone("second-ciba");
        CibaClient other = CibaClient.open(world, realm, "other-ciba", Map.of(LISTED, "show-number"));
        CibaClient stock = CibaClient.open(world, realm, "stock-other", Map.of());
        String id = bank.asked("first-ciba", NUMBER);
        String second = bank.asked("second-ciba", NUMBER);
        first.approve(NUMBER).granted();
        assertThat(bank.poll(second).refusal()).isEqualTo("authorization_pending");
        assertThat(other.poll(id).refusal()).isEqualTo("invalid_grant");
        assertThat(stock.poll(id).refusal()).isEqualTo("invalid_grant");
        assertThat(bank.poll(id + "x").refusal()).isEqualTo("invalid_grant");
        assertThat(bank.poll(id).isGranted()).isTrue();
    }

    @Test
    @DisplayName(
            "A38 A59 twenty requests at once ask the phone once, the client cannot tell which, and the owner’s browser"
                    + " goes on")
    void limits() {
        WirePhone phone = phone("bombed-ciba");
        List<Callable<String>> attempts = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            attempts.add(() -> bank.asked("bombed-ciba", NUMBER));
        }
        List<String> ids = Together.run(attempts);
        assertThat(ids).doesNotHaveDuplicates().doesNotContain("");
        assertThat(phone.requests()).hasSize(1);
        assertThat(notSent("bombed-ciba")).hasSize(19).containsOnly("too many concurrent push requests");
        assertThat(PushPages.number(PushPages.asked(realm, "bombed-ciba").page()))
                .isPresent();
        Jws request = phone.requests().stream()
                .filter(one -> one.claims().path("purpose").asText().equals("ciba"))
                .findFirst()
                .orElseThrow();
        phone.answer(request, "approve", NUMBER).granted();
        assertThat(ids.stream().filter(id -> bank.poll(id).isGranted())).hasSize(1);
    }

    @Test
    @DisplayName(
            "A38 a client, and an address, send no more in a minute than the realm lets them, at twenty requests at once")
    void rates() throws InterruptedException {
        WireRealm tight = world.addRealm("pushing-ciba-tight", Map.of("cibaInterval", "1"));
        world.configurePush(
                "pushing-ciba-tight",
                Map.of(
                        "pushCibaPerUser", List.of("10"),
                        "pushPerUser", List.of("20"),
                        "pushCibaPerClient", List.of("3"),
                        "pushCibaPerAddress", List.of("5")));
        world.addUser(tight, "rated");
        WirePhone phone = PushPages.phone(world, tight, "rated");
        CibaClient one = CibaClient.open(world, tight, "one", Map.of(LISTED, "show-number"));
        CibaClient two = CibaClient.open(world, tight, "two", Map.of(LISTED, "show-number"));
        long second = System.currentTimeMillis() / 1_000 % 60;
        if (second > 30) {
            // Both rounds belong into one minute, on a busy machine too.
            Thread.sleep((61 - second) * 1_000);
        }
        List<Callable<String>> attempts = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            attempts.add(() -> one.asked("rated", NUMBER));
        }
        Together.run(attempts);
        assertThat(phone.requests()).hasSize(3);
        world.configurePush("pushing-ciba-tight", Map.of("pushCibaPerAddress", List.of("1")));
        two.asked("rated", NUMBER);
        assertThat(phone.requests()).hasSize(3);
    }

    @Test
    @DisplayName("CIBA §10.2 a client in ping mode is told of the answer by its token, and gets tokens then")
    void ping() throws IOException, InterruptedException {
        BlockingQueue<String> notices = new LinkedBlockingQueue<>();
        HttpServer endpoint = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        endpoint.createContext("/", exchange -> {
            String body = new String(exchange.getRequestBody().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
            notices.add(exchange.getRequestHeaders().getFirst("Authorization") + " " + body);
            exchange.sendResponseHeaders(204, -1);
            exchange.close();
        });
        endpoint.start();
        try {
            CibaClient pinged = CibaClient.open(
                    world,
                    realm,
                    "pinged",
                    Map.of(
                            LISTED,
                            "show-number",
                            "ciba.backchannel.token.delivery.mode",
                            "ping",
                            "ciba.backchannel.client.notification.endpoint",
                            "http://127.0.0.1:" + endpoint.getAddress().getPort() + "/"));
            WirePhone phone = phone("pinged-ciba");
            for (String decision : List.of("approve", "deny")) {
                String id = pinged.ask(
                                "pinged-ciba",
                                Map.of("push_number", NUMBER, "client_notification_token", "token-of-" + decision))
                        .granted()
                        .path("auth_req_id")
                        .asText();
                phone.answer(phone.request(), decision, decision.equals("approve") ? NUMBER : "")
                        .granted();
                String notice = notices.poll(30, TimeUnit.SECONDS);
                assertThat(notice).startsWith("Bearer token-of-" + decision + " ");
                assertThat(Json.parse(notice.substring(notice.indexOf('{'))
                                        .getBytes(java.nio.charset.StandardCharsets.UTF_8))
                                .path("auth_req_id")
                                .asText())
                        .isEqualTo(id);
                Answer answer = pinged.poll(id);
                assertThat(answer.isGranted()).as(answer.text()).isEqualTo(decision.equals("approve"));
            }
        } finally {
            endpoint.stop(0);
        }
    }
}
