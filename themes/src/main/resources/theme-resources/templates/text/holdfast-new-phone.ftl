<#ftl output_format="plainText">
${msg("holdfastNewPhoneGreeting", account)}

${msg("holdfastNewPhoneText", phone, realmName, address, time)}

${msg("holdfastNewPhoneYou")}
${msg("holdfastNewPhoneNotYou", accountUrl)}
