// What the app keeps, in IndexedDB: keys that no script can read, accounts, codes, history, settings. Shared by the apps
// of all realms on this origin.

const NAME = "holdfast-phone";
const HISTORY_LENGTH = 200;

export async function openStore() {
  const request = indexedDB.open(NAME, 1);
  request.onupgradeneeded = () => {
    const database = request.result;
    database.createObjectStore("accounts", { keyPath: "phone" });
    database.createObjectStore("codes", { keyPath: "id" });
    database.createObjectStore("history", { keyPath: "id", autoIncrement: true });
    database.createObjectStore("realms", { keyPath: "iss" });
    database.createObjectStore("settings");
  };
  return new Store(await done(request));
}

const done = (request) =>
  new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });

const inOrder = (all) => all.sort((one, other) => one.created - other.created);

class Store {
  #database;

  constructor(database) {
    this.#database = database;
    // Another tab deletes everything, or a newer app wants another shape.
    database.onversionchange = () => database.close();
  }

  #read(name, task) {
    return done(task(this.#database.transaction(name).objectStore(name)));
  }

  #write(name, task) {
    const transaction = this.#database.transaction(name, "readwrite", { durability: "strict" });
    return new Promise((resolve, reject) => {
      const request = task(transaction.objectStore(name));
      transaction.oncomplete = () => resolve(request?.result);
      transaction.onabort = () => reject(transaction.error);
    });
  }

  /** {phone, iss, app, account, label, state, privateKey, jwk, jkt, credential?, wake, subscription?, created} */
  async accounts() {
    return inOrder(await this.#read("accounts", (all) => all.getAll()));
  }

  account(phone) {
    return this.#read("accounts", (all) => all.get(phone));
  }

  putAccount(account) {
    return this.#write("accounts", (all) => all.put(account));
  }

  deleteAccount(phone) {
    return this.#write("accounts", (all) => all.delete(phone));
  }

  /** {id, issuer, account, key, digits, period, created} */
  async codes() {
    return inOrder(await this.#read("codes", (all) => all.getAll()));
  }

  putCode(code) {
    return this.#write("codes", (all) => all.put(code));
  }

  deleteCode(id) {
    return this.#write("codes", (all) => all.delete(id));
  }

  /** The newest first. */
  async history() {
    return (await this.#read("history", (all) => all.getAll())).reverse();
  }

  async addHistory(entry) {
    await this.#write("history", (all) => all.add(entry));
    const keys = await this.#read("history", (all) => all.getAllKeys());
    if (keys.length > HISTORY_LENGTH) {
      const last = keys[keys.length - HISTORY_LENGTH - 1];
      await this.#write("history", (all) => all.delete(IDBKeyRange.upperBound(last)));
    }
  }

  clearHistory() {
    return this.#write("history", (all) => all.clear());
  }

  /** {iss, discovery, keys} */
  realm(iss) {
    return this.#read("realms", (all) => all.get(iss));
  }

  putRealm(realm) {
    return this.#write("realms", (all) => all.put(realm));
  }

  setting(name) {
    return this.#read("settings", (all) => all.get(name));
  }

  putSetting(name, value) {
    return this.#write("settings", (all) => all.put(value, name));
  }

  async clear() {
    for (const name of this.#database.objectStoreNames) {
      await this.#write(name, (all) => all.clear());
    }
  }
}
