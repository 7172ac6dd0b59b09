/**
 * A realm and its devices without Keycloak: everything a core test needs, and nothing that is mocked. The registry decides
 * by compare-and-set, devices hold real keys and sign real messages with the JDK's own providers, time moves when told.
 */
package dev.holdfast.device.testrealm;
