<#import "holdfast-layout.ftl" as layout>
<@layout.page script="register"; part>
<#if part == "data"> data-challenge="${(holdfast.challenge)!}" data-id-token="${(holdfast.idToken)!}" data-account="${(holdfast.account)!}" data-error="${(holdfast.error)!}"</#if>
<#if part == "noscript">
  <button type="submit" name="skip" value="1" class="${properties.kcButtonPrimaryClass!} ${properties.kcButtonBlockClass!}">${msg("holdfastSkip")}</button>
</#if>
<#if part == "states">
  <@layout.state name="working" heading=msg("holdfastRegisterHeading")>
    <div class="holdfast-busy">
      <@layout.spinner />
      <p data-template="${msg("holdfastRegisterText", "{account}")}"></p>
    </div>
    <@layout.actions>
      <@layout.button action="skip" label="holdfastSkip" kind="Secondary" />
    </@layout.actions>
  </@layout.state>

  <@layout.state name="refused" heading=msg("holdfastRegisterRefusedHeading")>
    <@layout.reason />
    <p>${msg("holdfastRegisterRefusedText")}</p>
    <@layout.actions>
      <@layout.button action="again" label="holdfastAgain" />
      <@layout.button action="skip" label="holdfastSkip" kind="Secondary" />
    </@layout.actions>
  </@layout.state>
</#if>
</@layout.page>
