/**
 * The world a Holdfast server lives in, as child processes of this JVM: stock Keycloak nodes, PostgreSQL, Chromium.
 *
 * <p>Everything listens on the loopback interface only and ends with this JVM. Meant for tests, benchmarks and the demo.
 */
@NullMarked
package dev.holdfast.harness;

import org.jspecify.annotations.NullMarked;
