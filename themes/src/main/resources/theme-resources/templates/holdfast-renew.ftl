<#import "holdfast-layout.ftl" as layout>
<@layout.page script="renew"; part>
<#if part == "data"> data-challenge="${(holdfast.challenge)!}" data-account="${(holdfast.account)!}" data-error="${(holdfast.error)!}"</#if>
<#if part == "noscript">
  <button type="submit" name="skip" value="1" class="${properties.kcButtonPrimaryClass!} ${properties.kcButtonBlockClass!}">${msg("holdfastGoOn")}</button>
</#if>
<#if part == "states">
  <@layout.state name="working" heading=msg("holdfastRenewHeading")>
    <div class="holdfast-busy">
      <@layout.spinner />
      <p>${msg("holdfastRenewText")}</p>
    </div>
    <@layout.actions>
      <@layout.button action="skip" label="holdfastSkip" kind="Secondary" />
    </@layout.actions>
  </@layout.state>

  <@layout.state name="refused" heading=msg("holdfastRenewRefusedHeading")>
    <@layout.reason />
    <p>${msg("holdfastRenewRefusedText")}</p>
    <@layout.actions>
      <@layout.button action="again" label="holdfastAgain" />
      <@layout.button action="skip" label="holdfastGoOn" kind="Secondary" />
    </@layout.actions>
  </@layout.state>
</#if>
</@layout.page>
