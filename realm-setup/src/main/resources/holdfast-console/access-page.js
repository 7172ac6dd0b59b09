// Conditional access: the ways between its pages, and the page that the address asks for.

import { accessPage } from "./access-address.js";
import { AccessHistory } from "./access-history.js";
import { ApiKeys } from "./api-keys.js";
import { el } from "./elements.js";
import { IpListPage, IpLists } from "./ip-lists.js";
import { PolicyEditor } from "./policy-editor.js";
import { PolicyList } from "./policy-list.js";
import { WhatIfPage } from "./what-if.js";

const TABS = [["policies", "policies"], ["whatIf", "whatIf"], ["ipLists", "ipLists"], ["keys", "apiKeys"], ["history", "accessChanges"]];

const pageOf = ({ page, id }) => {
  if (page === "policies") {
    return id ? PolicyEditor : PolicyList;
  }
  if (page === "ipLists") {
    return id ? IpListPage : IpLists;
  }
  return { whatIf: WhatIfPage, keys: ApiKeys, history: AccessHistory }[page];
};

export class AccessPage {
  #app;
  #tabs = el("nav.form-tabs");
  #content = el("div.access");
  #shown;
  #place;

  constructor(app, place) {
    this.#app = app;
    this.#tabs.setAttribute("aria-label", app.t("pagesOfAccess"));
    this.element = el("section.access-page", this.#tabs, this.#content);
    this.#show(place);
  }

  update(place) {
    const same = pageOf(place) === pageOf(this.#place) && place.id === this.#place.id;
    if (same && this.#shown.update) {
      this.#place = place;
      this.#shown.update(place);
      return;
    }
    this.leave();
    this.#show(place);
    scrollTo(0, 0);
    this.#content.querySelector("h1")?.focus({ preventScroll: true });
  }

  leave() {
    this.#shown.leave?.();
  }

  #show(place) {
    const app = this.#app;
    this.#place = place;
    this.#tabs.replaceChildren(...TABS.map(([page, key]) => {
      const link = app.link(accessPage(app.realm, page), app.t(key), "form-tab");
      if (page === place.page) {
        link.setAttribute("aria-current", "page");
      }
      return link;
    }));
    this.#shown = new (pageOf(place))(app, place);
    this.#content.replaceChildren(this.#shown.element);
  }
}
