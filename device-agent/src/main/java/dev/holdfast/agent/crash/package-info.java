/** Named points between the durable steps, where a test can end the process. */
@NullMarked
package dev.holdfast.agent.crash;

import org.jspecify.annotations.NullMarked;
