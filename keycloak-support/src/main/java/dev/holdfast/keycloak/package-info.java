/** Typed notes and answers that every adapter shares. Knows no word of any domain. */
package dev.holdfast.keycloak;
