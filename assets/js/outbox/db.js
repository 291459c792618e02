/* What the tablet keeps, in the IndexedDB "monitor".
 *
 * Contract: stores `outbox` (entries not yet acknowledged, numbered in order of saving, unique by
 * `key`), `drafts` (half-typed sets, by `<session>|<person>`), `entries` (what the entry form needs
 * of a session, by session id). Every function returns a promise and rejects with StorageFailed,
 * whose message can be shown, when the tablet cannot keep things.
 */
const { t } = window.monitor;

const NAME = "monitor";
const VERSION = 1;

export class StorageFailed extends Error {
  constructor(cause) {
    const full = cause && cause.name === "QuotaExceededError";
    super(full
      ? t("This tablet's storage is full. It is still on this screen: stay here, try again, or write it down.")
      : t("This tablet cannot keep entries. It is still on this screen: stay here, try again, or write it down."));
    this.name = "StorageFailed";
    this.cause = cause;
  }
}

let opening = null;

function upgrade(db) {
  const outbox = db.createObjectStore("outbox", { keyPath: "order", autoIncrement: true });
  outbox.createIndex("key", "key", { unique: true });
  db.createObjectStore("drafts", { keyPath: "id" });
  db.createObjectStore("entries", { keyPath: "id" });
}

function connect() {
  if (opening) return opening;
  opening = new Promise((resolve, reject) => {
    let asked;
    try {
      asked = indexedDB.open(NAME, VERSION);
    } catch (error) {
      reject(new StorageFailed(error));
      return;
    }
    asked.onupgradeneeded = () => upgrade(asked.result);
    asked.onsuccess = () => {
      const db = asked.result;
      db.onversionchange = () => { db.close(); opening = null; };
      db.onclose = () => { opening = null; };
      resolve(db);
    };
    asked.onerror = () => reject(new StorageFailed(asked.error));
    asked.onblocked = () => reject(new StorageFailed(asked.error));
  });
  opening.catch(() => { opening = null; });
  return opening;
}

/* Run `work(stores)` in one transaction; resolve with what it returned once it is on disk. */
export async function transact(names, mode, work) {
  const db = await connect();
  return new Promise((resolve, reject) => {
    let transaction;
    let result;
    try {
      transaction = db.transaction(names, mode, { durability: "strict" });
      transaction.oncomplete = () => resolve(result);
      transaction.onabort = () => reject(new StorageFailed(transaction.error));
      transaction.onerror = () => {};
      const stores = names.map((name) => transaction.objectStore(name));
      const returned = work(...stores);
      if (returned instanceof IDBRequest) {
        returned.addEventListener("success", () => { result = returned.result; });
      } else {
        result = returned;
      }
    } catch (error) {
      try { transaction.abort(); } catch { /* it never began */ }
      reject(new StorageFailed(error));
    }
  });
}

export const read = (name, key) => transact([name], "readonly", (store) => store.get(key));
export const readAll = (name) => transact([name], "readonly", (store) => store.getAll());
export const write = (name, value) => transact([name], "readwrite", (store) => store.put(value));
export const remove = (name, key) => transact([name], "readwrite", (store) => store.delete(key));
