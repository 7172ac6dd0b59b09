package dev.holdfast.demo.app;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.proc.BadJOSEException;
import com.nimbusds.jwt.JWT;
import com.nimbusds.oauth2.sdk.AuthorizationCodeGrant;
import com.nimbusds.oauth2.sdk.GeneralException;
import com.nimbusds.oauth2.sdk.ParseException;
import com.nimbusds.oauth2.sdk.ResponseType;
import com.nimbusds.oauth2.sdk.Scope;
import com.nimbusds.oauth2.sdk.TokenRequest;
import com.nimbusds.oauth2.sdk.auth.ClientSecretBasic;
import com.nimbusds.oauth2.sdk.auth.Secret;
import com.nimbusds.oauth2.sdk.id.ClientID;
import com.nimbusds.oauth2.sdk.id.Issuer;
import com.nimbusds.oauth2.sdk.id.State;
import com.nimbusds.oauth2.sdk.pkce.CodeChallengeMethod;
import com.nimbusds.oauth2.sdk.pkce.CodeVerifier;
import com.nimbusds.openid.connect.sdk.AuthenticationErrorResponse;
import com.nimbusds.openid.connect.sdk.AuthenticationRequest;
import com.nimbusds.openid.connect.sdk.AuthenticationResponse;
import com.nimbusds.openid.connect.sdk.AuthenticationResponseParser;
import com.nimbusds.openid.connect.sdk.LogoutRequest;
import com.nimbusds.openid.connect.sdk.Nonce;
import com.nimbusds.openid.connect.sdk.OIDCScopeValue;
import com.nimbusds.openid.connect.sdk.OIDCTokenResponse;
import com.nimbusds.openid.connect.sdk.OIDCTokenResponseParser;
import com.nimbusds.openid.connect.sdk.op.OIDCProviderMetadata;
import com.nimbusds.openid.connect.sdk.validators.IDTokenValidator;
import dev.holdfast.demo.app.SignInException.Reason;
import java.io.IOException;
import java.net.URI;

/** The code flow with PKCE, for a client with a secret (OpenID Connect Core §3.1, RFC 7636). */
final class OpenIdClient {

    private final OIDCProviderMetadata provider;
    private final ClientID clientId;
    private final Secret secret;
    private final URI callback;

    private OpenIdClient(OIDCProviderMetadata provider, ClientID clientId, Secret secret, URI callback) {
        this.provider = provider;
        this.clientId = clientId;
        this.secret = secret;
        this.callback = callback;
    }

    /** Reads the provider's metadata and prepares a client of it. */
    static OpenIdClient discover(URI issuer, String clientId, String secret, URI callback) throws SignInException {
        try {
            return new OpenIdClient(
                    OIDCProviderMetadata.resolve(new Issuer(issuer)),
                    new ClientID(clientId),
                    new Secret(secret),
                    callback);
        } catch (GeneralException | IOException e) {
            throw new SignInException(Reason.UNREACHABLE, issuer.toString(), e);
        }
    }

    /** Returns what one sign-in needs to remember. */
    static PendingSignIn begin() {
        return new PendingSignIn(new State(), new Nonce(), new CodeVerifier());
    }

    /** Returns where the browser goes to sign in. */
    URI authorizationUri(PendingSignIn pending) {
        Scope scope = new Scope(OIDCScopeValue.OPENID, OIDCScopeValue.PROFILE, OIDCScopeValue.EMAIL);
        return new AuthenticationRequest.Builder(ResponseType.CODE, scope, clientId, callback)
                .endpointURI(provider.getAuthorizationEndpointURI())
                .state(pending.state())
                .nonce(pending.nonce())
                .codeChallenge(pending.verifier(), CodeChallengeMethod.S256)
                .build()
                .toURI();
    }

    /**
     * Redeems the code that the browser came back with.
     *
     * @param answer the address that the browser came back to, with its query
     * @param pending what was remembered in this browser's session
     */
    SignedIn finish(URI answer, PendingSignIn pending) throws SignInException {
        try {
            AuthenticationResponse response = AuthenticationResponseParser.parse(answer);
            if (!pending.state().equals(response.getState())) {
                throw new SignInException(Reason.OTHER_SIGN_IN, "state");
            }
            if (response instanceof AuthenticationErrorResponse error) {
                throw new SignInException(Reason.REFUSED, error.getErrorObject().getCode());
            }
            OIDCTokenResponse tokens = redeem(response, pending);
            JWT idToken = tokens.getOIDCTokens().getIDToken();
            new IDTokenValidator(
                            provider.getIssuer(),
                            clientId,
                            JWSAlgorithm.RS256,
                            provider.getJWKSetURI().toURL())
                    .validate(idToken, pending.nonce());
            return new SignedIn(idToken, idToken.getJWTClaimsSet());
        } catch (ParseException | java.text.ParseException | BadJOSEException | JOSEException | IOException e) {
            throw new SignInException(Reason.INVALID, "answer", e);
        }
    }

    /** Returns where the browser goes to end the provider's session as well. */
    URI logoutUri(SignedIn signedIn, URI after) {
        return new LogoutRequest(provider.getEndSessionEndpointURI(), signedIn.idToken(), after, null).toURI();
    }

    private OIDCTokenResponse redeem(AuthenticationResponse response, PendingSignIn pending)
            throws SignInException, IOException, ParseException {
        AuthorizationCodeGrant grant = new AuthorizationCodeGrant(
                response.toSuccessResponse().getAuthorizationCode(), callback, pending.verifier());
        TokenRequest request = new TokenRequest.Builder(
                        provider.getTokenEndpointURI(), new ClientSecretBasic(clientId, secret), grant)
                .build();
        var answer = OIDCTokenResponseParser.parse(request.toHTTPRequest().send());
        if (!answer.indicatesSuccess()) {
            throw new SignInException(
                    Reason.REFUSED, answer.toErrorResponse().getErrorObject().getCode());
        }
        return (OIDCTokenResponse) answer.toSuccessResponse();
    }
}
