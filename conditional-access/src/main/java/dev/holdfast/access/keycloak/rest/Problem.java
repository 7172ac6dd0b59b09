package dev.holdfast.access.keycloak.rest;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What is wrong with a request, and where.
 *
 * @param pointer RFC 6901, into the body; a parameter's name for one of the address
 * @param line from 1 in the body; 0 where it has none
 * @param column from 1; 0 where it has none
 */
record Problem(String pointer, int line, int column, String message) {
    static Problem at(String pointer, String message) {
        return new Problem(pointer, 0, 0, message);
    }

    Map<String, Object> shown() {
        Map<String, Object> shown = new LinkedHashMap<>();
        shown.put("pointer", pointer);
        if (line > 0) {
            shown.put("line", line);
        }
        if (column > 0) {
            shown.put("column", column);
        }
        shown.put("message", message);
        return shown;
    }
}
