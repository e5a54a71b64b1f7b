// What a page for reading does besides its questions: files of answers, search, colours, large
// charts, print. Without any of it the page is whole; see `asking.js` for the questions.
{
  const { made, button, field } = sands;
  const held = JSON.parse(document.getElementById("sands-questions").textContent);
  const files = (message, facts) => sands.say(`pages.files.${message}`, facts);
  const main = document.getElementById("main");

  // --- answers as files -------------------------------------------------------------------------

  const download = (text, name) => {
    const link = made("a", { href: URL.createObjectURL(new Blob([text])), download: name });
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
  };

  const fileName = (name) => {
    const plain = name.replace(/[^\p{L}\p{N}_]+/gu, "-").replace(/^[-_]+|[-_]+$/g, "").slice(0, 40);
    return `shifting-sands-${plain || "entries"}.jsonl`;
  };

  const writer = (tell) => {
    const name = made("input", { type: "text", maxlength: 80, autocomplete: "off" });
    const write = button(files("write"), () => {
      download(sands.journal.exported(name.value), fileName(name.value));
      tell(files("written", { file: fileName(name.value) }));
    });
    return [field(files("name"), name), made("div", { class: "buttons" }, write)];
  };

  const taker = (tell) => {
    const chosen = made("input", { type: "file", accept: ".jsonl,.json,.txt" });
    chosen.addEventListener("change", async () => {
      const [file] = chosen.files;
      if (!file) return;
      try {
        tell(sands.journal.takeIn(await file.arrayBuffer(), file.name));
      } catch {
        tell(files("unread", { name: file.name }));
      }
      chosen.value = "";
      sands.askAgain();
      sands.changed();
    });
    return field(files("take_in"), chosen);
  };

  const remover = (tell) => {
    let sure = false;
    const remove = button(files("delete"), () => {
      if (!sure) tell(files("sure_delete"));
      else {
        sands.journal.forget();
        location.reload();
      }
      sure = true;
    });
    return made("div", { class: "buttons" }, remove);
  };

  const panel = () => {
    const section = document.getElementById("answers");
    if (!section) return;
    const said = made("p", { role: "status" });
    const count = made("p", {});
    const tell = (text) => (said.textContent = text);
    section.append(count, ...writer(tell), taker(tell), remover(tell), said);
    sands.changed = () => (count.textContent = files("count", { n: sands.journal.entries().length }));
    sands.changed();
  };

  const warn = () => {
    if (sands.journal.keeps()) return;
    const told = made("p", { class: "note", role: "status" }, sands.say("pages.kept.denied"));
    main.querySelector("h1")?.after(told);
  };

  // --- looking ----------------------------------------------------------------------------------

  const theme = () => {
    const box = document.getElementById("theme");
    const shown = sands.setting("theme") ?? "device";
    box.value = shown;
    box.addEventListener("change", () => {
      sands.setting("theme", box.value);
      document.documentElement.dataset.theme = box.value;
    });
  };

  const enlarge = () => {
    const close = button(sands.say("pages.look.close"), () => large.close());
    const place = made("div", { class: "large", tabindex: 0, role: "group" });
    const large = made("dialog", { "aria-label": sands.say("pages.look.large") }, close, place);
    let from = null;
    large.addEventListener("close", () => {
      from?.replaceWith(place.firstChild);
      from = null;
    });
    document.body.append(large);
    for (const sheet of main.querySelectorAll(".sands-sheet")) {
      if (sheet.closest(".question")) continue;
      const chart = sheet.closest(".sands-marks") ?? sheet;
      const open = button(sands.say("pages.look.enlarge"), () => {
        from = made("div", { style: `height:${chart.offsetHeight}px` });
        chart.replaceWith(from);
        place.append(chart);
        large.showModal();
      });
      open.className = "enlarge";
      chart.after(open);
    }
  };

  // A printed page cannot unfold.
  const print = () => {
    let opened = [];
    addEventListener("beforeprint", () => {
      opened = [...main.querySelectorAll("details:not([open]):not(.code)")];
      opened.forEach((fold) => (fold.open = true));
    });
    addEventListener("afterprint", () => opened.forEach((fold) => (fold.open = false)));
  };

  // What a link points at may lie in a fold.
  const unfold = () => {
    const aim = document.getElementById(decodeURIComponent(location.hash.slice(1)));
    if (!aim) return;
    const closed = [];
    for (let node = aim.closest("details"); node; node = node.parentElement.closest("details")) {
      closed.push(node);
    }
    if (closed.some((fold) => fold.dataset.gate && !fold.classList.contains("lifted"))) return;
    closed.forEach((fold) => (fold.open = true));
    aim.scrollIntoView();
  };

  // --- search -----------------------------------------------------------------------------------

  const search = () => {
    const form = document.getElementById("search");
    const box = form.querySelector("input");
    const found = document.getElementById("found");
    const say = (message, facts) => sands.say(`pages.search.${message}`, facts);
    let index = null;
    const load = () => {
      index ??= new Promise((done, failed) => {
        const script = made("script", { src: "search.js" });
        script.addEventListener("load", () => done(sands.index()));
        script.addEventListener("error", failed);
        document.head.append(script);
      });
      return index;
    };
    const shown = ({ page, anchor, title, heading, text }) => {
      const link = made("a", { href: `${page}#${encodeURIComponent(anchor)}` }, heading);
      const start = text.length > 160 ? `${text.slice(0, 160)}…` : text;
      return made("li", {}, link, ` ${title === heading ? "" : title}`, made("br"), start);
    };
    const look = async () => {
      const asked = box.value.trim();
      if (!asked) return found.replaceChildren();
      try {
        const all = (await load()).search(asked).slice(0, 20);
        if (asked !== box.value.trim()) return null; // typed on meanwhile
        const count = made("p", { role: "status" }, say("count", { n: all.length, asked, found: all.length > 0 }));
        return found.replaceChildren(count, made("ol", {}, ...all.map(shown)));
      } catch {
        return found.replaceChildren(made("p", { role: "status" }, say("missing")));
      }
    };
    box.addEventListener("focus", () => load().catch(() => {}), { once: true });
    box.addEventListener("input", look);
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      look();
    });
  };

  sands.changed = () => {};
  panel();
  sands.ask(held);
  warn();
  theme();
  enlarge();
  print();
  search();
  const contents = document.querySelector(".page > .contents");
  if (contents && matchMedia("(min-width: 75rem)").matches) contents.open = true;
  addEventListener("hashchange", unfold);
  unfold();
  addEventListener("storage", (event) => {
    if (!sands.isEntry(event.key)) return;
    sands.askAgain();
    sands.changed();
  });
}
