/** How long the native host takes to start. */
@NullMarked
package dev.holdfast.bench.start;

import org.jspecify.annotations.NullMarked;
