package dev.holdfast.access.document;

import com.fasterxml.jackson.databind.node.ObjectNode;

/** A change of some members of a document. */
public final class Replacement {
    private Replacement() {}

    /**
     * A document with some members replaced as a whole; null takes one away. Not merged any deeper: conditions of two
     * documents mixed would be a third that nobody wrote.
     */
    public static ObjectNode of(ObjectNode document, ObjectNode changes) {
        ObjectNode replaced = document.deepCopy();
        changes.properties().forEach(member -> {
            if (member.getValue().isNull()) {
                replaced.remove(member.getKey());
            } else {
                replaced.set(member.getKey(), member.getValue());
            }
        });
        return replaced;
    }
}
