package dev.holdfast.insights.store;

import java.net.URI;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.TreeMap;
import software.amazon.awssdk.http.ContentStreamProvider;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner;
import software.amazon.awssdk.http.auth.spi.signer.HttpSigner;
import software.amazon.awssdk.http.auth.spi.signer.SignedRequest;
import software.amazon.awssdk.identity.spi.AwsCredentialsIdentity;

/**
 * A PUT of one object, signed with Signature Version 4: the signature covers name, time and every byte, so that nobody on
 * the way can put another.
 *
 * @param headers all but {@code Host} and {@code Content-Length}, which the client sets
 */
@SuppressWarnings("ArrayRecordComponent") // Compared by nobody.
public record ObjectUpload(URI address, Map<String, String> headers, byte[] body) {
    private static final AwsV4HttpSigner SIGNER = AwsV4HttpSigner.create();
    private static final String TYPE = "application/gzip";

    public ObjectUpload {
        headers = Map.copyOf(headers);
    }

    public static ObjectUpload of(ObjectStore store, AccessKey key, StoredObject object, Instant now) {
        URI address = store.at(object.name());
        SdkHttpRequest request = SdkHttpRequest.builder()
                .method(SdkHttpMethod.PUT)
                .uri(address)
                .putHeader("Content-Type", TYPE)
                .build();
        SignedRequest signed = SIGNER.sign(sign -> sign.identity(AwsCredentialsIdentity.create(key.id(), key.secret()))
                .request(request)
                .payload(ContentStreamProvider.fromByteArray(object.body()))
                .putProperty(AwsV4HttpSigner.SERVICE_SIGNING_NAME, "s3")
                .putProperty(AwsV4HttpSigner.REGION_NAME, store.region())
                // As S3 has it, unlike other services: the path is signed as it is sent.
                .putProperty(AwsV4HttpSigner.DOUBLE_URL_ENCODE, false)
                .putProperty(AwsV4HttpSigner.NORMALIZE_PATH, false)
                .putProperty(HttpSigner.SIGNING_CLOCK, Clock.fixed(now, ZoneOffset.UTC)));
        Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        signed.request().headers().forEach((name, values) -> headers.put(name, String.join(",", values)));
        headers.remove("Host");
        headers.remove("Content-Length");
        return new ObjectUpload(address, headers, object.body());
    }

    /** Without the headers, which authorize. */
    @Override
    public String toString() {
        return "PUT " + address;
    }
}
