// As much of a browser's page as the console's modules use, so that node can press their buttons.

import { el } from "../../main/resources/holdfast-console/elements.js";
import { translator } from "../../main/resources/holdfast-console/texts.js";

class FakeNode {}

class FakeElement extends FakeNode {
  #attributes = new Map();
  #listeners = new Map();
  #text = "";
  children = [];
  parent = undefined;
  hidden = false;
  value = "";

  constructor(tag) {
    super();
    this.tagName = tag;
    if (tag === "select") {
      Object.defineProperty(this, "options", { get: () => this.children });
    }
  }

  get id() {
    return this.getAttribute("id") ?? "";
  }

  set id(id) {
    this.setAttribute("id", id);
  }

  get classList() {
    const words = () => (this.className ?? "").split(" ").filter(Boolean);
    return {
      contains: (word) => words().includes(word),
      add: (...added) => (this.className = [...new Set([...words(), ...added])].join(" ")),
      remove: (...gone) => (this.className = words().filter((word) => !gone.includes(word)).join(" ")),
    };
  }

  get textContent() {
    return this.#text + this.children.map((child) => child.textContent).join("");
  }

  set textContent(text) {
    this.replaceChildren();
    this.#text = String(text);
  }

  get firstChild() {
    return this.children[0];
  }

  getAttribute(name) {
    return this.#attributes.get(name) ?? null;
  }

  hasAttribute(name) {
    return this.#attributes.has(name);
  }

  setAttribute(name, value) {
    this.#attributes.set(name, String(value));
  }

  removeAttribute(name) {
    this.#attributes.delete(name);
  }

  toggleAttribute(name, there) {
    there ? this.setAttribute(name, "") : this.removeAttribute(name);
  }

  append(...children) {
    for (const child of children) {
      const node = child instanceof FakeNode ? child : Object.assign(new FakeElement("#text"), { textContent: child });
      node.remove();
      node.parent = this;
      this.children.push(node);
    }
  }

  replaceChildren(...children) {
    this.children.forEach((child) => (child.parent = undefined));
    this.children = [];
    this.#text = "";
    this.append(...children);
  }

  remove() {
    if (this.parent) {
      this.parent.children = this.parent.children.filter((child) => child !== this);
      this.parent = undefined;
    }
  }

  before(sibling) {
    const { parent } = this;
    sibling.remove();
    sibling.parent = parent;
    parent.children.splice(parent.children.indexOf(this), 0, sibling);
  }

  matches(selector) {
    return selector.split(",").some((one) => {
      // One element's own marks: a selector of several elements is none that this page knows.
      const [, tag, rest] = /^([a-z0-9]*)((?:\.[\w-]+|\[[^\]]*\])*)$/.exec(one.trim());
      const parts = [...rest.matchAll(/\.([\w-]+)|\[([\w-]+)(?:="?([^"\]]*)"?)?\]/g)];
      return (!tag || tag === this.tagName) && parts.every(([, word, name, value]) =>
        word ? this.classList.contains(word) : value === undefined ? this.hasAttribute(name) : this.getAttribute(name) === value);
    });
  }

  querySelectorAll(selector) {
    return this.children.flatMap((child) => [...(child.matches(selector) ? [child] : []), ...child.querySelectorAll(selector)]);
  }

  querySelector(selector) {
    return this.querySelectorAll(selector)[0] ?? null;
  }

  closest(selector) {
    return this.matches(selector) ? this : (this.parent?.closest(selector) ?? null);
  }

  contains(node) {
    return node === this || this.children.some((child) => child.contains(node));
  }

  focus() {
    document.activeElement = this;
  }

  select() {}

  setSelectionRange() {}

  showModal() {}

  close() {
    this.fire("close");
  }

  addEventListener(kind, listener) {
    this.#listeners.set(kind, [...(this.#listeners.get(kind) ?? []), listener]);
  }

  /** As in a browser an event's current target is known only while its listeners are called. */
  fire(kind) {
    const event = { type: kind, target: this, currentTarget: this, preventDefault() {} };
    this.#listeners.get(kind)?.forEach((listener) => listener(event));
    event.currentTarget = null;
  }
}

const later = globalThis.setTimeout;

/** An empty page in place of the last one. What it does much later keeps no test waiting. */
export function emptyPage() {
  const body = new FakeElement("body");
  body.append(Object.assign(new FakeElement("div"), { id: "toasts" }));
  globalThis.setTimeout = (...call) => later(...call).unref();
  globalThis.Node = FakeNode;
  globalThis.CSS = { escape: (text) => text };
  globalThis.document = {
    body,
    title: "",
    activeElement: body,
    createElement: (tag) => new FakeElement(tag),
    createElementNS: (_, tag) => new FakeElement(tag),
    getElementById: (id) => body.querySelector(`[id="${id}"]`),
  };
  return body;
}

/** The button that says this. */
export const buttonOf = (place, label) => place.querySelectorAll("button").find((button) => button.textContent === label);

/** Until everything that was begun and waits for nothing else is done. */
export const settled = () => new Promise((resolve) => setImmediate(resolve));

/** What pages are given, with the calls that a test answers. */
export const appOf = (given) => ({
  t: translator("en"),
  locale: "en-GB",
  language: "en",
  realm: "acme",
  abilities: { manage: true, history: true, directory: true },
  went: [],
  go(place) {
    this.went.push(place);
  },
  link: (_, text, classes) => el(classes ? `a.${classes}` : "a", text),
  failure: (error) => {
    throw error;
  },
  ...given,
});
