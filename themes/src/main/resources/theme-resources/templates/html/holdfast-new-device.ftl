<#import "template.ftl" as layout>
<@layout.emailLayout>
<p>${msg("holdfastNewDeviceGreeting", account)}</p>
<p>${msg("holdfastNewDeviceText", device, realmName, address, time)}</p>
<p>${msg("holdfastNewDeviceYou")}<br>
${msg("holdfastNewDeviceNotYou", accountUrl)}</p>
<p><a href="${accountUrl}">${accountUrl}</a></p>
</@layout.emailLayout>
