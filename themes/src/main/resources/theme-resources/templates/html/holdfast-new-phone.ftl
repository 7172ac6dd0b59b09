<#import "template.ftl" as layout>
<@layout.emailLayout>
<p>${msg("holdfastNewPhoneGreeting", account)}</p>
<p>${msg("holdfastNewPhoneText", phone, realmName, address, time)}</p>
<p>${msg("holdfastNewPhoneYou")}<br>
${msg("holdfastNewPhoneNotYou", accountUrl)}</p>
<p><a href="${accountUrl}">${accountUrl}</a></p>
</@layout.emailLayout>
