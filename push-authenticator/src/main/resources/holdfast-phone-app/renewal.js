// Subscriptions end: the realm takes another key, the browser loses one. At each start the app makes that good,
// and what took too long when the account was added (§7).

import { mayBeWoken, subscribe } from "./wake-up.js";

export async function keepSubscribed({ store, realms, phone }) {
  for (const account of await store.accounts()) {
    if (account.state !== "active") {
      continue;
    }
    try {
      // Addresses and settings of a realm change too.
      const { app_uri: home, application_server_key: key } = await realms.discover(account.iss);
      if (!account.wake || !mayBeWoken()) {
        continue;
      }
      const now = await subscribe(home, key);
      if (now && !same(now, account.subscription)) {
        await phone.wakeBy(account, now);
      }
    } catch {
      // Offline, or a realm that is away: at the next start.
    }
  }
}

const same = (one, other) => one.endpoint === other?.endpoint && one.application_server_key === other.application_server_key;
