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
    name(panel);
    watcher = new MutationObserver(() => {
      name(panel);
      follow();
    });
    const seen = { childList: true, subtree: true, attributes: true, attributeFilter: ["class"] };
    watcher.observe(panel, seen);
  };

  // A button that goes when it is pressed would take the focus with it to the top of the page.
  let pressed = null;
  const follow = () => {
    const lost = [document.body, pressed].includes(document.activeElement);
    if (!pressed || !lost || pressed.checkVisibility()) return;
    panel.tabIndex = -1;
    panel.focus({ preventScroll: true });
    pressed = null;
  };

  const held = [];
  const hold = (event) => {
    const button = event.target.closest(".widget-button:not(.widget-upload)");
    if (!event.isTrusted || button?.closest(".sands") !== panel) return;
    event.stopImmediatePropagation();
    held.push(button);
    model.send({});
  };
  const release = () => {
    pressed = held.shift() ?? null;
    pressed?.click();
  };

  model.on("change:value", say);
  model.on("msg:custom", release);
  say();
  const soon = requestAnimationFrame(settle);
  return () => {
    cancelAnimationFrame(soon);
    watcher?.disconnect();
    panel?.removeEventListener("click", hold, true);
    model.off("change:value", say);
    model.off("msg:custom", release);
  };
}

export default { render };
