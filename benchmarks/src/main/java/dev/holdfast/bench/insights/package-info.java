/** A large record, and what is asked of it. */
@org.jspecify.annotations.NullMarked
package dev.holdfast.bench.insights;
