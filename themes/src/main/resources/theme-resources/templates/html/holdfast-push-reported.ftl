<#import "template.ftl" as layout>
<@layout.emailLayout>
<#if alert>
<p>${msg("holdfastReportedAlertText", account, clientName, realmName, address, time)}</p>
<p>${msg("holdfastReportedAlertWhat")}</p>
<#else>
<p>${msg("holdfastReportedGreeting", account)}</p>
<p>${msg("holdfastReportedText", clientName, realmName, address, time)}</p>
<p>${msg("holdfastReportedWhat")}</p>
<p>${msg("holdfastReportedNotYou")}</p>
</#if>
</@layout.emailLayout>
