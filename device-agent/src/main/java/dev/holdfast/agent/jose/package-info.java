/** The little of JOSE that the agent needs: compact JWS with ES256, public JWKs, thumbprints, labelled hashes. */
@NullMarked
package dev.holdfast.agent.jose;

import org.jspecify.annotations.NullMarked;
