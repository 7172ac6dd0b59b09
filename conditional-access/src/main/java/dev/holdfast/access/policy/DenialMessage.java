package dev.holdfast.access.policy;

import java.net.URI;
import java.util.List;

/**
 * What the denied person reads, instead of the general words.
 *
 * @param text plain text
 * @param help where help is, https or mailto; at most a few
 */
public record DenialMessage(String text, List<Help> help) {
    public record Help(String text, URI url) {}

    public DenialMessage {
        help = List.copyOf(help);
    }
}
