// Points on paper that take the mouse, a finger and arrow keys.
//
// The kernel draws the paper (`frame`) and keeps `value`; here a point moves at once and is told
// when it rests. Each point is a slider to screen readers. The boxes beside the paper hold the same
// numbers, so that nobody has to draw.
const SVG = "http://www.w3.org/2000/svg";
const BIG = 10; // steps that Page Up and Page Down take

function render({ model, el }) {
  el.dataset.lmSuppressShortcuts = "true"; // arrow keys move a point, not the notebook
  const axis = model.get("axis");
  const points = model.get("points");
  const asked = points.filter((point) => point.given === null);
  let value = { ...model.get("value") };
  let svg = null;
  let line = null;
  let held = false;
  const handles = new Map();

  const along = (number) => {
    const part = Math.min(Math.max((number - axis.least) / (axis.most - axis.least), 0), 1);
    return axis.top + (axis.foot - axis.top) * (axis.turned ? part : 1 - part);
  };
  const round = (number) => {
    const stepped = Math.round(number / axis.step) * axis.step;
    const kept = Math.min(Math.max(stepped, axis.least), axis.most);
    return Number(kept.toFixed(axis.places));
  };
  const number = (y) => {
    const part = (y - axis.top) / (axis.foot - axis.top);
    return round(axis.least + (axis.most - axis.least) * (axis.turned ? part : 1 - part));
  };
  const middle = () => round((axis.least + axis.most) / 2);

  const made = (tag, attributes, parent) => {
    const node = document.createElementNS(SVG, tag);
    for (const [name, each] of Object.entries(attributes)) node.setAttribute(name, each);
    parent.append(node);
    return node;
  };

  const place = () => {
    const drawn = [];
    for (const point of points) {
      const own = point.given ?? value[point.key] ?? null;
      if (own !== null) drawn.push(`${point.x},${along(own)}`);
      const handle = handles.get(point.key);
      if (!handle) continue;
      const y = along(own ?? middle());
      handle.setAttribute("transform", `translate(${point.x} ${y})`);
      handle.classList.toggle("sands-undrawn", own === null);
      handle.setAttribute("aria-valuenow", own ?? middle());
      handle.setAttribute("aria-valuetext", own ?? model.get("words").undrawn);
      const told = handle.querySelector("text");
      told.textContent = own === null ? "?" : own.toLocaleString("en");
      told.setAttribute("y", y < (model.get("found")[point.key] ?? -1) ? -14 : 24);
      handle.querySelector(".sands-dot").setAttribute("stroke-dasharray", own === null ? "2 3" : "");
    }
    line.setAttribute("points", drawn.join(" "));
  };

  const tell = () => {
    model.set("value", { ...value });
    model.save_changes();
  };

  const set = (key, to) => {
    value[key] = to;
    place();
  };

  const key = (point) => (event) => {
    const now = value[point.key] ?? middle();
    const up = axis.turned ? -1 : 1;
    const moves = {
      ArrowUp: now + up * axis.step,
      ArrowRight: now + axis.step,
      ArrowDown: now - up * axis.step,
      ArrowLeft: now - axis.step,
      PageUp: now + up * BIG * axis.step,
      PageDown: now - up * BIG * axis.step,
      Home: axis.least,
      End: axis.most,
      " ": now,
    };
    if (!(event.key in moves) || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    event.stopPropagation();
    set(point.key, round(moves[event.key]));
    tell();
  };

  const under = (event) => {
    const at = new DOMPoint(event.clientX, event.clientY).matrixTransform(svg.getScreenCTM().inverse());
    let near = asked[0];
    for (const point of asked) {
      if (Math.abs(point.x - at.x) < Math.abs(near.x - at.x)) near = point;
    }
    set(near.key, number(at.y));
    return near;
  };

  const draw = () => {
    const focused = [...handles].find(([, handle]) => handle === document.activeElement)?.[0];
    el.innerHTML = model.get("frame");
    svg = el.querySelector("svg");
    svg.setAttribute("style", "max-width:100%;height:auto;display:block");
    svg.setAttribute("role", "group");
    handles.clear();
    const look = { fill: "none", stroke: axis.ink, "stroke-width": 2, "stroke-dasharray": "6 5" };
    line = made("polyline", look, svg);
    for (const point of asked) {
      const handle = made("g", { tabindex: 0, role: "slider", "aria-orientation": "vertical" }, svg);
      handle.setAttribute("aria-label", `${point.name}, ${model.get("words").handle}`);
      handle.setAttribute("aria-valuemin", axis.least);
      handle.setAttribute("aria-valuemax", axis.most);
      handle.setAttribute("style", "cursor:ns-resize;touch-action:none");
      made("circle", { r: 22, fill: "transparent" }, handle);
      const dot = { r: 8, fill: axis.paper, stroke: axis.ink, "stroke-width": 2, class: "sands-dot" };
      made("circle", dot, handle);
      made("text", { y: 24, "text-anchor": "middle", fill: axis.ink }, handle);
      handle.addEventListener("keydown", key(point));
      handles.set(point.key, handle);
    }
    svg.addEventListener("pointerdown", (event) => {
      if (event.pointerType === "touch" && !event.target.closest("g[role=slider]")) return;
      held = true;
      svg.setPointerCapture(event.pointerId);
      handles.get(under(event).key).focus({ preventScroll: true });
      event.preventDefault();
    });
    svg.addEventListener("pointermove", (event) => held && under(event));
    for (const end of ["pointerup", "pointercancel"]) {
      svg.addEventListener(end, () => {
        if (held) tell();
        held = false;
      });
    }
    place();
    if (focused) handles.get(focused)?.focus({ preventScroll: true });
  };

  const taken = () => {
    if (held) return;
    value = { ...model.get("value") };
    place();
  };
  model.on("change:frame", draw);
  model.on("change:value", taken);
  draw();
  return () => {
    model.off("change:frame", draw);
    model.off("change:value", taken);
  };
}

export default { initialize, render };
