/** Push under load: what it costs, how many pages can wait, and what bombing does to others. */
@NullMarked
package dev.holdfast.bench.push;

import org.jspecify.annotations.NullMarked;
