/** What a change changed, for the record. */
package dev.holdfast.access.change;
