// The platform asks its user: fingerprint, face or the screen lock, by WebAuthn (docs/push-protocol.md §§4 and 6).

import { fromBase64Url, toBase64Url } from "./messages.js";

export const platformUser = {
  /** Whether this platform can ask, and may for this realm from this origin. */
  async canAsk({ rp_id: rpId, origins }) {
    const host = location.hostname;
    return (
      origins.includes(location.origin) &&
      (host === rpId || host.endsWith(`.${rpId}`)) &&
      (await globalThis.PublicKeyCredential?.isUserVerifyingPlatformAuthenticatorAvailable?.()) === true
    );
  },

  /** A new credential: {id, made}, the latter as the enrolment message wants it. */
  async make({ rp_id: rpId }, challenge) {
    const made = await navigator.credentials.create({
      publicKey: {
        rp: { id: rpId, name: "Holdfast" },
        user: { id: crypto.getRandomValues(new Uint8Array(16)), name: "Holdfast", displayName: "Holdfast" },
        challenge,
        pubKeyCredParams: [-7, -257].map((alg) => ({ type: "public-key", alg })),
        authenticatorSelection: {
          authenticatorAttachment: "platform",
          residentKey: "discouraged",
          userVerification: "required",
        },
        attestation: "none",
      },
    });
    return {
      id: toBase64Url(made.rawId),
      made: {
        attestation_object: toBase64Url(made.response.attestationObject),
        client_data_json: toBase64Url(made.response.clientDataJSON),
      },
    };
  },

  /** An assertion by that credential, over the decision. */
  async ask({ rp_id: rpId }, credential, challenge) {
    const { rawId, response } = await navigator.credentials.get({
      publicKey: {
        rpId,
        challenge,
        userVerification: "required",
        allowCredentials: [{ type: "public-key", id: fromBase64Url(credential), transports: ["internal"] }],
      },
    });
    return {
      credential_id: toBase64Url(rawId),
      authenticator_data: toBase64Url(response.authenticatorData),
      client_data_json: toBase64Url(response.clientDataJSON),
      signature: toBase64Url(response.signature),
    };
  },
};
