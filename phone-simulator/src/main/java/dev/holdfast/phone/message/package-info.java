/** What is signed and read: one-time keys, the phone's key, its messages, the realm's requests. */
@NullMarked
package dev.holdfast.phone.message;

import org.jspecify.annotations.NullMarked;
