/** The order of the realm's policies, and what is written to change it. */
package dev.holdfast.access.order;
