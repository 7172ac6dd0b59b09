<#import "holdfast-layout.ftl" as layout>
<#-- Where a cookie opened the session past our own step, the proof is the only way on. -->
<#assign mayLeave = (holdfast.mayLeave)!true>
<#assign away = mayLeave?then("other", "cancel")>
<@layout.page script="proof"; part>
<#if part == "data"> data-challenge="${(holdfast.challenge)!}" data-registration="${(holdfast.registration)!}" data-may-leave="${mayLeave?c}" data-cookie-path="${(holdfast.cookiePath)!}" data-error="${(holdfast.error)!}"</#if>
<#if part == "noscript">
  <button type="submit" name="${away}" value="1" class="${properties.kcButtonPrimaryClass!} ${properties.kcButtonBlockClass!}"><#if mayLeave>${msg("holdfastOther")}<#else>${msg("holdfastCancel")}</#if></button>
</#if>
<#if part == "states">
  <@layout.state name="working" heading=msg("holdfastProofHeading")>
    <div class="holdfast-busy holdfast-late">
      <@layout.spinner />
      <p>${msg("holdfastProofText")}</p>
    </div>
  </@layout.state>

  <@layout.state name="locked" heading=msg("holdfastProofLockedHeading")>
    <p>${msg("holdfastLockedText")}</p>
    <@layout.actions>
      <#if mayLeave>
        <@layout.button action="renew" label="holdfastUnlock" />
        <@layout.button action="other" label="holdfastOther" kind="Secondary" />
      <#else>
        <@layout.button action="cancel" label="holdfastCancel" kind="Secondary" />
      </#if>
    </@layout.actions>
  </@layout.state>

  <@layout.state name="refused" heading=msg("holdfastRefusedHeading")>
    <@layout.reason />
    <@layout.actions>
      <@layout.button action="again" label="holdfastAgain" />
      <#if mayLeave>
        <@layout.button action="other" label="holdfastOther" kind="Secondary" />
      <#else>
        <@layout.button action="cancel" label="holdfastCancel" kind="Secondary" />
      </#if>
    </@layout.actions>
  </@layout.state>
</#if>
</@layout.page>
