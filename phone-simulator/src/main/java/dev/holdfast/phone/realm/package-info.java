/** How a realm is asked: discovery, keys, nonces, refusals. */
@NullMarked
package dev.holdfast.phone.realm;

import org.jspecify.annotations.NullMarked;
