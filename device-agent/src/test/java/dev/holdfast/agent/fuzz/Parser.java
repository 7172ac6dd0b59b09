package dev.holdfast.agent.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.agent.enrolment.EnrolmentForms;
import dev.holdfast.agent.host.HostForms;
import dev.holdfast.agent.jose.CompactJws;
import dev.holdfast.agent.json.JsonObject;
import dev.holdfast.agent.json.MalformedJsonException;
import dev.holdfast.agent.key.DeviceKey;
import dev.holdfast.agent.key.KeyName;
import dev.holdfast.agent.key.SoftwareKeyStore;
import dev.holdfast.agent.origin.Issuer;
import dev.holdfast.agent.origin.WebOrigin;
import dev.holdfast.agent.realm.RealmConfiguration;
import dev.holdfast.agent.realm.RealmKeys;
import dev.holdfast.agent.refusal.Refusal;
import dev.holdfast.agent.registration.IdToken;
import dev.holdfast.agent.signin.ChallengeVerifier;
import dev.holdfast.agent.storage.PrivateFolder;
import dev.holdfast.agent.tpm.TpmForms;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.security.SecureRandom;

/** Everything in the agent that reads bytes from outside, with what must hold of whatever it reads. */
enum Parser {
    JSON(data -> {
        JsonObject object = JsonObject.parse(data);
        assertThat(JsonObject.parse(object.toBytes()).toBytes()).isEqualTo(object.toBytes());
    }),
    FRAMES(HostForms::frames),
    REQUEST(HostForms::request),
    DISCOVERY(data -> {
        RealmConfiguration read = RealmConfiguration.of(Known.ISSUER, JsonObject.parse(data));
        assertThat(read.exchangeEndpoint().getHost()).isNotBlank();
    }),
    KEYS(data -> new RealmKeys(() -> JsonObject.parse(data), () -> 0).load()),
    MESSAGE(data -> CompactJws.parse(text(data))),
    CHALLENGE(data -> ChallengeVerifier.claimedIssuer(text(data))),
    ID_TOKEN(data -> IdToken.read(text(data))),
    ENROLMENT(data -> EnrolmentForms.answer(Known.ISSUER, Known.KEY, data)),
    ORIGIN(data -> WebOrigin.parse(text(data))
            .ifPresent(origin -> assertThat(origin.value()).isEqualTo(text(data)))),
    TPM_ANSWER(TpmForms::answers),
    TPM_KEY(TpmForms::publicArea),
    TPM_ENDORSEMENT_KEY(TpmForms::endorsementKey);

    private final Reading reading;

    Parser(Reading reading) {
        this.reading = reading;
    }

    private interface Reading {
        void read(byte[] data) throws Exception;
    }

    /** What readings share; made at the first of them. */
    private static final class Known {
        static final Issuer ISSUER = new Issuer("https://idp.example.com/realms/acme");
        static final DeviceKey KEY = key();

        private Known() {}

        private static DeviceKey key() {
            try {
                return new SoftwareKeyStore(
                                PrivateFolder.open(Files.createTempDirectory("holdfast-fuzz")
                                        .resolve("keys")),
                                new SecureRandom())
                        .create(KeyName.AGENT);
            } catch (IOException e) {
                throw new AssertionError("a temporary folder can be made", e);
            }
        }
    }

    /**
     * Reads. A refusal is as good an end as any, if it is one of those that the reader declares; a TPM's faults and
     * malformed JSON are {@link IOException}s.
     *
     * @throws Exception anything else, which is a mistake of the reader
     */
    void read(byte[] data) throws Exception {
        try {
            reading.read(data);
        } catch (Refusal | MalformedJsonException refused) {
            assertThat(refused.getMessage()).isNotBlank();
        } catch (IOException refused) {
            assertThat(refused.getClass().getName()).startsWith("dev.holdfast.agent.");
        }
    }

    private static String text(byte[] data) {
        return new String(data, StandardCharsets.UTF_8);
    }
}
