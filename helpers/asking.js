// Boxes in the place of a page's plain questions: answered, judged, kept, and filled in again.
{
  const SIGNS = {
    right: "✓",
    close: "≈",
    "not-yet": "✗",
    said: "→",
    unread: "?",
    open: "○",
  };
  const ask = (message, facts) => sands.say(`questions.question.${message}`, facts);
  const forms = new Map(); // what shows a question anew, by its id

  const made = (tag, attributes = {}, ...inside) => {
    const node = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes)) {
      if (value === true) node.setAttribute(name, "");
      else if (value !== false && value !== null) node.setAttribute(name, value);
    }
    node.append(...inside);
    return node;
  };
  const button = (words, act) => {
    const node = made("button", { type: "button" }, words);
    node.addEventListener("click", act);
    return node;
  };

  // Plain text as paragraphs; `backticks` mark code. All else stays text.
  const prose = (text) =>
    text
      .trim()
      .split(/\n\s*\n/)
      .map((part) => {
        const pieces = part.split(/`([^`]+)`/);
        return made("p", {}, ...pieces.map((one, n) => (n % 2 ? made("code", {}, one) : one)));
      });
  const html = (text) => document.createRange().createContextualFragment(text);

  // --- boxes ------------------------------------------------------------------------------------

  const choice = (q, type, name, option, words = option.text) => {
    const box = made("input", { type, name: `${q.id}-${name}`, value: option.key });
    return made("label", { class: "choice" }, box, made("span", {}, words));
  };
  const group = (legend, quiet, ...inside) =>
    made("fieldset", {}, made("legend", { class: quiet ? "unseen" : "" }, legend), ...inside);
  const field = (label, box) => made("label", { class: "field" }, made("span", {}, label), box);
  const input = (name) => made("input", { type: "text", name, autocomplete: "off" });
  const list = (name, offered) => {
    const first = made("option", { value: "" }, ask("choose"));
    const others = offered.map(([value, words]) => made("option", { value }, words));
    return made("select", { name }, first, ...others);
  };
  const listed = (q) => q.listed.map((key) => q.options.find((option) => option.key === key));
  const unit = (q) => sands.severalOf(q.unit);

  const tiers = (q) =>
    [["answer", q.options], ["reason", q.partners]].map(([tier, offered]) =>
      group(ask(`${tier}_tier`), false, ...offered.map((o) => choice(q, "radio", tier, o))),
    );

  const boxes = {
    single: (q) => [
      group(ask("name", { id: q.id }), true, ...q.options.map((o) => choice(q, "radio", "one", o))),
    ],
    multiple: (q) => {
      const legend = sands.say("forms.panel.many", { name: ask("name", { id: q.id }) });
      return [group(legend, true, ...q.options.map((o) => choice(q, "checkbox", "many", o)))];
    },
    "two-tier": tiers,
    order: (q) => {
      const places = q.options.map((_, n) => [n + 1, n + 1]);
      return listed(q).map((o) => field(o.text, list(o.key, places)));
    },
    match: (q) => {
      const partners = q.partners.map((partner) => [partner.key, partner.text]);
      return q.options.map((o) => field(o.text, list(o.key, partners)));
    },
    range: (q) =>
      ["low", "high"].map((end) => {
        const named = sands.say(`questions.question.ends.${end}`);
        return field(ask("range", { end: named, unit: unit(q) }), input(end));
      }),
    series: (q) =>
      q.options.slice(q.given).map((o) => field(ask("point", { name: o.text, unit: unit(q) }), input(o.key))),
    text: () => [field(ask("words"), made("textarea", { name: "one", rows: 3 }))],
    number: (q) => [field(ask("answer", { unit: unit(q) || ask("number") }), input("one"))],
    probability: () => [field(ask("answer", { unit: ask("percent") }), input("one"))],
  };

  // --- what stands in the boxes -----------------------------------------------------------------

  const named = (form, name) => [...form.elements].filter((box) => box.name === name);
  const ticked = (form, q, name) => named(form, `${q.id}-${name}`).filter((box) => box.checked);
  const typed = (form, name) => form.elements[name].value.trim();

  const value = (form, q) => {
    const keys = q.options.map((option) => option.key);
    const pairs = (of) => of.map((key) => [key, typed(form, key)]).filter(([, own]) => own);
    if (q.kind === "single") return ticked(form, q, "one")[0]?.value ?? null;
    if (q.kind === "multiple") return ticked(form, q, "many").map((box) => box.value);
    if (q.kind === "two-tier") {
      const found = ["answer", "reason"].map((tier) => [tier, ticked(form, q, tier)[0]?.value]);
      return Object.fromEntries(found.filter(([, own]) => own));
    }
    if (q.kind === "order") {
      // Of two items at one place one drops out, so that the answer counts as incomplete.
      const places = new Map(pairs(q.listed).map(([key, place]) => [Number(place), key]));
      return [...places.keys()].sort((a, b) => a - b).map((place) => places.get(place));
    }
    if (q.kind === "match") return Object.fromEntries(pairs(keys));
    if (q.kind === "series") return Object.fromEntries(pairs(keys.slice(q.given)));
    if (q.kind === "range") {
      const ends = [typed(form, "low"), typed(form, "high")];
      return ends.some(Boolean) ? ends : [];
    }
    return typed(form, "one");
  };

  const written = (own) => (typeof own === "number" ? sands.general(own, 15) : String(own ?? ""));

  // What of a kept value stands in which box; it may be of any shape.
  const stands = (q, kept) => {
    const isList = Array.isArray(kept);
    const byKey = kept && typeof kept === "object" && !isList ? kept : {};
    if (q.kind === "single") return { one: [kept] };
    if (q.kind === "multiple") return { many: isList ? kept : [] };
    if (q.kind === "two-tier") return { answer: [byKey.answer], reason: [byKey.reason] };
    if (q.kind === "order") {
      return Object.fromEntries(isList ? kept.map((key, n) => [key, String(n + 1)]) : []);
    }
    if (q.kind === "match") return byKey;
    if (q.kind === "series") {
      return Object.fromEntries(Object.entries(byKey).map(([key, own]) => [key, written(own)]));
    }
    if (q.kind === "range") return isList ? { low: written(kept[0]), high: written(kept[1]) } : {};
    return { one: written(kept) };
  };

  const fill = (form, q, found) => {
    for (const box of form.elements) {
      const name = box.name?.replace(`${q.id}-`, "");
      if (!name || !(name in found)) continue;
      if (box.type === "radio" || box.type === "checkbox") box.checked = found[name].includes(box.value);
      else box.value = found[name];
    }
  };

  const draft = (form, q) => {
    const found = {};
    for (const box of form.elements) {
      if (!box.name || box.name.endsWith("-sure")) continue;
      const name = box.name.replace(`${q.id}-`, "");
      if (box.type !== "radio" && box.type !== "checkbox") found[name] = box.value;
      else (found[name] ??= []).push(...(box.checked ? [box.value] : []));
    }
    return found;
  };
  const holds = (found) => Object.values(found ?? {}).some((own) => own.length);

  // --- one card of feedback ---------------------------------------------------------------------

  const card = (q, verdict, ...more) => {
    const word = sands.say(`judging.signs.${verdict.sign}`);
    const head = made("p", {}, made("strong", {}, `${SIGNS[verdict.sign]} ${word}`));
    const node = made("div", { class: `card ${verdict.sign}`, dir: "auto" }, head);
    node.append(...prose(verdict.words));
    const judged = !["unread", "open"].includes(verdict.sign);
    const place = (message, of) => node.append(html(`<p>${sands.say(`judging.card.${message}`, of)}</p>`));
    if (verdict.look && q.look) place("look", { place: q.look });
    if (judged && q.sources) place("sources", { cited: q.sources });
    node.append(...more.filter(Boolean).map((text) => made("p", { class: "kept" }, text)));
    return node;
  };
  const keptMark = (saved) =>
    saved ? sands.say("forms.panel.kept") : sands.say("pages.kept.failed");

  // --- questions hold back what would answer them -----------------------------------------------

  const first = (id) => sands.journal.of("prediction", id)[0]?.value ?? null;
  const decided = (id) => ["prediction", "answer", "skipped"].some((kind) => sands.journal.of(kind, id).length);
  const gates = (id) => document.querySelectorAll(`[data-gate="${id}"]`);

  const lift = (id) => {
    for (const gate of gates(id)) {
      gate.classList.add("lifted");
      if (gate.tagName === "DETAILS") gate.open = true;
    }
  };

  const mayBeSure = (q) => {
    const steps = [30, 50, 70, 90].map((n) => {
      const words = sands.say("questions.sure.step", { word: sands.say(`questions.sure.at_${n}`), n });
      return choice(q, "radio", "sure", { key: n }, words);
    });
    const node = group(sands.say("questions.sure.asks"), false, ...steps);
    node.classList.add("sure");
    return node;
  };

  // Paper to draw on beside the boxes: what is typed is drawn, what is drawn is typed.
  const paper = (form, q) => {
    const read = (own) => (own.trim() ? sands.readNumber(q, own)[0] : null);
    const state = { ...q.sketch, found: {}, value: {} };
    const heard = {};
    const own = () => Object.fromEntries(Object.keys(value(form, q)).map((key) => [key, read(typed(form, key))]));
    const tell = (name) => heard[`change:${name}`]?.forEach((act) => act());
    const place = made("div", { class: "paper" });
    sands.sketch.render({
      el: place,
      model: {
        get: (name) => state[name],
        set: (name, now) => (state[name] = now),
        on: (name, act) => (heard[name] ??= []).push(act),
        off: () => {},
        save_changes: () => {
          for (const [key, number] of Object.entries(state.value)) {
            const box = form.elements[key];
            if (box && number !== null && read(box.value) !== number) box.value = written(number);
          }
          form.dispatchEvent(new Event("input"));
        },
      },
    });
    const typedNow = () => {
      state.value = own();
      tell("value");
    };
    const show = () => {
      Object.assign(state, q.drawn, { value: own() });
      ["found", "frame"].forEach(tell);
      // A number of the data stands where the learner's line is not.
      const numbers = [...place.querySelectorAll("svg > text[font-weight=bold]")];
      q.sketch.points.forEach(({ key }, n) => {
        const [down, drawn] = [q.drawn.found[key], state.value[key] ?? null];
        if (down === undefined || drawn === null) return;
        if (drawn > q.expected[n] !== q.sketch.axis.turned) numbers[n].setAttribute("y", down + 20);
      });
    };
    return { place, typedNow, show };
  };

  // --- a question -------------------------------------------------------------------------------

  class Asked {
    constructor(section, q) {
      this.q = q;
      this.predicts = q.use === "predict";
      this.kind = this.predicts ? "prediction" : "answer";
      this.said = made("div", { role: "status", class: "said" });
      this.hints = made("div", { class: "hints" });
      this.form = made("form", { novalidate: true, "aria-label": ask("name", { id: q.id }) });
      this.form.append(...boxes[q.kind](q));
      if (q.sketch) {
        this.paper = paper(this.form, q);
        this.form.prepend(made("p", {}, ask("draw")), this.paper.place);
      }
      this.sure = q.sure ? mayBeSure(q) : null;
      if (this.sure) this.form.append(this.sure);
      this.form.append(this.buttons());
      this.form.addEventListener("submit", (event) => {
        event.preventDefault();
        this.answered();
      });
      this.form.addEventListener("input", () => this.changed());
      section.append(this.form, this.said, this.hints);
      this.restore();
    }

    buttons() {
      const { q } = this;
      this.keep = made("button", { type: "submit" }, ask(this.predicts ? "keep" : "check"));
      const row = made("div", { class: "buttons" }, this.keep);
      if (q.hints.length) {
        this.hinted = button(ask("hint_button"), () => this.hint());
        row.append(this.hinted);
      }
      if (this.predicts) {
        this.skip = button(ask("skip"), () => this.skipped());
        row.append(this.skip);
      }
      return row;
    }

    latest() {
      const { id } = this.q;
      if (!this.predicts) return sands.journal.of("answer", id).at(-1)?.value ?? null;
      return sands.journal.of("rethought", id).at(-1)?.value ?? first(id);
    }

    // Show what was entered before: the verdict, what it opens, or a draft.
    restore() {
      const { q } = this;
      const kept = this.latest();
      const begun = sands.drafts.of(q.id);
      if (kept !== null) fill(this.form, q, stands(q, kept));
      if (holds(begun)) fill(this.form, q, begun);
      const open = this.predicts && decided(q.id);
      const judged = open ? first(q.id) : kept;
      const said = [];
      if (judged !== null) {
        const verdict = sands.judge(q, judged);
        if (verdict.sign !== "unread") said.push(card(q, verdict));
        if (this.sure) this.sure.hidden = true;
      }
      if (holds(begun)) said.push(made("p", {}, ask("draft")));
      if (said.length) this.say(...said);
      this.paper?.typedNow();
      if (open) this.open();
    }

    say(...nodes) {
      this.said.replaceChildren(...nodes);
    }

    changed() {
      this.paper?.typedNow();
      sands.drafts.keep(this.q.id, draft(this.form, this.q));
    }

    answered() {
      const { q } = this;
      const given = value(this.form, q);
      const verdict = sands.judge(q, given);
      if (["unread", "open"].includes(verdict.sign)) return this.say(card(q, verdict));
      const [saved, more] = this.pressed(sands.asKept(q, given), verdict);
      if (saved) sands.drafts.drop(q.id);
      this.say(card(q, verdict, more, keptMark(saved)));
      if (this.predicts) this.open();
      else lift(q.id);
      sands.changed();
      return null;
    }

    // Keep an answer; of a prediction only the first guess counts as one.
    pressed(own, verdict) {
      const { id } = this.q;
      const right = verdict.correct === null ? {} : { correct: verdict.correct };
      if (!this.predicts) {
        const sure = ticked(this.form, this.q, "sure")[0]?.value;
        if (this.sure) this.sure.hidden = true;
        const more = sure ? { ...right, sure: Number(sure) } : right;
        return [sands.journal.record("answer", id, own, more), ""];
      }
      const guess = first(id);
      if (!decided(id)) return [sands.journal.record("prediction", id, own, right), ""];
      if (JSON.stringify(guess) === JSON.stringify(own)) return [sands.journal.save(), ""];
      const told = ask("second_thought", { looked: guess === null });
      return [sands.journal.record("rethought", id, own), told];
    }

    skipped() {
      sands.journal.record("skipped", this.q.id, true);
      this.open();
      sands.changed();
    }

    hint() {
      const shown = this.hints.childElementCount;
      const level = ask("hint", { level: shown + 1 });
      if (shown < this.q.hints.length) {
        this.hints.append(made("div", {}, made("strong", {}, level), html(this.q.hints[shown])));
      }
      this.hinted.textContent = ask("hint_next");
      this.hinted.hidden = shown + 1 >= this.q.hints.length;
    }

    // Show what follows the first guess, or the look without one.
    open() {
      this.keep.textContent = ask("keep_second");
      this.skip.hidden = true;
      if (this.hinted) this.hinted.hidden = true; // a hint after the answer would only confuse
      this.hints.replaceChildren();
      this.paper?.show();
      lift(this.q.id);
    }
  }

  // --- the estimate -----------------------------------------------------------------------------

  class Estimate {
    constructor(section, q) {
      const say = (message, facts) => sands.say(`questions.estimate.${message}`, facts);
      this.q = { id: q.id, options: [] };
      this.key = String(q.lesson);
      this.said = made("div", { role: "status", class: "said" });
      const ends = ["best", "low", "high"].map((end) => field(say(end), input(end)));
      const why = say("reason", { first: q.lesson === 0 });
      this.form = made("form", { novalidate: true, "aria-label": say("name", { lesson: q.lesson }) });
      this.form.append(...ends, field(why, made("textarea", { name: "reason", rows: 3 })));
      this.form.append(made("div", { class: "buttons" }, made("button", { type: "submit" }, say("keep"))));
      this.form.addEventListener("submit", (event) => {
        event.preventDefault();
        this.kept();
      });
      this.form.addEventListener("input", () => sands.drafts.keep(q.id, draft(this.form, this.q)));
      section.append(this.form, this.said);
      this.restore();
    }

    restore() {
      const kept = sands.journal.of("estimate", this.key).at(-1)?.value;
      const found = kept && typeof kept === "object" ? kept : {};
      const begun = sands.drafts.of(this.q.id);
      const boxes_ = Object.entries(found).map(([name, own]) => [name, written(own)]);
      fill(this.form, this.q, { ...Object.fromEntries(boxes_), ...(begun ?? {}) });
      this.said.replaceChildren(...this.others());
    }

    others() {
      const found = new Map();
      for (const entry of sands.journal.entries()) {
        if (entry.kind === "estimate" && entry.key !== this.key && /^\d$/.test(entry.key)) {
          const told = Object.entries(entry.value ?? {}).map(([name, own]) => [name, written(own)]);
          found.set(entry.key, { lesson: entry.key, ...Object.fromEntries(told) });
        }
      }
      const others = [...found.values()].sort((a, b) => a.lesson - b.lesson);
      return others.length ? [made("p", {}, sands.say("questions.estimate.others", { others }))] : [];
    }

    faults(entered) {
      const numbers = ["best", "low", "high"].map((end) => [end, sands.parseNumber(entered[end])]);
      const say = (end, fault) =>
        sands.say(`questions.estimate.faults.${fault}`, {
          end: sands.say(`questions.estimate_ends.${end}`),
          given: entered[end],
        });
      const wrong = numbers.filter(([, n]) => n === null || n < 0 || n > 10);
      if (wrong.length) return wrong.map(([end, n]) => say(end, n === null ? "number" : "scale"));
      const [best, low, high] = numbers.map(([, n]) => n);
      return low <= best && best <= high ? [] : [say("best", "order")];
    }

    kept() {
      const entered = draft(this.form, this.q);
      for (const name of Object.keys(entered)) entered[name] = entered[name].trim();
      const faults = this.faults(entered);
      if (faults.length) return this.said.replaceChildren(...faults.map((one) => made("p", {}, one)));
      const numbers = ["best", "low", "high"].map((end) => [end, sands.parseNumber(entered[end])]);
      const whole = { ...Object.fromEntries(numbers), reason: entered.reason };
      const saved = sands.journal.record("estimate", this.key, whole);
      if (saved) sands.drafts.drop(this.q.id);
      this.said.replaceChildren(made("p", { class: "kept" }, keptMark(saved)), ...this.others());
      sands.changed();
      return null;
    }
  }

  // Put boxes into the page, and bring them up to date when another tab, or a file, adds entries.
  sands.ask = (held) => {
    for (const section of document.querySelectorAll("[data-question]")) {
      const q = held[section.dataset.question];
      if (q) forms.set(q.id, new (q.kind === "estimate" ? Estimate : Asked)(section, q));
    }
    for (const gate of document.querySelectorAll("[data-gate]")) {
      const id = gate.dataset.gate;
      if (!held[id] || decided(id)) lift(id); // nothing on this page could open it
    }
  };
  sands.askAgain = () => forms.forEach((form) => form.restore());
  Object.assign(sands, { made, button, field, html, prose });
}
