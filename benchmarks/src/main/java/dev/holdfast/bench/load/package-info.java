/** Drives operations against the server in alternating slices and counts what they cost. */
@NullMarked
package dev.holdfast.bench.load;

import org.jspecify.annotations.NullMarked;
