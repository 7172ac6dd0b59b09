/**
 * Test API: a realm that plays the server's side of the protocol over real HTTP with real keys, written with other
 * libraries (Nimbus, Bouncy Castle) than the agent's own code, so that one checks the other.
 */
package dev.holdfast.agent.testrealm;
