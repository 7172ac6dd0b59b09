package dev.holdfast.insights.query;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/** The part of a record that was asked for. */
public final class Projection {
    private Projection() {}

    /** @param fields paths such as {@code geoip.country_code}; what a record lacks is left out */
    public static ObjectNode of(ObjectNode record, List<String> fields) {
        ObjectNode part = record.objectNode();
        for (String path : fields) {
            String[] names = path.split("\\.", -1);
            JsonNode value = record;
            for (String name : names) {
                value = value.path(name);
            }
            if (value.isMissingNode()) {
                continue;
            }
            ObjectNode place = part;
            for (int i = 0; i < names.length - 1; i++) {
                place = place.get(names[i]) instanceof ObjectNode there ? there : place.putObject(names[i]);
            }
            place.set(names[names.length - 1], value);
        }
        return part;
    }
}
