// One place in each panel where the lesson speaks, and names that ipywidgets cannot give.
//
// A screen reader announces a region only if it was there before its text changed; a text of
// ipywidgets comes with its region. So this one stays, and only what it holds is changed.
// `names` says {CSS selector: {attribute: value}} for the panel around it: which boxes belong to
// which question, and in which direction a learner's own words run. `of` says to what a button
// belongs: its name is its words, whatever they are now, and that. Radio buttons of one
// box become one group: without a name, arrow keys would walk on into the next question's.
//
// A press waits its turn. ipywidgets holds a box's newest value back until the kernel has answered
// the one before, but sends a press at once, so that a quick hand's last letter or choice would
// come after "Check". So the kernel is asked once first: what was held back has left by its answer.
function render({ model, el }) {
  const region = document.createElement("div");
  region.setAttribute("role", "status");
  el.append(region);
  el.classList.add("widget-html-content");
  const group = `sands-${Math.random().toString(36).slice(2)}`;

  const say = () => {
    region.innerHTML = model.get("value");
  };

  const name = (panel) => {
    const boxes = [...panel.querySelectorAll(".widget-radio-box")];
    for (const each of panel.querySelectorAll("input[type=radio]")) {
      if (each.closest(".sands-board")) continue; // a board names its own groups
      const own = `${group}-${boxes.indexOf(each.closest(".widget-radio-box"))}`;
      if (each.closest(".sands") === panel && each.name !== own) each.name = own;
    }
    for (const each of panel.querySelectorAll(".widget-toggle-buttons button")) {
      const pressed = String(each.classList.contains("mod-active"));
      if (each.getAttribute("aria-pressed") !== pressed) each.setAttribute("aria-pressed", pressed);
    }
    for (const [selector, attributes] of Object.entries(model.get("names"))) {
      const found = panel.matches(selector) ? [panel] : panel.querySelectorAll(selector);
      for (const each of found) {
        if (each.closest(".sands") !== panel) continue; // a panel inside has names of its own
        for (let [attribute, value] of Object.entries(attributes)) {
          if (attribute === "of") {
            attribute = "aria-label";
            value = `${each.textContent.trim()}: ${value}`;
          }
          if (each.getAttribute(attribute) !== value) each.setAttribute(attribute, value);
        }
      }
    }
  };

  // The boxes of the panel are built one by one, some after this one.
  let panel = null, watcher = null;
  const settle = () => {
    panel = el.closest(".sands");
    if (!panel) return;
    panel.addEventListener("click", hold, true);
    panel.addEventListener("pointerdown", press);
    panel.addEventListener("focusin", come);
    panel.addEventListener("focusout", leave);
    name(panel);
    watcher = new MutationObserver(() => {
      name(panel);
      follow();
    });
    // A box is hidden by its style, which comes with a layout of its own, maybe after all else.
    const told = ["class", "style"];
    watcher.observe(panel, { childList: true, subtree: true, attributeFilter: told });
  };

  // What has the focus may go when it is pressed, or be drawn anew under it. The focus then would
  // fall to the top of the page: it goes to what stands in that place now, or to the panel.
  const STOPS = "a[href], button, input, select, summary, textarea, svg[tabindex]";
  let last = null, place = 0, later = 0;
  const gone = () => last && !last.checkVisibility();
  const come = ({ target }) => {
    last = target;
    place = [...panel.querySelectorAll(STOPS)].indexOf(target);
  };
  const leave = () => setTimeout(() => {
    if (!gone() && !panel.contains(document.activeElement)) last = null;
  });
  const follow = () => {
    clearTimeout(later); // the boxes of a row come one by one
    if (last) later = setTimeout(() => {
      if (!gone() || ![document.body, last].includes(document.activeElement)) return;
      const next = last.isConnected ? null : panel.querySelectorAll(STOPS)[place];
      const heir = next?.checkVisibility() ? next : panel;
      if (heir === panel) panel.tabIndex = -1;
      heir.focus({ preventScroll: true });
    }, 100);
  };

  const held = [];
  const wait = (button) => {
    held.push(button);
    model.send({});
  };
  const HELD = ".widget-button:not(.widget-upload)";
  const hold = (event) => {
    const button = event.target.closest(HELD);
    if (!event.isTrusted || button?.closest(".sands") !== panel) return;
    event.stopImmediatePropagation();
    wait(button);
  };
  const release = () => held.shift()?.click();

  // What is said may push a button away while it is pressed, and the browser then sees no click.
  // Who let go where they pressed has pressed it; who moved away first has thought better of it.
  const press = (down) => {
    // The label around a box and not the box: a release beside the box still is on its label.
    const of = "a[href], button, label, summary";
    const pressed = down.target.closest(of) ?? down.target.closest("input");
    if (down.button || pressed?.closest(".sands") !== panel) return;
    const ends = new AbortController();
    const end = (up) => {
      if (up.pointerId !== down.pointerId) return;
      ends.abort();
      const moved = Math.hypot(up.clientX - down.clientX, up.clientY - down.clientY);
      if (up.type !== "pointerup" || moved > 5 || pressed.contains(up.target)) return;
      if (pressed.matches(HELD)) wait(pressed);
      else pressed.click();
    };
    for (const type of ["pointerup", "pointercancel"]) {
      addEventListener(type, end, { capture: true, signal: ends.signal });
    }
  };

  model.on("change:value", say);
  model.on("msg:custom", release);
  hear(model).then((late) => late && held.forEach(() => model.send({})));
  say();
  const soon = requestAnimationFrame(settle);
  return () => {
    cancelAnimationFrame(soon);
    watcher?.disconnect();
    clearTimeout(later);
    panel?.removeEventListener("click", hold, true);
    panel?.removeEventListener("pointerdown", press);
    panel?.removeEventListener("focusin", come);
    panel?.removeEventListener("focusout", leave);
    model.off("change:value", say);
    model.off("msg:custom", release);
  };
}

export default { render };
