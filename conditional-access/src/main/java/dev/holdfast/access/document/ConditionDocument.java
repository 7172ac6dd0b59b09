package dev.holdfast.access.document;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.holdfast.access.condition.Condition;
import java.util.List;
import java.util.Optional;

/** The {@code conditions} of a policy, by themselves. */
public sealed interface ConditionDocument {
    record Read(Condition condition) implements ConditionDocument {}

    /** @param problems at least one */
    record Refused(List<DocumentProblem> problems) implements ConditionDocument {
        public Refused {
            problems = List.copyOf(problems);
        }
    }

    static ConditionDocument read(String text) {
        Problems problems = new Problems();
        Optional<Condition> condition =
                Source.read(text, PolicyDocument.LONGEST, problems).map(new ConditionReader(problems)::read);
        return problems.isEmpty() ? new Read(condition.orElseThrow()) : new Refused(problems.list());
    }

    static ObjectNode write(Condition condition) {
        return ConditionWriter.write(condition);
    }
}
