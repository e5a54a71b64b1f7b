// A board as one thing: an aligned table, or cards one at a time.
//
// `spec` says what is asked, `value` holds {row: {column: code}}, `done` the rows that the learner
// has settled and `notes` what is then said beside them. A row is settled when it is complete and a
// hand has left it: by pointer at once, by keyboard with Enter or when the focus moves on, because
// arrow keys walk through the options and would show our code before the learner has chosen.
function make(tag, attributes = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name === "text") made.textContent = value;
    else if (value !== null && value !== false) made.setAttribute(name, value);
  }
  made.append(...children);
  return made;
}

function render({ model, el }) {
  // each board brings this script anew, so that counting would give two boards one name
  const id = `sands-board-${Math.random().toString(36).slice(2)}`;
  let byKeys = false; // whether the last thing done here was done by keyboard
  let at = 0; // the card that is open
  let parts = {}; // what changes later: notes by row, cards, progress

  const value = () => model.get("value");
  const complete = (row) =>
    row.columns.every((column) => column.optional || (value()[row.id] ?? {})[column.id] !== undefined);

  const choose = (row, column, code) => {
    const mine = { ...(value()[row.id] ?? {}) };
    if (code === "") delete mine[column];
    else mine[column] = code;
    model.set("value", { ...value(), [row.id]: mine });
    if (!byKeys) settle(row, false);
    model.save_changes();
    progress();
  };

  const settle = (row, save = true) => {
    if (!complete(row) || model.get("done").includes(row.id)) return;
    model.set("done", [...model.get("done"), row.id]);
    if (save) model.save_changes();
  };

  const list = (row, column) => {
    const name = `${id}-${row.place}-${column.place}`;
    const box = make("select", { id: name });
    box.append(make("option", { value: "", text: model.get("spec").choose }));
    for (const [, words] of column.options) box.append(make("option", { text: words }));
    const chosen = (value()[row.id] ?? {})[column.id];
    box.selectedIndex = 1 + column.options.findIndex(([code]) => code === chosen);
    // By place and not by text: a code may be a number.
    const code = () => (box.selectedIndex ? column.options[box.selectedIndex - 1][0] : "");
    box.addEventListener("change", () => choose(row, column.id, code()));
    return [make("label", { for: name, text: column.label, class: "sands-label" }), box];
  };

  // Few options, or signs that fit side by side, stand open: one press instead of three.
  const buttons = (row, column) => {
    const signs = column.signs ?? {};
    const field = make("div", { role: "radiogroup", "aria-label": column.label });
    field.className = column.signs ? "sands-signs" : "sands-options";
    for (const [code, words] of column.options) {
      const box = make("input", {
        type: "radio",
        name: `${id}-${row.place}-${column.place}`,
        value: code,
        "aria-label": column.signs ? words : null,
      });
      box.checked = (value()[row.id] ?? {})[column.id] === code;
      box.addEventListener("change", () => choose(row, column.id, code));
      const shown = make("span", { text: signs[code] ?? words, "aria-hidden": column.signs ? "true" : null });
      field.append(make("label", { title: column.signs ? words : null }, box, shown));
    }
    return [make("div", { class: "sands-label", text: column.head, "aria-hidden": "true" }), field];
  };

  const control = (row, column) => {
    const open = column.signs || (model.get("spec").cards && column.options.length <= 8);
    return open ? buttons(row, column) : list(row, column);
  };

  const watch = (row, ...places) => {
    for (const place of places) {
      place.addEventListener("focusout", (event) => {
        if (!places.some((each) => each.contains(event.relatedTarget))) settle(row);
      });
      place.addEventListener("keydown", (event) => {
        if (event.key === "Enter") settle(row);
      });
    }
  };

  const about = (row) => {
    const place = make("div", { class: "sands-row-about" });
    place.innerHTML = row.about; // made by the board, its words escaped
    return row.about ? [place] : [];
  };

  const note = (row) => {
    const place = make("div", { class: "sands-note", "aria-live": "polite" });
    parts.notes[row.id] = place;
    return place;
  };

  const table = (spec) => {
    const head = make("tr", { role: "row" }, make("th", { scope: "col", role: "columnheader", text: spec.item }));
    for (const column of spec.columns) {
      head.append(make("th", { scope: "col", role: "columnheader", dir: "auto", text: column.head }));
    }
    const body = make("tbody", { role: "rowgroup" });
    for (const row of spec.rows) {
      const line = make("tr", { role: "row" });
      line.append(make("th", { scope: "row", role: "rowheader", dir: "auto", text: row.text }));
      line.lastChild.append(...about(row));
      for (const column of row.columns) {
        line.append(make("td", { role: "cell" }, ...control(row, column)));
      }
      const under = make("tr", { role: "row", class: "sands-under" });
      under.append(make("td", { role: "cell", colspan: spec.columns.length + 1 }, note(row)));
      watch(row, line);
      body.append(line, under);
    }
    parts.progress = make("p", { class: "sands-progress" });
    const whole = make("table", { role: "table", "aria-label": spec.question });
    whole.append(make("thead", { role: "rowgroup" }, head), body);
    return [whole, parts.progress];
  };

  const turn = (to) => {
    settle(model.get("spec").rows[at]);
    at = to;
    show();
    parts.cards[at].querySelector(".sands-text").focus();
  };

  const show = () => {
    parts.cards.forEach((card, place) => (card.hidden = place !== at));
    parts.back.disabled = at === 0;
    parts.next.disabled = at === parts.cards.length - 1;
    progress();
  };

  const cards = (spec) => {
    parts.progress = make("p", { class: "sands-progress", "aria-live": "polite" });
    parts.bar = make("div", { class: "sands-bar", "aria-hidden": "true" }, make("span"));
    for (const row of spec.rows) {
      const card = make("div", { class: "sands-board-card", role: "group", "aria-label": row.label });
      card.append(make("p", { class: "sands-text", dir: "auto", tabindex: "-1", text: row.text }), ...about(row));
      const asked = make("div", { class: "sands-asked" });
      for (const column of row.columns) asked.append(make("div", {}, ...control(row, column)));
      card.append(asked, note(row));
      watch(row, asked);
      parts.cards.push(card);
    }
    const press = (words, step) => {
      const button = make("button", { type: "button", text: words });
      button.className = "jupyter-button widget-button lm-Widget";
      button.addEventListener("click", () => turn(at + step));
      return button;
    };
    parts.back = press(spec.back, -1);
    parts.next = press(spec.next, 1);
    const first = spec.rows.findIndex((row) => !complete(row));
    at = first < 0 ? 0 : first;
    const moves = make("div", { class: "sands-moves" }, parts.back, parts.next);
    return [parts.progress, parts.bar, ...parts.cards, moves];
  };

  const progress = () => {
    const spec = model.get("spec");
    const ready = spec.rows.filter(complete).length;
    const words = spec.progress[ready];
    parts.progress.textContent = spec.cards ? `${spec.rows[at].label}. ${words}` : words;
    if (parts.bar) parts.bar.firstChild.style.width = `${(100 * ready) / spec.rows.length}%`;
  };

  const tell = () => {
    for (const [row, place] of Object.entries(parts.notes)) {
      const html = model.get("notes")[row] ?? "";
      if (place.innerHTML !== html) place.innerHTML = html;
    }
  };

  const draw = () => {
    const spec = model.get("spec");
    for (const row of spec.rows) {
      row.columns = spec.columns.map((column, place) => ({ ...column, place, label: column.labels[row.place] }));
    }
    parts = { notes: {}, cards: [] };
    el.replaceChildren(...(spec.cards ? cards(spec) : table(spec)));
    el.classList.add("sands-board");
    el.classList.toggle("sands-matrix", spec.columns.some((column) => column.signs));
    el.style.setProperty("--sands-columns", spec.columns.length);
    if (spec.cards) show();
    progress();
    tell();
  };

  const keyed = (event) => (byKeys = event.type === "keydown");
  el.addEventListener("keydown", keyed, true);
  el.addEventListener("pointerdown", keyed, true);
  model.on("change:spec", draw);
  model.on("change:notes", tell);
  draw();
  return () => {
    model.off("change:spec", draw);
    model.off("change:notes", tell);
  };
}

export default { initialize, render };
