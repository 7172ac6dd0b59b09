/** The demo: starts everything on this machine, and does the main job once with {@code --check}. */
@NullMarked
package dev.holdfast.demo;

import org.jspecify.annotations.NullMarked;
