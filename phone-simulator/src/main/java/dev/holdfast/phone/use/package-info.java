/** What a phone does: enrol, look what waits, answer, remove. */
@NullMarked
package dev.holdfast.phone.use;

import org.jspecify.annotations.NullMarked;
