<#import "template.ftl" as layout>
<#-- The page that waits for a phone. It works without scripts: the button asks how things stand. Keycloak’s own frame
     brings the way to other factors. -->
<@layout.registrationLayout displayMessage=false; section>
<#if section == "header">
  <#switch push.state>
    <#case "waiting">${msg("holdfastPushHeading")}<#break>
    <#case "limited">${msg("holdfastPushLimitedHeading")}<#break>
    <#case "number">${msg("holdfastPushNumberHeading")}<#break>
    <#case "denied">${msg("holdfastPushDeniedHeading")}<#break>
    <#default>${msg("holdfastPushExpiredHeading")}
  </#switch>
<#elseif section == "form">
  <link href="${url.resourcesPath}/css/holdfast.css" rel="stylesheet">
  <div class="holdfast-stack">
  <#if push.state == "waiting">
    <script type="module" src="${url.resourcesPath}/js/holdfast/push-wait.js"></script>
    <p>${msg("holdfastPushText", push.clientName)}</p>
    <#if push.number??>
      <div class="holdfast-number-box">
        <p id="holdfast-number-label">${msg("holdfastPushNumber")}</p>
        <p class="holdfast-number" id="holdfast-number" aria-describedby="holdfast-number-label">${push.number}</p>
      </div>
    </#if>
    <#if push.unreachable>
      <p class="holdfast-note" role="status">${msg("holdfastPushUnreachable", push.phones)}</p>
    <#else>
      <p class="holdfast-note">${msg("holdfastPushSent", push.phones)}</p>
    </#if>
    <form id="holdfast-push" class="${properties.kcFormClass!}" action="${url.loginAction}" method="post" data-wait="${push.waitUrl}"<#if push.unreachable> data-told="1"</#if>>
      <p id="holdfast-status" class="holdfast-unseen" role="status" aria-live="polite" data-answered="${msg("holdfastPushAnswered")}"></p>
      <button type="submit" name="check" value="1" class="${properties.kcButtonSecondaryClass!} ${properties.kcButtonBlockClass!}">${msg("holdfastPushCheck")}</button>
    </form>
  <#else>
    <#switch push.state>
      <#case "limited">
        <#if push.reason == "BLOCKED">
          <p role="alert">${msg("holdfastPushBlockedText", push.retryMinutes)}</p>
        <#elseif push.reason?starts_with("OUTSTANDING")>
          <p role="alert">${msg("holdfastPushOutstandingText", push.retryAfter)}</p>
        <#else>
          <p role="alert">${msg("holdfastPushLimitedText", push.retryMinutes)}</p>
        </#if>
        <#break>
      <#case "number"><p role="alert">${msg("holdfastPushNumberText")}</p><#break>
      <#case "denied"><p role="alert">${msg("holdfastPushDeniedText")}</p><#break>
      <#default><p role="alert">${msg("holdfastPushExpiredText")}</p>
    </#switch>
    <form class="${properties.kcFormClass!}" action="${url.loginAction}" method="post">
      <button type="submit" name="again" value="1" class="${properties.kcButtonPrimaryClass!} ${properties.kcButtonBlockClass!}">${msg("holdfastPushAgain")}</button>
    </form>
  </#if>
  <#-- Without scripts neither the frame's way to other factors nor the page behind it works. -->
  <#if auth?has_content && auth.showTryAnotherWayLink()>
    <noscript>
      <form class="${properties.kcFormClass!}" action="${url.loginAction}" method="post">
        <#list auth.authenticationSelections?filter(other -> other.displayName != "holdfastPhoneCredential") as other>
          <button type="submit" name="authenticationExecution" value="${other.authExecId}" class="${properties.kcButtonSecondaryClass!} ${properties.kcButtonBlockClass!}">${msg(other.displayName)}</button>
        </#list>
      </form>
    </noscript>
  </#if>
  </div>
</#if>
</@layout.registrationLayout>
