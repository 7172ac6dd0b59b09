/** Keys in a TPM 2.0: its commands as bytes, the keys, and what proves to a realm that they are in there. */
@NullMarked
package dev.holdfast.agent.tpm;

import org.jspecify.annotations.NullMarked;
