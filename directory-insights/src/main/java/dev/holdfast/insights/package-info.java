/** What happened in the realm: an append-only record, queries, retention and export. */
package dev.holdfast.insights;
