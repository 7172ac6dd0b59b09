<#ftl output_format="plainText">
<#if alert>
${msg("holdfastReportedAlertText", account, clientName, realmName, address, time)}

<#if passwordKnown>${msg("holdfastReportedAlertWhat")}<#else>${msg("holdfastReportedAlertClientWhat")}</#if>
<#else>
${msg("holdfastReportedGreeting", account)}

${msg("holdfastReportedText", clientName, realmName, address, time)}

<#if passwordKnown>
${msg("holdfastReportedWhat")}
${msg("holdfastReportedNotYou")}
<#else>
${msg("holdfastReportedClientWhat")}
${msg("holdfastReportedClientNotYou")}
</#if>
</#if>
