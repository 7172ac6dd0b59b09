/**
 * The protocols' messages as a client sends them, written from their specifications: nothing here is shared with the
 * server that is measured.
 */
@NullMarked
package dev.holdfast.bench.wire;

import org.jspecify.annotations.NullMarked;
