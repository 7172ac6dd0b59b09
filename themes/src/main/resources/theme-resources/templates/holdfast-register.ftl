<#import "holdfast-layout.ftl" as layout>
<#-- The server lets nobody skip what an administrator demanded. -->
<#assign mandatory = (holdfast.mandatory)!false>
<@layout.page script="register"; part>
<#if part == "data"> data-challenge="${(holdfast.challenge)!}" data-id-token="${(holdfast.idToken)!}" data-account="${(holdfast.account)!}" data-error="${(holdfast.error)!}"</#if>
<#if part == "noscript" && !mandatory>
  <button type="submit" name="skip" value="1" class="${properties.kcButtonPrimaryClass!} ${properties.kcButtonBlockClass!}">${msg("holdfastSkip")}</button>
</#if>
<#if part == "states">
  <@layout.state name="working" heading=msg("holdfastRegisterHeading")>
    <div class="holdfast-busy">
      <@layout.spinner />
      <p data-template="${msg("holdfastRegisterText", "{account}")}"></p>
    </div>
    <#if !mandatory>
      <@layout.actions>
        <@layout.button action="skip" label="holdfastSkip" kind="Secondary" />
      </@layout.actions>
    </#if>
  </@layout.state>

  <@layout.state name="refused" heading=msg("holdfastRegisterRefusedHeading")>
    <@layout.reason />
    <p><#if mandatory>${msg("holdfastRegisterMandatoryText")}<#else>${msg("holdfastRegisterRefusedText")}</#if></p>
    <@layout.actions>
      <@layout.button action="again" label="holdfastAgain" />
      <#if !mandatory>
        <@layout.button action="skip" label="holdfastSkip" kind="Secondary" />
      </#if>
    </@layout.actions>
  </@layout.state>
</#if>
</@layout.page>
