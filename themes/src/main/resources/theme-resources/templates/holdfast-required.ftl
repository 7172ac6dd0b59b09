<#import "holdfast-layout.ftl" as layout>
<#-- Needs no script: whoever sees it may have switched more off than the extension. -->
<#assign clientName = (holdfast.clientName)!''>
<@layout.page script="required" heading=msg("holdfastRequiredHeading") goesOn=false; part>
<#if part == "states">
  <section class="holdfast-required">
    <p><#if clientName?has_content>${msg("holdfastRequiredTextFor", clientName)}<#else>${msg("holdfastRequiredText")}</#if></p>
    <ul class="${properties.kcListClass!'pf-v5-c-list'}">
      <li>${msg("holdfastRequiredExtension")}</li>
      <li>${msg("holdfastRequiredDevice")}</li>
      <li>${msg("holdfastRequiredHelp")}</li>
    </ul>
    <div class="holdfast-actions">
      <a href="${url.loginRestartFlowUrl}" class="${properties.kcButtonPrimaryClass!} ${properties.kcButtonBlockClass!}">${msg("holdfastAgain")}</a>
    </div>
    <#if (holdfast.registrationAllowed)!false>
      <form class="holdfast-actions" action="${url.loginAction}" method="post">
        <button type="submit" name="register" value="1" class="${properties.kcButtonSecondaryClass!} ${properties.kcButtonBlockClass!}">${msg("holdfastSetup")}</button>
      </form>
    </#if>
  </section>
</#if>
</@layout.page>
