<#import "template.ftl" as layout>
<#-- Sets a phone up: a picture for its camera, a code for typing, and the field for the code that it shows. -->
<@layout.registrationLayout displayMessage=false; section>
<#if section == "header">
  ${msg("holdfastPhoneHeading")}
<#elseif section == "form">
  <link href="${url.resourcesPath}/css/holdfast.css" rel="stylesheet">
  <div class="holdfast-stack">
  <#if phone.state == "code">
    <#if phone.error??>
      <div class="${properties.kcAlertClass!} pf-m-warning" role="alert">
        <div class="${properties.kcAlertIconClass!}"><span class="${properties.kcFeedbackWarningIcon!}" aria-hidden="true"></span></div>
        <span class="${properties.kcAlertTitleClass!} kc-feedback-text"><#if phone.error == "wrong">${msg("holdfastPhoneWrong", phone.triesLeft - 1)}<#elseif phone.error == "none">${msg("holdfastPhoneNone")}<#else>${msg("holdfastPhoneOver")}</#if></span>
      </div>
    </#if>
    <ol class="holdfast-steps">
      <li>
        <p>${msg("holdfastPhoneScan")}</p>
        <img class="holdfast-picture" src="${phone.picture}" alt="${msg("holdfastPhonePicture")}" width="240" height="240">
        <details>
          <summary>${msg("holdfastPhoneNoCamera")}</summary>
          <p>${msg("holdfastPhoneOpen")} <a id="holdfast-app" href="${phone.address}" target="_blank" rel="noreferrer">${phone.app}</a></p>
          <p>${msg("holdfastPhoneType")} <code id="holdfast-typed">${phone.typed}</code></p>
        </details>
      </li>
      <li>
        <form id="holdfast-phone" class="${properties.kcFormClass!}" action="${url.loginAction}" method="post">
          <label for="confirm_code">${msg("holdfastPhoneCode")}</label>
          <span class="${properties.kcInputClass!}">
            <input id="confirm_code" name="confirm_code" type="text" inputmode="numeric" autocomplete="off" maxlength="7" required<#if phone.error?? && phone.error == "wrong"> aria-invalid="true"</#if>>
          </span>
          <button type="submit" class="${properties.kcButtonPrimaryClass!} ${properties.kcButtonBlockClass!}">${msg("holdfastPhoneConfirm")}</button>
        </form>
      </li>
    </ol>
  <#else>
    <p role="alert"><#if phone.state == "limit">${msg("holdfastPhoneLimit")}<#else>${msg("holdfastPhoneEvidence")}</#if></p>
  </#if>
  <form class="${properties.kcFormClass!}" action="${url.loginAction}" method="post">
    <#if phone.state == "code">
      <button type="submit" name="again" value="1" class="${properties.kcButtonSecondaryClass!} ${properties.kcButtonBlockClass!}">${msg("holdfastPhoneAgain")}</button>
    </#if>
    <#if !phone.mandatory>
      <button type="submit" name="skip" value="1" class="${properties.kcButtonSecondaryClass!} ${properties.kcButtonBlockClass!}">${msg("holdfastPhoneSkip")}</button>
    </#if>
  </form>
  </div>
</#if>
</@layout.registrationLayout>
