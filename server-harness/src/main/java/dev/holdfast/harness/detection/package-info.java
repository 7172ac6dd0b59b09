/** Tries rules in Sigma's format on recorded events. */
@NullMarked
package dev.holdfast.harness.detection;

import org.jspecify.annotations.NullMarked;
