package dev.holdfast.device.keycloak.admin;

import dev.holdfast.device.keycloak.registry.DeviceInventory;
import jakarta.ws.rs.core.MultivaluedMap;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Where the pages beside a page of devices are: values of the header {@code Link} (RFC 8288), relative to the call. */
final class DeviceListLinks {
    private static final Set<String> KEPT = Set.of("search", "status", "assurance", "user", "max");

    private final String filter;

    /** @param query parameters of the call, decoded */
    DeviceListLinks(MultivaluedMap<String, String> query) {
        StringBuilder kept = new StringBuilder();
        KEPT.stream()
                .sorted()
                .forEach(name -> Optional.ofNullable(query.getFirst(name))
                        .ifPresent(value -> kept.append(pair(name, value)).append('&')));
        this.filter = kept.toString();
    }

    /** The next and the former page, as far as there are any. */
    List<String> of(DeviceInventory.Page page) {
        List<Map<String, Object>> devices = page.devices();
        List<String> links = new ArrayList<>();
        if (page.hasAfter()) {
            // Of an empty page, what is behind it is the whole list.
            links.add(
                    devices.isEmpty()
                            ? link("", "next")
                            : link(pair("after", id(devices.get(devices.size() - 1))), "next"));
        }
        if (page.hasBefore()) {
            links.add(
                    devices.isEmpty()
                            ? link(pair("end", "true"), "prev")
                            : link(pair("before", id(devices.get(0))), "prev"));
        }
        return links;
    }

    private String link(String place, String relation) {
        return "<?" + filter + place + ">; rel=\"" + relation + '"';
    }

    private static String id(Map<String, Object> device) {
        return String.valueOf(device.get("id"));
    }

    private static String pair(String name, String value) {
        return name + '=' + URLEncoder.encode(value, StandardCharsets.UTF_8);
    }
}
