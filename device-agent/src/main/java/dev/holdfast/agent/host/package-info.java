/** The native messaging host: frames in, frames out, one request at a time per registration. */
@NullMarked
package dev.holdfast.agent.host;

import org.jspecify.annotations.NullMarked;
