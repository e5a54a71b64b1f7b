// What a learner enters in a page, kept in this browser as helpers/journal.py keeps it in a file.
//
// Each entry lies under a key of its own, so that two tabs never write over one another. What the
// browser refuses stays in memory, and whoever asked is told. A file has the format of an export.
{
  const PLACE = "shifting-sands:entry:";
  const DRAFTS = "shifting-sands:draft:";
  const FORMAT = "shifting-sands-journal";
  const MOST_LINE = 64 * 1024;
  const MOST_FILE = 32 * 1024 * 1024;
  const FAR = 4_102_444_800e6; // an order beyond the year 2100 comes from a clock gone wrong
  const FIELDS = ["id", "time", "order", "kind", "key", "value"];
  const NAME = /^[a-z][a-z0-9_]{0,39}$/;
  const TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/;
  const waiting = new Map(); // what is only in memory: line by id

  const store = () => {
    try {
      return window.localStorage;
    } catch {
      return null; // the browser denies it
    }
  };
  const now = () => new Date().toISOString().replace(/\.\d+Z$/, "Z");
  const bytes = (text) => new TextEncoder().encode(text).length;

  const sound = (entry) => {
    if (!entry || typeof entry !== "object" || Array.isArray(entry)) return false;
    const more = Object.keys(entry).filter((name) => !FIELDS.includes(name));
    return (
      /^[0-9a-f]{32}$/.test(entry.id) &&
      TIME.test(entry.time) &&
      NAME.test(entry.kind) &&
      Number.isInteger(entry.order) &&
      entry.order >= 0 &&
      entry.order < 2 ** 53 &&
      typeof entry.key === "string" &&
      /^[^\p{C}\p{Zl}\p{Zp}]{1,80}$/u.test(entry.key) &&
      "value" in entry &&
      more.length <= 20 &&
      more.every((name) => NAME.test(name))
    );
  };

  const parsed = (line) => {
    try {
      return bytes(line) > MOST_LINE ? null : JSON.parse(line.replace(/^\ufeff/, ""));
    } catch {
      return null;
    }
  };

  // Every line of this browser by its id, those in memory too.
  const lines = () => {
    const kept = store();
    const found = new Map();
    for (let n = 0; n < (kept?.length ?? 0); n += 1) {
      const key = kept.key(n);
      if (key.startsWith(PLACE)) found.set(key.slice(PLACE.length), kept.getItem(key));
    }
    return new Map([...found, ...waiting]);
  };

  const all = () => {
    const found = [...lines().values()].map(parsed).filter(sound);
    const place = (entry) => (entry.order > FAR ? 0 : entry.order);
    return found.sort((a, b) => place(a) - place(b) || (a.id < b.id ? -1 : 1));
  };

  const lessonOf = ({ kind, key }) => {
    if (kind === "forecast") return 8;
    if (kind === "briefing") return 9;
    const found = /^(\d{1,2})(?:\.|$)/.exec(kind === "draft" ? key.split(":").at(-1) : key);
    return found ? Number(found[1]) : null;
  };

  // Entries that a fresh start has not set aside, oldest first.
  const entries = () => {
    const found = all();
    const starts = new Map();
    found.forEach((entry, place) => {
      if (entry.kind !== "afresh") return;
      const since = entry.value === "back" ? -1 : place;
      const lessons = entry.key === "all" ? found.map(lessonOf) : [lessonOf(entry)];
      lessons.forEach((lesson) => starts.set(lesson, since));
    });
    return found.filter(
      (entry, place) => entry.kind !== "afresh" && place > (starts.get(lessonOf(entry)) ?? -1),
    );
  };

  const put = (key, line) => {
    try {
      store().setItem(key, line);
      return store().getItem(key) === line;
    } catch {
      return false; // denied, or full
    }
  };

  const save = () => {
    for (const [id, line] of waiting) if (put(PLACE + id, line)) waiting.delete(id);
    return waiting.size === 0;
  };

  // Keep one entry; true where the browser took it.
  const record = (kind, key, value, more = {}) => {
    const last = all().at(-1)?.order ?? 0;
    const order = Math.max(Date.now() * 1000, last <= FAR ? last + 1 : 0);
    const id = [...crypto.getRandomValues(new Uint8Array(16))]
      .map((byte) => byte.toString(16).padStart(2, "0"))
      .join("");
    waiting.set(id, JSON.stringify({ id, time: now(), order, kind, key, value, ...more }));
    return save();
  };

  const of = (kind, key) => entries().filter((entry) => entry.kind === kind && entry.key === key);

  const exported = (name) => {
    const found = all();
    const said = name.replace(/\s+/g, " ").trim().slice(0, 80);
    const head = { format: FORMAT, version: 1, name: said, exported: now(), count: found.length };
    return [head, ...found].map((line) => `${JSON.stringify(line)}\n`).join("");
  };

  const decoded = (content) => {
    const start = new Uint8Array(content.slice(0, 2)).join();
    const wide = { "255,254": "utf-16le", "254,255": "utf-16be" }[start];
    return new TextDecoder(wide ?? "utf-8").decode(content);
  };

  const isHeader = (found) => found?.format === FORMAT && Number.isInteger(found.count);

  // Put new lines into the browser: all, or none.
  const taken = (fresh) => {
    const put_ = [];
    for (const [id, line] of fresh) {
      if (!put(PLACE + id, line)) {
        put_.forEach((one) => store()?.removeItem(PLACE + one));
        return false;
      }
      put_.push(id);
    }
    return true;
  };

  // Take in a file of another device, once and beside what is here. Returns a sentence.
  const takeIn = (content, name) => {
    const say = (message, facts) => sands.say(`pages.files.${message}`, { name, ...facts });
    if (content.byteLength > MOST_FILE) return say("large");
    const text = decoded(content);
    if (!text.trim()) return say("empty");
    const read = text.split("\n").filter((line) => line.trim()).map(parsed);
    const header = read.find(isHeader);
    const found = read.filter(sound);
    if (!found.length) return say(header ? "no_entries" : "not_ours");
    const skipped = read.filter((one) => !isHeader(one)).length - found.length;
    const lost = Math.max((header?.count ?? 0) - found.length, skipped) || null;
    const here = lines();
    const fresh = new Map(
      found.filter((one) => !here.has(one.id)).map((one) => [one.id, JSON.stringify(one)]),
    );
    if (!taken(fresh)) return say("not_taken");
    return say(fresh.size ? "taken" : "here", { n: fresh.size, lost });
  };

  const forget = () => {
    const count = lines().size;
    waiting.clear();
    const kept = store();
    const keys = Array.from({ length: kept?.length ?? 0 }, (_, n) => kept.key(n));
    keys
      .filter((key) => key.startsWith(PLACE) || key.startsWith(DRAFTS))
      .forEach((key) => kept.removeItem(key));
    return count;
  };

  const draft = (id) => {
    const found = parsed(store()?.getItem(DRAFTS + id) ?? "null");
    const fits = (own) => typeof own === "string" || Array.isArray(own);
    return found && Object.values(found).every(fits) ? found : null;
  };
  const keepDraft = (id, boxes) => put(DRAFTS + id, JSON.stringify(boxes));
  const dropDraft = (id) => store()?.removeItem(DRAFTS + id);

  // Whether this browser keeps anything for the page: a real write is tried and taken away.
  const keeps = () => {
    const kept = put("shifting-sands:asked", "1");
    if (kept) store().removeItem("shifting-sands:asked");
    return kept;
  };

  sands.journal = { all, entries, of, record, exported, takeIn, forget, keeps, save };
  sands.drafts = { of: draft, keep: keepDraft, drop: dropDraft };
  sands.setting = (name, value) => {
    if (value !== undefined) put(`shifting-sands:${name}`, value);
    return store()?.getItem(`shifting-sands:${name}`) ?? null;
  };
  sands.isEntry = (key) => key === null || key.startsWith(PLACE);
}
