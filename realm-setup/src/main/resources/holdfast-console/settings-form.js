// What a form of settings knows without a page: groups, texts of values and back, and what is wrong with them.

/** Where each setting stands. One that is not named here stands at the end: a new setting needs no new page. */
const GROUPS = [
  ["rollOut", ["deviceLogin", "rollOutGroups"]],
  ["trust", ["registrationPolicy", "minimumAssurance", "approveDevices", "tpmAuthorities", "tpmAllowedKeys"]],
  ["posture", ["postureRequired", "postureSources", "checkDiskEncryption", "checkFirewall", "checkScreenLock",
    "checkSecureBoot", "checkPendingUpdates", "checkOsVersions", "checkAgentVersion", "postureLifetime", "managedPostureLifetime"]],
  ["signIn", ["unlockedLifetime", "proofWindow", "durtLifetime", "durtAbsoluteLifetime", "mailRegistrations"]],
  ["limits", ["exchangesPerMinute", "registrationsPerHour", "enrolmentRefusalsPerMinute", "signInAge", "certificateLifetime",
    "nonceLifetime", "challengeLifetime", "dustLifetime"]],
  ["push", ["push", "numberMatching", "userVerification", "pushPhonesPerUser"]],
  ["pushAsking", ["pushPerApplication", "pushPerUser", "pushUnansweredPerHour", "pushUnansweredPerDay"]],
  ["pushDenials", ["pushDeniedPerHour", "pushDeniedPerDay", "pushDenialsToBlock", "pushDenialMemory", "pushFirstBlock",
    "pushLongestBlock", "pushKnownBrowserLifetime"]],
  ["pushCiba", ["pushCibaPerUser", "pushCibaUnansweredPerHour", "pushCibaUnansweredPerDay", "pushCibaDeniedPerHour",
    "pushCibaPerClient", "pushCibaPerAddress"]],
  ["pushTelling", ["pushMails", "pushAlertAddress", "appAddress", "pushContact", "pushHosts"]],
  ["pushLifetimes", ["pushRequestLifetime", "pushEnrolmentLifetime", "pushConsentLifetime", "pushNonceLifetime",
    "pushConfirmTries", "pushEnrolmentRefusalsPerMinute"]],
  ["access", ["access", "defaultPolicy"]],
  ["accessMfa", ["requireAdminMFA", "mfaGroups", "mfaEnrolmentDays", "allowedFactors", "defaultFactor", "factorAuthenticators"]],
  ["accessEmergency", ["breakGlassGroup"]],
  ["record", ["insights", "insightsRetentionDays"]],
  ["webhook", ["insightsWebhook", "insightsWebhookBatch"]],
  ["store", ["insightsStore", "insightsStoreRegion", "insightsStoreSeconds"]],
  ["recordHosts", ["insightsHosts"]],
];

/** [[group, settings]], without empty groups. */
export function grouped(settings) {
  const left = new Map(settings.map((setting) => [setting.key, setting]));
  const groups = GROUPS.map(([name, keys]) => [name, keys.map((key) => {
    const setting = left.get(key);
    left.delete(key);
    return setting;
  }).filter(Boolean)]);
  return [...groups, ["more", [...left.values()]]].filter(([, members]) => members.length);
}

const PEM = /-----BEGIN [^-]+-----[\s\S]*?-----END [^-]+-----/g;

/** The values that a field's text stands for: one a line, or one a PEM block. None is the default. */
export function valuesOf(setting, text) {
  if (setting.kind !== "texts") {
    const value = text.trim();
    return value === "" ? [] : [value];
  }
  const blocks = text.match(PEM) ?? [];
  const lines = text.replace(PEM, "").split("\n").map((line) => line.trim()).filter(Boolean);
  return [...blocks, ...lines];
}

/** What a field shows at first; a switch or a choice that nobody set shows its default. */
export const textOf = (setting) =>
  setting.values.length ? setting.values.join("\n") : setting.kind === "switch" || setting.kind === "choice" ? (setting.default ?? "") : "";

/** Whether a number can be used; the server says the same again, and all that a page cannot know. */
export function isWrong(setting, values) {
  return setting.kind === "number" && values.length > 0 &&
    !(/^\d{1,15}$/.test(values[0]) && Number(values[0]) >= setting.min && Number(values[0]) <= setting.max);
}

/** Only what differs from what is in force. */
export function changesOf(settings, texts) {
  const changes = {};
  for (const setting of settings) {
    const values = valuesOf(setting, texts.get(setting.key));
    const before = setting.values.length || setting.kind === "texts" || setting.kind === "number" || setting.kind === "text"
      ? setting.values : [setting.default ?? ""];
    if (values.join("\n") !== before.join("\n")) {
      changes[setting.key] = values;
    }
  }
  return changes;
}
