/**
 * A small application that lets people sign in with OpenID Connect and shows what it learned about the sign-in. It knows
 * nothing of Holdfast.
 */
@NullMarked
package dev.holdfast.demo.app;

import org.jspecify.annotations.NullMarked;
