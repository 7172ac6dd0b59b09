<#ftl output_format="plainText">
${msg("holdfastNewDeviceGreeting", account)}

${msg("holdfastNewDeviceText", device, realmName, address, time)}

${msg("holdfastNewDeviceYou")}
${msg("holdfastNewDeviceNotYou", accountUrl)}
