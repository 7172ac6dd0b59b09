/** The client's side of section 7 of the protocol as values: no files, no network, no clock. */
@NullMarked
package dev.holdfast.agent.rotation;

import org.jspecify.annotations.NullMarked;
