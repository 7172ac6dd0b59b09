package dev.holdfast.access.document;

import java.util.ArrayList;
import java.util.List;

/** What was found wrong so far; a reader goes on, so that an author learns of everything at once. */
final class Problems {
    static final int MOST = 100;

    private final List<DocumentProblem> found = new ArrayList<>();

    void add(Source at, String message) {
        add(new DocumentProblem(at.pointer(), at.line(), at.column(), message));
    }

    void add(DocumentProblem problem) {
        if (found.size() < MOST) {
            found.add(problem);
        }
    }

    boolean isEmpty() {
        return found.isEmpty();
    }

    boolean isFull() {
        return found.size() == MOST;
    }

    List<DocumentProblem> list() {
        return List.copyOf(found);
    }
}
