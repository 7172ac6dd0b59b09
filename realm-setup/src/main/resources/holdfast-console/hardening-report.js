// What an answer of the hardening calls means, without a page.

/** An audit in the form that the page shows. */
export function auditOf(told) {
  return {
    told,
    controls: (told?.controls ?? []).map((control) => ({
      id: control.id,
      title: control.title,
      references: control.references ?? [],
      measured: textOf(control.measured),
      wanted: textOf(control.wanted),
      result: control.result,
      appliable: Boolean(control.appliable),
      mend: control.mend ?? "",
    })),
  };
}

const textOf = (value) => (value === undefined || value === null ? "" : Array.isArray(value) ? value.join(", ") : String(value));

export function countsOf(controls) {
  const counts = { pass: 0, fail: 0, not_applicable: 0 };
  controls.forEach(({ result }) => counts[result]++);
  return counts;
}

/** Controls that are otherwise after a call than before it. */
export function changedControls({ before, after }) {
  const then = new Map(auditOf(before).controls.map((control) => [control.id, control]));
  return auditOf(after).controls
    .filter((control) => then.has(control.id) && (then.get(control.id).measured !== control.measured || then.get(control.id).result !== control.result))
    .map((control) => ({ before: then.get(control.id), after: control }));
}
