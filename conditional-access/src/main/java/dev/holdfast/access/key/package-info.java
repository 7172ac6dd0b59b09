/** Long-lived keys for scripts: how they look, and how one is known again without being kept. */
package dev.holdfast.access.key;
