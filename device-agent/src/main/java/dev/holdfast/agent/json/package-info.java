/** Strict, bounded JSON: what the agent reads from realms, browsers and its own files. */
@NullMarked
package dev.holdfast.agent.json;

import org.jspecify.annotations.NullMarked;
