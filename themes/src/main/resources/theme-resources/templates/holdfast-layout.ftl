<#--
  The frame of our own pages: the look of the stock login page, without its inline scripts and handlers, so
  that a strict Content-Security-Policy can stand over it. The theme's own styles, favicon and footer are kept.
-->
<#assign themeFooter = .get_optional_template("footer.ftl")>
<#assign themeTags = .get_optional_template("theme-resources.ftl")>

<#macro page script heading=msg("loginAccountTitle") goesOn=true>
<!DOCTYPE html>
<html class="${properties.kcHtmlClass!}" lang="${lang!'en'}"<#if realm.internationalizationEnabled> dir="${(locale.rtl!false)?then('rtl','ltr')}"</#if><#if darkMode!false> data-dark-mode-class="${properties.kcDarkModeClass!}"</#if>>
<head>
  <meta charset="utf-8">
  <#-- No form-action: Chromium applies it to the redirects behind a form post as well, and a sign-in ends with
       a redirect to the application. frame-ancestors has no effect in a meta element; Keycloak's own response
       header has it. -->
  <meta http-equiv="Content-Security-Policy" content="default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; connect-src 'self'; base-uri 'none'">
  <#-- Keycloak sends no-referrer, and then a form post says "Origin: null": the server could not tell where a
       proof was posted from. -->
  <meta name="referrer" content="same-origin">
  <meta name="color-scheme" content="light${(darkMode!false)?then(' dark', '')}">
  <meta name="viewport" content="width=device-width, initial-scale=1">
  <meta name="robots" content="noindex, nofollow">
  <title>${title!}</title>
  <#local resources = themeResources!{}>
  <#if themeTags.exists && (resources.favicons)?has_content>
    <#local tags = themeTags.import()>
    <@tags.renderFavicons resources.favicons url.resourcesPath />
  <#else>
    <link rel="icon" href="${url.resourcesPath}/img/favicon.ico">
  </#if>
  <#if themeTags.exists && (resources.stylesCommon)?has_content>
    <#local tags = themeTags.import()>
    <@tags.renderStyles resources.stylesCommon url.resourcesCommonPath />
  <#else>
    <#list (properties.stylesCommon!'')?split(' ')?filter(style -> style?has_content) as style>
      <link href="${url.resourcesCommonPath}/${style}" rel="stylesheet">
    </#list>
  </#if>
  <#if themeTags.exists && (resources.styles)?has_content>
    <#local tags = themeTags.import()>
    <@tags.renderStyles resources.styles url.resourcesPath />
  <#else>
    <#list (properties.styles!'')?split(' ')?filter(style -> style?has_content) as style>
      <link href="${url.resourcesPath}/${style}" rel="stylesheet">
    </#list>
  </#if>
  <link href="${url.resourcesPath}/css/holdfast.css" rel="stylesheet">
  <#if darkMode!false>
    <script type="module" src="${url.resourcesPath}/js/holdfast/dark-mode.js" async blocking="render"></script>
  </#if>
  <script type="module" src="${url.resourcesPath}/js/holdfast/session.js"></script>
  <script type="module" src="${url.resourcesPath}/js/holdfast/locale.js"></script>
  <script type="module" src="${url.resourcesPath}/js/holdfast/${script}.js"></script>
<#-- No end tag for the head, which HTML lets one leave out: before it Keycloak writes an inline script into answers to
     form posts, and our policy forbids that. page.js does what that script is for. -->
<body id="keycloak-bg" class="${properties.kcBodyClass!}" data-page-id="login-${pageId!script}">
<div class="${properties.kcLogin!}">
  <div class="${properties.kcLoginContainer!}">
    <header id="kc-header" class="pf-v5-c-login__header">
      <div id="kc-header-wrapper" class="pf-v5-c-brand">${kcSanitize(msg("loginTitleHtml", (realm.displayNameHtml!'')))?no_esc}</div>
    </header>
    <main class="${properties.kcLoginMain!}">
      <div class="${properties.kcLoginMainHeader!}">
        <h1 class="${properties.kcLoginMainTitle!}" id="kc-page-title" tabindex="-1">${heading}</h1>
        <@languages />
      </div>
      <div class="${properties.kcLoginMainBody!}">
        <#if goesOn>
        <noscript>
          <form class="${properties.kcFormClass!}" action="${url.loginAction}" method="post">
            <p>${msg("holdfastNoScript")}</p>
            <#nested "noscript">
          </form>
        </noscript>
        </#if>
        <div id="holdfast" class="holdfast" data-restart="${url.loginRestartFlowUrl}" data-session-url="${url.ssoLoginInOtherTabsUrl!}"<#if authenticationSession??> data-session-hash="${authenticationSession.authSessionIdHash!}"</#if><#nested "data">>
          <p id="holdfast-status" class="holdfast-unseen" role="status" aria-live="polite"></p>
          <form id="holdfast-form" action="${url.loginAction}" method="post" hidden></form>
          <#nested "states">
          <template id="holdfast-reasons">
            <#list errorCodes as code>
              <p data-code="${code}">${msg("holdfastError_" + code)}</p>
            </#list>
          </template>
          <template id="holdfast-checks">
            <@check name="disk_encryption">${msg("holdfastCheckDisk")}</@check>
            <@check name="firewall">${msg("holdfastCheckFirewall")}</@check>
            <@check name="screen_lock">${msg("holdfastCheckScreenLock")}</@check>
            <@check name="secure_boot">${msg("holdfastCheckSecureBoot")}</@check>
            <@check name="pending_updates">${msg("holdfastCheckUpdates")}</@check>
            <@check name="os_version">${msg("holdfastCheckSystem")}</@check>
            <@check name="agent_version">${msg("holdfastCheckAgent")}</@check>
            <@check name="report">${msg("holdfastCheckReport")}</@check>
          </template>
        </div>
      </div>
      <div class="${properties.kcLoginMainFooter!}">
        <#if themeFooter.exists>
          <#local footer = themeFooter.import()>
          <@footer.content />
        </#if>
      </div>
    </main>
  </div>
</div>
</body>
</html>
</#macro>

<#-- One state of the page. All are hidden until a script knows which one holds. -->
<#macro state name heading>
<section class="holdfast-state" data-state="${name}" data-heading="${heading}" hidden>
  <#nested>
</section>
</#macro>

<#macro button action label kind="Primary" extra="">
<button type="button" class="${properties['kcButton' + kind + 'Class']!} ${properties.kcButtonBlockClass!}" data-action="${action}"${extra?has_content?then(' ' + extra, '')}>${msg(label)}</button>
</#macro>

<#macro actions>
<div class="holdfast-actions">
  <#nested>
</div>
</#macro>

<#macro spinner>
<svg class="pf-v5-c-spinner pf-m-lg holdfast-spinner" role="presentation" aria-hidden="true" viewBox="0 0 100 100"><circle class="holdfast-track" cx="50" cy="50" r="45" fill="none"></circle><circle class="pf-v5-c-spinner__path" cx="50" cy="50" r="45" fill="none"></circle></svg>
</#macro>

<#-- The box that says why something was refused; a script writes the reason into it. -->
<#macro reason>
<div class="${properties.kcAlertClass!} pf-m-warning" data-part="alert">
  <div class="${properties.kcAlertIconClass!}"><span class="${properties.kcFeedbackWarningIcon!}" aria-hidden="true"></span></div>
  <span class="${properties.kcAlertTitleClass!} kc-feedback-text" data-part="reason"></span>
</div>
<ul class="${properties.kcListClass!'pf-v5-c-list'} holdfast-checks" data-part="checks" hidden></ul>
</#macro>

<#-- What to mend where the device's condition stands in the way; a script copies what is missing. -->
<#macro check name>
<li data-check="${name}"><#nested><span class="holdfast-note" data-part="unknown" hidden> ${msg("holdfastCheckUnknown")}</span></li>
</#macro>

<#macro languages>
<#if realm.internationalizationEnabled && locale.supported?size gt 1>
<div class="${properties.kcLoginMainHeaderUtilities!}">
  <div class="${properties.kcInputClass!} holdfast-scripted">
    <select aria-label="${msg("holdfastLanguages")}" id="login-select-toggle">
      <#list locale.supported?sort_by("label") as l>
        <option value="${l.url}"<#if l.languageTag == locale.currentLanguageTag> selected</#if>>${l.label}</option>
      </#list>
    </select>
    <span class="${properties.kcFormControlUtilClass!}">
      <span class="${properties.kcFormControlToggleIcon!}">
        <svg class="pf-v5-svg" viewBox="0 0 320 512" fill="currentColor" aria-hidden="true" width="1em" height="1em"><path d="M31.3 192h257.3c17.8 0 26.7 21.5 14.1 34.1L174.1 354.8c-7.8 7.8-20.5 7.8-28.3 0L17.2 226.1C4.6 213.5 13.5 192 31.3 192z"></path></svg>
      </span>
    </span>
  </div>
  <noscript>
    <#list locale.supported?sort_by("label") as l><a href="${l.url}" hreflang="${l.languageTag}">${l.label}</a><#sep> · </#sep></#list>
  </noscript>
</div>
</#if>
</#macro>

<#assign errorCodes = [
  "invalid_request", "invalid_nonce", "invalid_signature", "untrusted_certificate", "certificate_expired",
  "device_revoked", "device_pending", "device_not_compliant", "posture_outdated", "device_not_allowed", "invalid_id_token", "key_in_use", "registration_revoked",
  "registration_quarantined", "durt_expired", "durt_reused", "durt_unknown", "user_verification_required",
  "user_disabled", "origin_mismatch", "invalid_challenge", "enrolment_refused", "too_many_requests",
  "feature_disabled", "temporarily_unavailable", "not_enrolled", "not_registered", "untrusted_origin",
  "server_unreachable", "busy", "agent_missing", "agent_error", "attestation_failed", "cancelled", "wrong_pin",
  "pin_locked", "no_pin", "pin_unavailable", "verification_cancelled"]>
