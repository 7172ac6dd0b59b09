// A text of which lines matter, JSON or a list: with the numbers of its lines, and what is wrong at them.

import { el, newId } from "./elements.js";
import { button } from "./notices.js";

export class LinesField {
  #app;
  #area;
  #numbers = el("pre.json-numbers", { "aria-hidden": "true" });
  #problems;
  #wrong = new Map();

  constructor(app, { text, changed, disabled, label = "JSON", hint = app.t("jsonHint"), rows = "24" }) {
    const { t } = app;
    this.#app = app;
    const id = newId("json");
    this.#problems = el("ul.json-problems", { id: `${id}-problems`, role: "status" });
    this.#area = el("textarea.json", { id, rows, wrap: "off", spellcheck: "false", autocomplete: "off", autocapitalize: "off", disabled,
      "aria-describedby": `${id}-hint ${id}-problems`,
      oninput: () => {
        this.#draw();
        changed(this.#area.value);
      },
      onscroll: () => (this.#numbers.scrollTop = this.#area.scrollTop) });
    this.element = el("section.card.json-card",
      el("div.heading", el("h2", el("label", { for: id }, label)),
        button(t("copy"), (event) => this.#copy(event.currentTarget), "link")),
      el("p.hint", { id: `${id}-hint` }, hint),
      this.#problems,
      el("div.json-box", this.#numbers, this.#area));
    this.show(text);
  }

  get text() {
    return this.#area.value;
  }

  show(text) {
    if (this.#area.value !== text) {
      this.#area.value = text;
    }
    this.#draw();
  }

  /** problems: [{ line, column, message }]; those without a line stand at the top alone. */
  complain(problems) {
    this.#wrong = new Map(problems.filter((problem) => problem.line).map((problem) => [problem.line, problem]));
    this.#problems.replaceChildren(...this.items(problems));
    if (problems.length) {
      this.#area.setAttribute("aria-invalid", "true");
    } else {
      this.#area.removeAttribute("aria-invalid");
    }
    this.#draw();
  }

  /** Of each problem an item of a list, from which its line is reached. */
  items(problems) {
    const { t } = this.#app;
    return problems.map((problem) => el("li", problem.line
      ? [button(problem.column ? t("atLineColumn", problem) : t("atLine", problem), () => this.focusLine(problem.line), "link"), " "] : null, problem.message));
  }

  focusLine(line) {
    const lines = this.#area.value.split("\n");
    const from = lines.slice(0, line - 1).join("\n").length + (line > 1 ? 1 : 0);
    this.#area.focus();
    this.#area.setSelectionRange(from, from + (lines[line - 1]?.length ?? 0));
    this.#area.scrollIntoView({ block: "center" });
    this.#area.scrollTop = Math.max(0, (line - 6) * (this.#area.scrollHeight / lines.length));
  }

  #draw() {
    const count = this.#area.value.split("\n").length;
    const lines = Array.from({ length: count }, (_, i) => i + 1);
    this.#numbers.replaceChildren(...lines.map((line) =>
      el(this.#wrong.has(line) ? "span.json-number.json-wrong" : "span.json-number", `${line}\n`)));
    this.#numbers.scrollTop = this.#area.scrollTop;
  }

  async #copy(pressed) {
    const { t } = this.#app;
    try {
      await navigator.clipboard.writeText(this.#area.value);
      pressed.textContent = t("copied");
    } catch {
      this.#area.focus();
      this.#area.select();
    }
  }
}
