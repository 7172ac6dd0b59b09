<#import "holdfast-layout.ftl" as layout>
<@layout.page script="unlock"; part>
<#if part == "data"> data-creation="${(holdfast.creation)!}" data-registration="${(holdfast.registration)!}" data-algorithms="${(holdfast.algorithms)!}" data-account="${(holdfast.account)!}" data-realm="${(realm.displayName)!realm.name}" data-error="${(holdfast.error)!}"</#if>
<#if part == "noscript">
  <button type="submit" name="skip" value="1" class="${properties.kcButtonPrimaryClass!} ${properties.kcButtonBlockClass!}">${msg("holdfastSkip")}</button>
</#if>
<#if part == "states">
  <@layout.state name="offer" heading=msg("holdfastVerifyHeading")>
    <p>${msg("holdfastVerifyText")}</p>
    <p class="holdfast-note">${msg("holdfastVerifyPrivacy")}</p>
    <@layout.actions>
      <@layout.button action="create" label="holdfastVerifySetUp" />
      <@layout.button action="skip" label="holdfastNotNow" kind="Secondary" />
    </@layout.actions>
  </@layout.state>

  <@layout.state name="asking" heading=msg("holdfastVerifyAskingHeading")>
    <div class="holdfast-busy">
      <@layout.spinner />
      <p>${msg("holdfastVerifyAskingText")}</p>
    </div>
    <@layout.actions>
      <@layout.button action="skip" label="holdfastNotNow" kind="Secondary" />
    </@layout.actions>
  </@layout.state>

  <@layout.state name="elsewhere" heading=msg("holdfastVerifyHeading")>
    <p>${msg("holdfastVerifyElsewhere")}</p>
    <@layout.actions>
      <@layout.button action="skip" label="holdfastBack" />
    </@layout.actions>
  </@layout.state>

  <@layout.state name="unavailable" heading=msg("holdfastVerifyHeading")>
    <p>${msg("holdfastVerifyUnavailable")}</p>
    <@layout.actions>
      <@layout.button action="skip" label="holdfastGoOn" />
    </@layout.actions>
  </@layout.state>

  <@layout.state name="refused" heading=msg("holdfastRefusedHeading")>
    <@layout.reason />
    <p>${msg("holdfastVerifyRefusedText")}</p>
    <@layout.actions>
      <@layout.button action="again" label="holdfastAgain" />
      <@layout.button action="skip" label="holdfastNotNow" kind="Secondary" />
    </@layout.actions>
  </@layout.state>
</#if>
</@layout.page>
