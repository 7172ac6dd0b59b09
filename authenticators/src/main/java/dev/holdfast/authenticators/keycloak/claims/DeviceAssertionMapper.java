package dev.holdfast.authenticators.keycloak.claims;

import dev.holdfast.authenticators.keycloak.device.DeviceNotes;
import java.net.URI;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.xml.datatype.DatatypeConstants;
import javax.xml.datatype.XMLGregorianCalendar;
import org.keycloak.dom.saml.v2.assertion.AttributeStatementType;
import org.keycloak.dom.saml.v2.assertion.AuthnContextClassRefType;
import org.keycloak.dom.saml.v2.assertion.AuthnContextType;
import org.keycloak.dom.saml.v2.assertion.AuthnStatementType;
import org.keycloak.dom.saml.v2.protocol.ResponseType;
import org.keycloak.models.AuthenticatedClientSessionModel;
import org.keycloak.models.ClientSessionContext;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.ProtocolMapperModel;
import org.keycloak.models.UserSessionModel;
import org.keycloak.protocol.saml.SamlProtocol;
import org.keycloak.protocol.saml.mappers.AbstractSAMLProtocolMapper;
import org.keycloak.protocol.saml.mappers.AttributeStatementHelper;
import org.keycloak.protocol.saml.mappers.SAMLAttributeStatementMapper;
import org.keycloak.protocol.saml.mappers.SAMLLoginResponseMapper;
import org.keycloak.provider.ProviderConfigProperty;
import org.keycloak.services.managers.AuthenticationManager;

/**
 * Tells SAML applications what {@link DeviceClaimsMapper} tells OIDC ones: the device, what is said of it and the methods as
 * attributes, {@code acr} as AuthnContextClassRef, and {@code auth_time} as AuthnInstant (SAML Core §2.7.2), so that a
 * silent sign-in does not pass for a fresh one (A61).
 */
public final class DeviceAssertionMapper extends AbstractSAMLProtocolMapper
        implements SAMLAttributeStatementMapper, SAMLLoginResponseMapper {
    public static final String ID = "holdfast-device-assertion";

    private static final String UNSPECIFIED = "urn:oasis:names:tc:SAML:2.0:ac:classes:unspecified";
    private static final String WRITE_CONTEXT = "context";
    private static final int AFTER_STOCK_MAPPERS = 1_000;

    /** A mapper that writes everything. */
    public static ProtocolMapperModel newMapper() {
        ProtocolMapperModel mapper = new ProtocolMapperModel();
        mapper.setName("Device");
        mapper.setProtocol(SamlProtocol.LOGIN_PROTOCOL);
        mapper.setProtocolMapper(ID);
        mapper.setConfig(new LinkedHashMap<>(Map.of(WRITE_CONTEXT, "true")));
        return mapper;
    }

    @Override
    public void transformAttributeStatement(
            AttributeStatementType statement,
            ProtocolMapperModel mapper,
            KeycloakSession session,
            UserSessionModel userSession,
            AuthenticatedClientSessionModel clientSession) {
        ProvenDevice.of(session, userSession).ifPresent(device -> {
            SamlAttribute.add(statement, "device", List.of(device.id()));
            device.words().forEach((name, word) -> SamlAttribute.add(statement, name, List.of(word.toString())));
            if (!device.methods().isEmpty()) {
                SamlAttribute.add(statement, "amr", device.methods());
            }
        });
    }

    @Override
    public ResponseType transformLoginResponse(
            ResponseType response,
            ProtocolMapperModel mapper,
            KeycloakSession session,
            UserSessionModel userSession,
            ClientSessionContext clientSession) {
        if (DeviceNotes.DEVICE.in(userSession).isPresent()) {
            response.getAssertions().stream()
                    .flatMap(choice -> choice.getAssertion().getStatements().stream())
                    .filter(AuthnStatementType.class::isInstance)
                    .map(AuthnStatementType.class::cast)
                    .forEach(statement -> describe(statement, mapper, userSession));
        }
        return response;
    }

    private static void describe(
            AuthnStatementType statement, ProtocolMapperModel mapper, UserSessionModel userSession) {
        Optional.ofNullable(userSession.getNote(AuthenticationManager.AUTH_TIME))
                .map(seconds -> Instant.ofEpochSecond(Long.parseLong(seconds)))
                .ifPresent(time -> set(statement.getAuthnInstant(), time));
        Optional<String> acr = DeviceNotes.ACR.in(userSession);
        // A realm whose flows have levels of authentication says them in its own words.
        if (acr.isPresent()
                && "true".equals(mapper.getConfig().get(WRITE_CONTEXT))
                && isUnspecified(statement.getAuthnContext())) {
            AuthnContextType.AuthnContextTypeSequence sequence = new AuthnContextType.AuthnContextTypeSequence();
            sequence.setClassRef(new AuthnContextClassRefType(URI.create(acr.get())));
            AuthnContextType authnContext = new AuthnContextType();
            authnContext.setSequence(sequence);
            statement.setAuthnContext(authnContext);
        }
    }

    private static boolean isUnspecified(AuthnContextType authnContext) {
        return authnContext.getSequence() == null
                || authnContext.getSequence().getClassRef() == null
                || UNSPECIFIED.equals(
                        authnContext.getSequence().getClassRef().getValue().toString());
    }

    /** The statement cannot be given another instant, only this one another value. */
    private static void set(XMLGregorianCalendar instant, Instant time) {
        ZonedDateTime utc = time.atZone(ZoneOffset.UTC);
        instant.setYear(utc.getYear());
        instant.setMonth(utc.getMonthValue());
        instant.setDay(utc.getDayOfMonth());
        instant.setTime(utc.getHour(), utc.getMinute(), utc.getSecond(), DatatypeConstants.FIELD_UNDEFINED);
        instant.setTimezone(0);
    }

    @Override
    public int getPriority() {
        return AFTER_STOCK_MAPPERS;
    }

    @Override
    public String getId() {
        return ID;
    }

    @Override
    public String getDisplayType() {
        return "Holdfast device";
    }

    @Override
    public String getDisplayCategory() {
        return AttributeStatementHelper.ATTRIBUTE_STATEMENT_CATEGORY;
    }

    @Override
    public String getHelpText() {
        return "For sessions that a device signed in: as attributes its id, its assurance, what showed that its user was"
                + " present, whether it is compliant, and the methods; when its user was last present as AuthnInstant.";
    }

    @Override
    public List<ProviderConfigProperty> getConfigProperties() {
        return List.of(new ProviderConfigProperty(
                WRITE_CONTEXT,
                "Write AuthnContextClassRef",
                "Write the device's class, unless the flow reached a level of authentication that has a name of its own.",
                ProviderConfigProperty.BOOLEAN_TYPE,
                "true"));
    }
}
