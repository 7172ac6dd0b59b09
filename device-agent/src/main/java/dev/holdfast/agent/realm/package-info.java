/** The realm's endpoints, asked with limits and read with suspicion. */
@NullMarked
package dev.holdfast.agent.realm;

import org.jspecify.annotations.NullMarked;
