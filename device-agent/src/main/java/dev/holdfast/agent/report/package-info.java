/** Tells realms the condition of this device. */
@NullMarked
package dev.holdfast.agent.report;

import org.jspecify.annotations.NullMarked;
