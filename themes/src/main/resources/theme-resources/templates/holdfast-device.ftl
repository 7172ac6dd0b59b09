<#import "holdfast-layout.ftl" as layout>
<#assign clientName = (holdfast.clientName)!''>
<#-- A second person of this device sets it up for their own account. -->
<#macro another>
<#if holdfast.registrationAllowed!false>
  <@layout.button action="setup" label="holdfastSetupAnother" kind="Link" />
</#if>
</#macro>
<@layout.page script="device"; part>
<#if part == "data"> data-challenge="${(holdfast.challenge)!}" data-silent="${(holdfast.silent!false)?c}" data-registration-allowed="${(holdfast.registrationAllowed!false)?c}" data-fresh="${(holdfast.fresh!false)?c}" data-device-unlock="${(holdfast.deviceUnlock!false)?c}" data-webauthn-unlock="${(holdfast.webauthnUnlock!false)?c}" data-verified="${(holdfast.verified)!}" data-cookie-path="${(holdfast.cookiePath)!}" data-error="${(holdfast.error)!}"</#if>
<#if part == "noscript">
  <button type="submit" name="other" value="1" class="${properties.kcButtonPrimaryClass!} ${properties.kcButtonBlockClass!}">${msg("holdfastOther")}</button>
</#if>
<#if part == "states">
  <@layout.state name="looking" heading=msg("loginAccountTitle")>
    <div class="holdfast-busy holdfast-late">
      <@layout.spinner />
      <p>${msg("holdfastLooking")}</p>
    </div>
  </@layout.state>

  <@layout.state name="setup" heading=msg("holdfastSetupHeading")>
    <p data-part="ended" hidden>${msg("holdfastSetupEnded")}</p>
    <p>${msg("holdfastSetupText")}</p>
    <@layout.actions>
      <@layout.button action="setup" label="holdfastSetup" />
      <@layout.button action="other" label="holdfastOther" kind="Secondary" />
    </@layout.actions>
  </@layout.state>

  <@layout.state name="unknown" heading=msg("holdfastUnknownHeading")>
    <p>${msg("holdfastUnknownText")}</p>
    <@layout.actions>
      <@layout.button action="other" label="holdfastOther" />
    </@layout.actions>
  </@layout.state>

  <@layout.state name="ready" heading=msg("holdfastWelcome", "{account}")>
    <p><#if clientName?has_content>${msg("holdfastReadyTextFor", clientName)}<#else>${msg("holdfastReadyText")}</#if></p>
    <@layout.actions>
      <@layout.button action="continue" label="holdfastContinue" />
      <@layout.button action="other" label="holdfastOther" kind="Secondary" />
      <@another />
    </@layout.actions>
  </@layout.state>

  <@layout.state name="choose" heading=msg("holdfastChooseHeading")>
    <p><#if clientName?has_content>${msg("holdfastChooseTextFor", clientName)}<#else>${msg("holdfastChooseText")}</#if></p>
    <ul class="holdfast-accounts" data-part="accounts"></ul>
    <template data-part="account">
      <li>
        <button type="button" class="holdfast-account">
          <span class="holdfast-avatar" data-part="initial" aria-hidden="true"></span>
          <span class="holdfast-who">
            <span class="holdfast-name" data-part="name"></span>
            <span class="holdfast-note" data-part="locked" hidden>${msg("holdfastAccountLocked")}</span>
          </span>
          <svg class="holdfast-chevron" viewBox="0 0 256 512" fill="currentColor" aria-hidden="true"><path d="M64 448a32 32 0 0 1-22.600-54.600L178.700 256 41.400 118.600a32 32 0 0 1 45.200-45.200l160 160a32 32 0 0 1 0 45.200l-160 160A31.900 31.900 0 0 1 64 448z"></path></svg>
        </button>
      </li>
    </template>
    <@layout.actions>
      <@layout.button action="other" label="holdfastOther" kind="Secondary" />
      <@another />
    </@layout.actions>
  </@layout.state>

  <@layout.state name="working" heading=msg("holdfastWorkingHeading")>
    <div class="holdfast-busy">
      <@layout.spinner />
      <p data-template="${msg("holdfastWorkingText", "{account}")}"></p>
    </div>
    <@layout.actions>
      <@layout.button action="cancel" label="holdfastCancel" kind="Secondary" />
    </@layout.actions>
  </@layout.state>

  <@layout.state name="locked" heading=msg("holdfastWelcome", "{account}")>
    <@layout.reason />
    <p data-part="while">${msg("holdfastLockedText")}</p>
    <p data-part="pin" hidden>${msg("holdfastLockedPinText")}</p>
    <p data-part="verify" hidden>${msg("holdfastLockedVerifyText")}</p>
    <p data-part="fresh" hidden><#if clientName?has_content>${msg("holdfastFreshTextFor", clientName)}<#else>${msg("holdfastFreshText")}</#if></p>
    <@layout.actions>
      <@layout.button action="verify" label="holdfastVerify" />
      <@layout.button action="pin" label="holdfastUnlockPin" />
      <@layout.button action="renew" label="holdfastUnlock" kind="Secondary" />
      <@layout.button action="other" label="holdfastOther" kind="Secondary" />
      <@another />
    </@layout.actions>
  </@layout.state>

  <@layout.state name="verifying" heading=msg("holdfastVerifyAskingHeading")>
    <div class="holdfast-busy">
      <@layout.spinner />
      <p>${msg("holdfastVerifyAskingText")}</p>
    </div>
    <@layout.actions>
      <@layout.button action="cancel" label="holdfastCancel" kind="Secondary" />
    </@layout.actions>
  </@layout.state>

  <@layout.state name="asking" heading=msg("holdfastAskingHeading")>
    <div class="holdfast-busy">
      <@layout.spinner />
      <p>${msg("holdfastAskingText")}</p>
    </div>
    <@layout.actions>
      <@layout.button action="cancel" label="holdfastCancel" kind="Secondary" />
    </@layout.actions>
  </@layout.state>

  <@layout.state name="refused" heading=msg("holdfastRefusedHeading")>
    <@layout.reason />
    <p class="holdfast-note" data-part="wait" data-template="${msg("holdfastWait", "{seconds}")}" hidden></p>
    <@layout.actions>
      <@layout.button action="again" label="holdfastAgain" />
      <@layout.button action="setup" label="holdfastSetupAgain" />
      <@layout.button action="other" label="holdfastOther" kind="Secondary" />
    </@layout.actions>
  </@layout.state>
</#if>
</@layout.page>
