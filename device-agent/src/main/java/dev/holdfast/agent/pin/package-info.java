/** Asks the person at this device for a PIN, on the desktop or on the terminal. */
@NullMarked
package dev.holdfast.agent.pin;

import org.jspecify.annotations.NullMarked;
