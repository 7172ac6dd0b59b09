/** What is measured: operations of Holdfast, and operations of stock Keycloak beside them. */
@NullMarked
package dev.holdfast.bench.operation;

import org.jspecify.annotations.NullMarked;
