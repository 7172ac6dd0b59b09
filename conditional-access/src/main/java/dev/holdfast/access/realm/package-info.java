/** What a realm sets for conditional access beside its policies. */
package dev.holdfast.access.realm;
