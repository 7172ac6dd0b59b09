package dev.holdfast.push.keycloak.enrolment;

import dev.holdfast.keycloak.Note;
import dev.holdfast.push.enrolment.Confirmation;
import dev.holdfast.push.enrolment.EnrolmentPermission;
import dev.holdfast.push.enrolment.OneTimeKey;
import dev.holdfast.push.enrolment.OpenEnrolment;
import dev.holdfast.push.enrolment.PhoneEnrolment;
import dev.holdfast.push.keycloak.credential.PhoneCredentialProvider;
import dev.holdfast.push.keycloak.credential.PhoneCredentials;
import dev.holdfast.push.keycloak.event.PushEvents;
import dev.holdfast.push.keycloak.realm.PushRealms;
import dev.holdfast.push.keycloak.rows.JpaEnrolments;
import dev.holdfast.push.keycloak.rows.JpaPhones;
import dev.holdfast.push.keycloak.rows.JpaPushLedger;
import dev.holdfast.push.phone.Phone;
import dev.holdfast.push.realm.PushRealm;
import dev.holdfast.push.realm.PushSetting;
import jakarta.ws.rs.core.MultivaluedMap;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.keycloak.authentication.InitiatedActionSupport;
import org.keycloak.authentication.RequiredActionContext;
import org.keycloak.authentication.RequiredActionProvider;
import org.keycloak.models.Constants;
import org.keycloak.sessions.AuthenticationSessionModel;

/** Enrols a phone: shows a QR code, and takes the code that the phone shows (docs/push-protocol.md §4). */
final class EnrolPhoneAction implements RequiredActionProvider {
    private static final String PAGE = "holdfast-phone.ftl";
    private static final int LONGEST_CODE = 20;
    private static final Note<String> ENROLMENT = Note.ofText("holdfast.phone.enrolment");
    private static final Note<String> ONE_TIME_KEY = Note.ofText("holdfast.phone.key");

    @Override
    public InitiatedActionSupport initiatedActionSupport() {
        return InitiatedActionSupport.SUPPORTED;
    }

    @Override
    public void evaluateTriggers(RequiredActionContext context) {
        // Asked for by the user in the account console, by a flow, or by an administrator.
    }

    @Override
    public void requiredActionChallenge(RequiredActionContext context) {
        Optional<PushRealm> realm = PushRealms.of(context.getSession());
        if (realm.isEmpty()) {
            context.ignore();
        } else if (permission(context, realm.get()) instanceof EnrolmentPermission.PhoneLimit
                && !isInitiated(context)) {
            // Demanded of somebody who has a phone already.
            context.success();
        } else {
            begin(context, realm.get(), Optional.empty());
        }
    }

    @Override
    public void processAction(RequiredActionContext context) {
        PushRealm realm = PushRealms.of(context.getSession()).orElse(null);
        MultivaluedMap<String, String> form = context.getHttpRequest().getDecodedFormParameters();
        String code = form.getFirst("confirm_code");
        if (realm == null) {
            context.ignore();
        } else if ("1".equals(form.getFirst("skip")) && !isMandatory(context)) {
            skip(context);
        } else if ("1".equals(form.getFirst("again"))
                || code == null
                || code.length() > LONGEST_CODE
                || ENROLMENT.in(context.getAuthenticationSession()).isEmpty()) {
            begin(context, realm, Optional.empty());
        } else if (permission(context, realm) instanceof EnrolmentPermission.Granted) {
            confirm(context, realm, code);
        } else {
            begin(context, realm, Optional.empty());
        }
    }

    private static EnrolmentPermission permission(RequiredActionContext context, PushRealm realm) {
        return EnrolmentPermission.decide(
                ShownEvidence.in(context, realm),
                new JpaPhones(context.getSession())
                        .activeOf(context.getUser().getId())
                        .size(),
                realm.settings().number(PushSetting.PHONES_PER_USER));
    }

    /** A new QR code, if the user may enrol. */
    private static void begin(RequiredActionContext context, PushRealm realm, Optional<String> error) {
        EnrolmentPermission permission = permission(context, realm);
        if (permission instanceof EnrolmentPermission.PhoneLimit) {
            show(context, "limit", Map.of());
        } else if (permission instanceof EnrolmentPermission.NeedsEvidence) {
            show(context, "evidence", Map.of());
        } else {
            PhoneEnrolment.Opened opened =
                    enrolment(context, realm).open(context.getUser().getId());
            ENROLMENT.put(
                    context.getAuthenticationSession(), opened.enrolment().id().toString());
            ONE_TIME_KEY.put(context.getAuthenticationSession(), opened.key().value());
            code(context, realm, opened.enrolment(), opened.key(), error);
        }
    }

    private static void confirm(RequiredActionContext context, PushRealm realm, String typed) {
        AuthenticationSessionModel tab = context.getAuthenticationSession();
        UUID id = UUID.fromString(ENROLMENT.in(tab).orElseThrow());
        Optional<OpenEnrolment> open = new JpaEnrolments(context.getSession()).find(id);
        Confirmation outcome =
                enrolment(context, realm).confirm(id, context.getUser().getId(), typed);
        if (outcome instanceof Confirmation.Right) {
            finish(context, open.flatMap(OpenEnrolment::phone).orElseThrow());
        } else if (outcome instanceof Confirmation.Wrong wrong && wrong.triesLeft() > 0) {
            code(context, realm, open.orElseThrow(), key(tab), Optional.of("wrong"));
        } else if (outcome instanceof Confirmation.NoPhoneYet) {
            code(context, realm, open.orElseThrow(), key(tab), Optional.of("none"));
        } else {
            begin(context, realm, Optional.of("over"));
        }
    }

    private static OneTimeKey key(AuthenticationSessionModel tab) {
        return new OneTimeKey(ONE_TIME_KEY.in(tab).orElseThrow());
    }

    private static void finish(RequiredActionContext context, UUID id) {
        Phone phone = new JpaPhones(context.getSession()).find(id).orElseThrow();
        new PhoneCredentials(context.getSession()).add(phone);
        new PushEvents(context.getSession()).confirmed(phone);
        new PhoneMail(context.getSession()).send(phone);
        ENROLMENT.remove(context.getAuthenticationSession());
        ONE_TIME_KEY.remove(context.getAuthenticationSession());
        // A consent is good for one phone.
        new JpaPushLedger(context.getSession()).consent(phone.userId(), Instant.EPOCH);
        context.getUser().removeRequiredAction(EnrolPhoneActionFactory.ID);
        context.success();
    }

    private static PhoneEnrolment enrolment(RequiredActionContext context, PushRealm realm) {
        return new PhoneEnrolment(realm, new JpaEnrolments(context.getSession()), new JpaPhones(context.getSession()));
    }

    private static void code(
            RequiredActionContext context,
            PushRealm realm,
            OpenEnrolment enrolment,
            OneTimeKey key,
            Optional<String> error) {
        String address = realm.app() + "#enrol=" + key.value() + "&exp="
                + enrolment.expiresAt().getEpochSecond() + "&iss="
                + URLEncoder.encode(realm.endpoints().issuer(), StandardCharsets.UTF_8);
        Map<String, Object> values = new LinkedHashMap<>();
        values.put("address", address);
        values.put("app", realm.app());
        values.put("picture", QrCode.dataUrl(address));
        values.put("typed", key.grouped());
        values.put("triesLeft", enrolment.triesLeft());
        error.ifPresent(code -> values.put("error", code));
        show(context, "code", values);
    }

    private static void show(RequiredActionContext context, String state, Map<String, Object> more) {
        Map<String, Object> page = new LinkedHashMap<>(more);
        page.put("state", state);
        page.put("mandatory", isMandatory(context));
        context.challenge(context.form().setAttribute("phone", page).createForm(PAGE));
    }

    /** An application that began the action hears that nothing came of it. */
    private static void skip(RequiredActionContext context) {
        context.getAuthenticationSession().removeRequiredAction(EnrolPhoneActionFactory.ID);
        if (isInitiated(context)) {
            context.cancel();
        } else {
            context.success();
        }
    }

    private static boolean isInitiated(RequiredActionContext context) {
        return PhoneCredentialProvider.SET_UP_ACTION.equals(
                context.getAuthenticationSession().getClientNote(Constants.KC_ACTION));
    }

    private static boolean isMandatory(RequiredActionContext context) {
        return context.getUser().getRequiredActionsStream().anyMatch(EnrolPhoneActionFactory.ID::equals);
    }

    @Override
    public void close() {
        // Holds nothing.
    }
}
