/** Files that survive a crash at any instant and that nobody else may read. */
@NullMarked
package dev.holdfast.agent.storage;

import org.jspecify.annotations.NullMarked;
