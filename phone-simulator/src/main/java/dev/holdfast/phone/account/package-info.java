/** The accounts of this phone, in files. */
@NullMarked
package dev.holdfast.phone.account;

import org.jspecify.annotations.NullMarked;
