// Lets the marks of one figure answer; runs once, when the figure is first reached.
if (!this.answers) {
  this.answers = true;
  const box = this, card = box.querySelector('.sands-told');
  const svg = box.querySelector('svg'), told = JSON.parse(box.dataset.told);
  const parts = [...svg.querySelectorAll('[data-row]')];
  // Left and right walk through the marks as they stand beside each other, up and down as below.
  const sorted = (first, second) => {
    const at = (row) => parts.find((part) => part.dataset.row === row).getBBox();
    const place = new Map(Object.keys(told).map((row) => [row, at(row)]));
    return [...place.keys()].sort((a, b) =>
      place.get(a)[first] - place.get(b)[first] || place.get(a)[second] - place.get(b)[second]);
  };
  const across = sorted('x', 'y'), down = sorted('y', 'x');
  let now = null, held = false, wait = 0;
  const hide = () => {
    now = null; held = false; card.hidden = true;
    parts.forEach((part) => part.removeAttribute('data-on'));
  };
  const show = (row) => {
    clearTimeout(wait);
    if (row === now) return;
    now = row;
    parts.forEach((part) => part.toggleAttribute('data-on', part.dataset.row === row));
    card.innerHTML = told[row];
    card.querySelectorAll('a').forEach((link) => { link.target = '_blank'; link.rel = 'noopener'; });
    card.hidden = false;
    const part = parts.find((each) => each.dataset.row === row);
    if (document.activeElement === svg) {
      part.scrollIntoView({ block: 'nearest', inline: 'nearest' });
    }
    const mark = part.getBoundingClientRect(), frame = box.getBoundingClientRect();
    const wide = card.offsetWidth, high = card.offsetHeight;
    const left = (mark.left + mark.right) / 2 - frame.left - wide / 2;
    card.style.left = Math.max(0, Math.min(left, frame.width - wide)) + 'px';
    const above = mark.top - frame.top - high - 10;
    const under = mark.bottom - frame.top + 10;
    const low = under + high > frame.height && above >= 0;
    card.style.top = (low ? above : under) + 'px';
  };
  const near = (event) => {
    let best = null, least = 14;
    parts.forEach((part) => {
      const at = part.getBoundingClientRect();
      const x = Math.max(at.left - event.clientX, 0, event.clientX - at.right);
      const y = Math.max(at.top - event.clientY, 0, event.clientY - at.bottom);
      const size = (at.width + at.height) / 1e4;
      if (Math.hypot(x, y) + size < least) { least = Math.hypot(x, y) + size; best = part; }
    });
    return best && best.dataset.row;
  };
  const leave = () => { if (!held) { clearTimeout(wait); wait = setTimeout(hide, 350); } };
  svg.addEventListener('pointermove', (event) => {
    const row = near(event);
    if (row && row === now) clearTimeout(wait);
    else if (row && !held) show(row);
    else if (!row) leave();
  });
  svg.addEventListener('pointerdown', (event) => {
    const row = near(event);
    if (!row) return hide();
    held = false; show(row); held = true;
    event.preventDefault();
    svg.focus({ preventScroll: true });
  });
  card.addEventListener('pointerover', () => clearTimeout(wait));
  box.addEventListener('pointerleave', leave);
  box.addEventListener('focusout', (event) => {
    if (!box.contains(event.relatedTarget)) hide();
  });
  svg.addEventListener('focus', () => { if (!now) show(across[0]); });
  box.addEventListener('keydown', (event) => {
    const step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
    const order = /Up|Down/.test(event.key) ? down : across;
    const link = card.querySelector('a');
    if (event.key === 'Escape') {
      svg.focus({ preventScroll: true }); hide();
    } else if (event.target !== svg) return;
    else if (step) show(order[Math.max(0, Math.min(order.indexOf(now) + step, order.length - 1))]);
    else if (event.key === 'Home') show(across[0]);
    else if (event.key === 'End') show(across[across.length - 1]);
    else if (event.key === 'Enter' && now && link) link.focus();
    else return;
    event.preventDefault(); event.stopPropagation();
  });
  if (document.activeElement === svg) show(across[0]);
}
