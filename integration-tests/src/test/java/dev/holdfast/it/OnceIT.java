package dev.holdfast.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.it.wire.Answer;
import dev.holdfast.it.wire.Draft;
import dev.holdfast.it.wire.WireAgent;
import dev.holdfast.it.wire.WireKey;
import dev.holdfast.it.wire.WireRealm;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(SharedServer.class)
@DisplayName("What the database lets happen once")
class OnceIT {
    private final World world;
    private final WireRealm realm;

    OnceIT(World world) {
        this.world = world;
        this.realm = world.acme();
    }

    @Test
    @DisplayName("A25 one ID token, sent 20 times at once by two devices with the same key, registers once")
    void idToken() {
        WireAgent.Binding binding = WireAgent.Binding.to(WireKey.es256());
        WireAgent agent = world.agent(realm);
        WireAgent other = world.agent(realm);
        String idToken = world.idToken(realm, TestRealms.ADA, binding.idTokenNonce());
        List<Draft> messages = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            messages.add((i % 2 == 0 ? agent : other).registration(binding, idToken));
        }

        List<Answer> answers = sendTogether(messages);

        assertThat(answers.stream().filter(Answer::isGranted)).hasSize(1);
        assertThat(refusals(answers)).isSubsetOf("key_in_use", "invalid_id_token", "temporarily_unavailable");
    }

    @Test
    @DisplayName("§4 an enrolment token of 5 uses, taken by 10 machines at once, enrols 5")
    void enrolmentToken() {
        String token = world.enrolmentToken(realm, 5);
        List<Draft> messages = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            messages.add(WireAgent.finish(realm, WireAgent.begin(realm, token), WireKey.es256()));
        }

        List<Answer> answers = sendTogether(messages);

        assertThat(answers.stream().filter(Answer::isGranted)).hasSize(5);
        assertThat(refusals(answers)).containsOnly("enrolment_refused");
    }

    private List<Answer> sendTogether(List<Draft> messages) {
        return Together.run(messages.stream()
                .<Callable<Answer>>map(message -> () -> realm.send(message))
                .toList());
    }

    private static List<String> refusals(List<Answer> answers) {
        return answers.stream()
                .filter(answer -> !answer.isGranted())
                .map(Answer::refusal)
                .toList();
    }
}
