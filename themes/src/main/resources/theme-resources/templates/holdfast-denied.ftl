<#import "holdfast-layout.ftl" as layout>
<#-- Needs no script. A policy's own words are text, never HTML; its links were checked to be https or mailto. -->
<#assign clientName = (holdfast.clientName)!''>
<#assign reason = (holdfast.reason)!'denied'>
<@layout.page script="denied" heading=msg("holdfastDeniedHeading") goesOn=false; part>
<#if part == "states">
  <section class="holdfast-denied" data-reason="${reason}">
    <#if ((holdfast.text)!'')?has_content>
      <p role="alert" class="holdfast-own-words">${holdfast.text}</p>
    <#elseif reason == "no_factor">
      <p role="alert">${msg("holdfastDeniedNoFactor", clientName)}</p>
    <#elseif reason == "max_age">
      <p role="alert">${msg("holdfastDeniedMaxAge", clientName)}</p>
    <#elseif reason == "gate_failed">
      <p role="alert">${msg("holdfastDeniedFailed", clientName)}</p>
    <#else>
      <p role="alert">${msg("holdfastDeniedText", clientName)}</p>
    </#if>
    <#if ((holdfast.help)![])?has_content>
      <ul class="${properties.kcListClass!'pf-v5-c-list'}">
        <#list holdfast.help as help>
          <li><a href="${help.url}" rel="noopener noreferrer">${help.text}</a></li>
        </#list>
      </ul>
    <#else>
      <p>${msg("holdfastDeniedHelp")}</p>
    </#if>
    <div class="holdfast-actions">
      <a href="${url.loginRestartFlowUrl}" class="${properties.kcButtonPrimaryClass!} ${properties.kcButtonBlockClass!}">${msg("holdfastDeniedAgain")}</a>
    </div>
    <form class="holdfast-actions" action="${url.loginAction}" method="post">
      <button type="submit" name="leave" value="1" class="${properties.kcButtonSecondaryClass!} ${properties.kcButtonBlockClass!}">${msg("holdfastDeniedBack")}</button>
    </form>
  </section>
</#if>
</@layout.page>
