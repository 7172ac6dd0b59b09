<#import "template.ftl" as layout>
<@layout.emailLayout>
<#if alert>
<p>${msg("holdfastReportedAlertText", account, clientName, realmName, address, time)}</p>
<p><#if passwordKnown>${msg("holdfastReportedAlertWhat")}<#else>${msg("holdfastReportedAlertClientWhat")}</#if></p>
<#else>
<p>${msg("holdfastReportedGreeting", account)}</p>
<p>${msg("holdfastReportedText", clientName, realmName, address, time)}</p>
<#if passwordKnown>
<p>${msg("holdfastReportedWhat")}</p>
<p>${msg("holdfastReportedNotYou")}</p>
<#else>
<p>${msg("holdfastReportedClientWhat")}</p>
<p>${msg("holdfastReportedClientNotYou")}</p>
</#if>
</#if>
</@layout.emailLayout>
