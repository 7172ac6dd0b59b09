/** Reads the server's flight recording: where the CPU time of an operation goes. */
@NullMarked
package dev.holdfast.bench.profile;

import org.jspecify.annotations.NullMarked;
