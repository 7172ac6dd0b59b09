package dev.holdfast.agent.posture;

import java.util.List;
import java.util.Optional;

/** What collectors may see of a machine: its files and what its programs print. Tests give them a recorded one. */
public interface Machine {
    /** A small text file. */
    Read text(String path);

    /** The first bytes of a file or block device, at most {@code length}. */
    Read head(String path, int length);

    /** Names in a folder, sorted; none if there is no such folder. */
    List<String> names(String folder);

    /** Whether there is such a file or folder. */
    boolean exists(String path);

    /** Seconds since the epoch at which a file was changed last. */
    Optional<Long> changedAt(String path);

    /** Whether a file and the folder that it lies in belong to root, and nobody else may write to them. */
    boolean isRootsAlone(String path);

    /** The last part of what a symbolic link leads to, through all links. */
    Optional<String> realName(String path);

    /** Runs a program without a shell, with a bound on its time and on what it prints. */
    Run run(String... command);

    /** A variable of the environment. */
    Optional<String> environment(String name);

    /** The home folder of the user. */
    String home();

    /** Seconds since the epoch. */
    long now();

    /** What came of reading. */
    sealed interface Read {
        /** The content. */
        record Content(byte[] bytes) implements Read {
            /** As text, without white space around it. */
            public String text() {
                return new String(bytes, java.nio.charset.StandardCharsets.UTF_8).strip();
            }
        }

        /** There is no such file. */
        record Missing() implements Read {}

        /** It is not for this user. */
        record Denied() implements Read {}

        /** The content as text, if it could be read. */
        default Optional<String> asText() {
            return this instanceof Content content ? Optional.of(content.text()) : Optional.empty();
        }
    }

    /** What came of running a program. */
    sealed interface Run {
        /** It ended by itself. */
        record Ended(int status, String out, String err) implements Run {
            /** Both streams, for programs that do not care which they use. */
            public String both() {
                return out + "\n" + err;
            }
        }

        /** There is no such program. */
        record Missing() implements Run {}

        /** It took too long. */
        record TimedOut() implements Run {}
    }
}
