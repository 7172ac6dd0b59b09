package dev.holdfast.insights.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("I2 Records in an object storage")
class StoreTest {
    private static final Instant TIME = Instant.parse("2026-05-01T10:20:30.999Z");
    private static final AccessKey KEY =
            new AccessKey("AKIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY");

    @Test
    @DisplayName("An object is lines of JSON, compressed, named by realm, day and its first record")
    void object() throws IOException {
        StoredObject object = StoredObject.of("acme", TIME, "019de1b6", List.of("{\"id\":1}", "{\"id\":2}"));
        assertThat(object.name()).isEqualTo("acme/2026/05/01/102030Z-019de1b6.jsonl.gz");
        assertThat(new GZIPInputStream(new ByteArrayInputStream(object.body())).readAllBytes())
                .isEqualTo("{\"id\":1}\n{\"id\":2}\n".getBytes(StandardCharsets.UTF_8));
    }

    @Test
    @DisplayName("What is put again, with more behind it, takes the place of what was put before")
    void again() {
        assertThat(StoredObject.of("acme", TIME, "a", List.of("{}", "{}", "{}")).name())
                .isEqualTo(StoredObject.of("acme", TIME, "a", List.of("{}")).name());
    }

    @ParameterizedTest
    @DisplayName("A realm's name is a folder's in characters that mean nothing else, and two names are never one")
    @CsvSource({"acme.com, acme.com", "a b, a~20b", "a~20b, a~7E20b", "../x, ~2E.~2Fx", "a+b*, a~2Bb~2A", "ä, ~C3~A4"})
    void folders(String realm, String folder) {
        assertThat(StoredObject.of(realm, TIME, "a", List.of()).name()).startsWith(folder + "/2026/");
    }

    @Test
    @DisplayName("Both spellings of a bucket are an address that objects are put below")
    void addresses() {
        assertThat(new ObjectStore(URI.create("https://s3.example.com/records"), "eu").at("a/b.gz"))
                .isEqualTo(URI.create("https://s3.example.com/records/a/b.gz"));
        assertThat(new ObjectStore(URI.create("https://records.s3.example.com/"), "eu").at("a/b.gz"))
                .isEqualTo(URI.create("https://records.s3.example.com/a/b.gz"));
        assertThat(new ObjectStore(URI.create("https://records.s3.example.com"), "eu").at("a/b.gz"))
                .isEqualTo(URI.create("https://records.s3.example.com/a/b.gz"));
    }

    @ParameterizedTest
    @DisplayName("An address that could be spelled in two ways is refused, since its signature could not be checked")
    @ValueSource(
            strings = {
                "https://s3.example.com/a%20b",
                "https://s3.example.com/a/../b",
                "https://s3.example.com//a",
                "https://s3.example.com/a?x=1",
                "https://s3.example.com/ä"
            })
    void refusedAddresses(String address) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new ObjectStore(URI.create(address), "eu"))
                .withMessageContaining("bucket");
    }

    @Test
    @DisplayName("A region and a key that no storage has are refused by a sentence that does not quote them")
    void refusedKeys() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new ObjectStore(URI.create("https://s3.example.com/a"), "eu west"));
        assertThatIllegalArgumentException().isThrownBy(() -> new AccessKey("", "secret"));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new AccessKey("id", "two words"))
                .withMessageNotContaining("two words");
        assertThat(KEY).asString().doesNotContain(KEY.secret());
    }

    @Test
    @DisplayName("A54 an upload carries signature and key id, and the secret nowhere")
    void upload() {
        ObjectStore store = new ObjectStore(URI.create("https://s3.example.com/records"), "eu-central-1");
        StoredObject object = StoredObject.of("acme", TIME, "a", List.of("{}"));
        ObjectUpload upload = ObjectUpload.of(store, KEY, object, TIME);
        assertThat(upload.headers())
                .containsEntry("Content-Type", "application/gzip")
                .containsEntry("X-Amz-Date", "20260501T102030Z")
                .hasEntrySatisfying(
                        "Authorization",
                        text -> assertThat(text)
                                .startsWith(
                                        "AWS4-HMAC-SHA256 Credential=AKIAIOSFODNN7EXAMPLE/20260501/eu-central-1/s3/aws4_request"))
                .doesNotContainKeys("Host", "Content-Length");
        assertThat(upload.headers().toString()).doesNotContain(KEY.secret());
        assertThat(upload).hasToString("PUT https://s3.example.com/records/" + object.name());
        assertThat(ObjectUpload.of(store, KEY, StoredObject.of("acme", TIME, "a", List.of("{} ")), TIME)
                        .headers()
                        .get("Authorization"))
                .as("over every byte")
                .isNotEqualTo(upload.headers().get("Authorization"));
    }

    @Test
    @DisplayName("The operator is told the check that failed at the storage, and nothing else of its answer")
    void refusals() {
        assertThat(StoreRefusal.inWords(
                        403,
                        "<Error><Code>SignatureDoesNotMatch</Code><StringToSign>secret</StringToSign></Error>"
                                .getBytes(StandardCharsets.UTF_8)))
                .isEqualTo("HTTP status 403, SignatureDoesNotMatch");
        assertThat(StoreRefusal.inWords(502, new byte[0])).isEqualTo("HTTP status 502");
        assertThat(StoreRefusal.inWords(500, "<Code>a\nb</Code>".getBytes(StandardCharsets.UTF_8)))
                .isEqualTo("HTTP status 500");
    }
}
