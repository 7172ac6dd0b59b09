/** What a caller wants of a list: which entries, in which order, how many. */
package dev.holdfast.access.listing;
