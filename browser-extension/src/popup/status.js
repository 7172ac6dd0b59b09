// What the popup says about the agent's answer to `hello`.

/**
 * @param {object | undefined} hello the checked answer, or a refusal
 * @returns {{look: string, headline: string, advice?: string, issuers: object[], version?: string}}
 *     headline and advice are keys of `_locales`
 */
export function statusOf(hello) {
  if (hello?.ok) {
    const { issuers, agent_version: version } = hello;
    return issuers.length > 0
      ? { look: "good", headline: "enrolled", issuers, version }
      : { look: "warn", headline: "notEnrolled", advice: "notEnrolledAdvice", issuers, version };
  }
  return hello?.error === "agent_missing"
    ? { look: "warn", headline: "missing", advice: "missingAdvice", issuers: [] }
    : { look: "warn", headline: "failing", advice: "failingAdvice", issuers: [] };
}
