/** What a decision of conditional access costs, under JMH. */
@NullMarked
package dev.holdfast.bench.access;

import org.jspecify.annotations.NullMarked;
