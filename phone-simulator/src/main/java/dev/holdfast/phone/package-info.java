/** A phone as a command line: an honest one, written from docs/push-protocol.md alone. It shares no class with the server. */
@NullMarked
package dev.holdfast.phone;

import org.jspecify.annotations.NullMarked;
