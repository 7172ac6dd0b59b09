package dev.holdfast.push.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.holdfast.device.message.Claims;
import dev.holdfast.device.outbound.AllowedHosts;
import dev.holdfast.device.refusal.RefusedException;
import dev.holdfast.push.delivery.Subscription;
import dev.holdfast.push.enrolment.OneTimeKey;
import dev.holdfast.push.refusal.PushRefusedException;
import dev.holdfast.push.request.Asked;
import dev.holdfast.push.testrealm.TestKey;
import dev.holdfast.push.testrealm.TestPhone;
import dev.holdfast.push.testrealm.TestPushRealm;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Everything of push that reads bytes from outside. Of messages the claims are read here, signed rightly: what stands in
 * front of a signature, the fuzzer of device login reads.
 */
enum PushParser {
    TYPED_CODE(data -> OneTimeKey.typed(text(data))
            .ifPresent(key -> assertThat(OneTimeKey.typed(key.value())).contains(key))),
    SUBSCRIPTION(data -> Subscription.read(Claims.parse(data), AllowedHosts.read(List.of()))),
    ENROLMENT(data -> claims(data).ifPresent(claims -> {
        String otk = String.valueOf(claims.getOrDefault("otk", ""));
        Known.REALM
                .enrolment()
                .enrol(
                        TestKey.make()
                                .message(
                                        "holdfast-push-enrol+jwt",
                                        true,
                                        otk.isEmpty() ? Known.OTK : otk,
                                        TestPushRealm.ISSUER + "/push-mfa/enrolments",
                                        Known.REALM.nonce(),
                                        claims),
                        Known.REALM.accounts(),
                        Known.REALM.spentNonces);
    })),
    ANSWER(data -> claims(data)
            .ifPresent(claims -> Known.PHONE.answer(Known.ASKED.request().compact(), claims)));

    private static final ObjectMapper JSON = new ObjectMapper();

    private final Reading reading;

    PushParser(Reading reading) {
        this.reading = reading;
    }

    private interface Reading {
        void read(byte[] data);
    }

    /** What readings share; made at the first of them. */
    private static final class Known {
        static final TestPushRealm REALM = new TestPushRealm().set("userVerification", "optional");
        static final TestPhone PHONE = REALM.phone(TestPushRealm.ADA);
        static final Asked.Waiting ASKED = REALM.asked(TestPushRealm.ADA);
        static final String OTK = REALM.enrolment().open("eve-id").key().value();

        private Known() {}
    }

    /** Reads. A refusal is as good an end as any, if it is one of those that the reader declares. */
    void read(byte[] data) {
        try {
            reading.read(data);
        } catch (RefusedException | PushRefusedException refused) {
            assertThat(refused.getMessage()).isNotBlank();
        }
    }

    private static Optional<Map<String, Object>> claims(byte[] data) {
        try {
            return Optional.ofNullable(JSON.readValue(text(data), new TypeReference<Map<String, Object>>() {}));
        } catch (JsonProcessingException e) {
            return Optional.empty();
        }
    }

    private static String text(byte[] data) {
        return new String(data, StandardCharsets.UTF_8);
    }
}
