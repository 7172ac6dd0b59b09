/** Who may ask: web origins and issuers, compared exactly. */
@NullMarked
package dev.holdfast.agent.origin;

import org.jspecify.annotations.NullMarked;
