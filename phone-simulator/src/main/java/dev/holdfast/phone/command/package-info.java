/** The commands. */
@NullMarked
package dev.holdfast.phone.command;

import org.jspecify.annotations.NullMarked;
