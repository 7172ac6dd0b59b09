<#ftl output_format="plainText">
<#if alert>
${msg("holdfastReportedAlertText", account, clientName, realmName, address, time)}

${msg("holdfastReportedAlertWhat")}
<#else>
${msg("holdfastReportedGreeting", account)}

${msg("holdfastReportedText", clientName, realmName, address, time)}

${msg("holdfastReportedWhat")}
${msg("holdfastReportedNotYou")}
</#if>
