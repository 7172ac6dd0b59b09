/** Measures Holdfast beside stock Keycloak: the program behind the script {@code ./bench}. */
@NullMarked
package dev.holdfast.bench;

import org.jspecify.annotations.NullMarked;
