package dev.holdfast.insights.webhook;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.holdfast.insights.record.RecordJson;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** One call's body: the realm, and records as they stand in the table, in the order of their time. */
public final class WebhookBody {
    private WebhookBody() {}

    /** @param payloads records as JSON */
    public static byte[] of(String realm, List<String> payloads) {
        return ("{\"version\":1,\"realm\":" + RecordJson.text(JsonNodeFactory.instance.textNode(realm))
                        + ",\"events\":[" + String.join(",", payloads) + "]}")
                .getBytes(StandardCharsets.UTF_8);
    }
}
