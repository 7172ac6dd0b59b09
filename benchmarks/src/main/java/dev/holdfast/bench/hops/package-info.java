/** The way from a click to the tokens in a real browser, hop by hop. */
@NullMarked
package dev.holdfast.bench.hops;

import org.jspecify.annotations.NullMarked;
