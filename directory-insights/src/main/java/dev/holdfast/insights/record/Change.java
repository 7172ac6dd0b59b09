package dev.holdfast.insights.record;

import java.util.Optional;

/**
 * A member of what was changed.
 *
 * @param from what it was as last recorded; empty where nothing was recorded before
 * @param to what it is now; empty where it is gone
 */
public record Change(String field, Optional<String> from, Optional<String> to) {}
