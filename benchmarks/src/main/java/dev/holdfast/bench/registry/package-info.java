/** A registry of many devices: how it is filled, and how long the database works for a page of its list. */
@NullMarked
package dev.holdfast.bench.registry;

import org.jspecify.annotations.NullMarked;
