// Judges an answer in a page as helpers/judging.py judges it in a lesson; tests compare the two.
//
// A question is what helpers/page_questions.py makes of an entry of the bank: expected values and
// ends are computed there. A verdict is {correct, words, sign, look}; `look` says whether the place
// to look again belongs to it.
{
  const NEAR = 0.1; // part of the expected number within which an answer is close
  const say = (message, facts) => sands.say(`judging.${message}`, facts);
  const texts = (options) => options.map((option) => option.text);
  const unread = (words) => ({ correct: null, words, sign: "unread", look: false });
  const blank = (text) => !text.trim();

  const done = (q, correct, parts, sign = "") => {
    const own = { true: "right", false: "not-yet", null: "said" }[correct];
    const shown = q.use === "predict" ? "said" : sign || own;
    const words = [...new Set(parts.filter(Boolean))].join("\n\n");
    return { correct, words, sign: shown, look: shown === "not-yet" || shown === "close" };
  };

  // --- choices -----------------------------------------------------------------------------------

  const single = (q, value) => {
    const chosen = q.options.find((option) => option.key === value);
    if (!chosen) return unread(say("choice.one_of", { keys: q.options.map((o) => o.key) }));
    const right = q.options.filter((option) => option.right);
    const correct = right.length ? chosen.right : null;
    if (q.use !== "predict") return done(q, correct, [chosen.why, chosen.error, q.why]);
    const heard = !right.length ? "said" : chosen.right ? "said_right" : "said_other";
    const opening = say(`choice.${heard}`, { said: chosen.text, right: texts(right) });
    const why = right.length && !chosen.right ? right[0].why : chosen.why;
    return done(q, correct, [opening, why, q.why]);
  };

  const multiple = (q, value) => {
    const known = (key) => q.options.some((option) => option.key === key);
    if (!Array.isArray(value) || !value.every(known)) return unread(say("choice.list"));
    const wrong = q.options.filter((option) => option.right !== value.includes(option.key));
    if (q.use === "predict") {
      const said = texts(q.options.filter((option) => value.includes(option.key)));
      const right = texts(q.options.filter((option) => option.right));
      const opening = say(`choice.all_said_${wrong.length ? "other" : "right"}`, { said, right });
      return done(q, !wrong.length, [opening, ...wrong.map((o) => o.why), q.why]);
    }
    if (!wrong.length) return done(q, true, [say("choice.all"), q.why]);
    const said = wrong.map((option) => {
      const { text, why } = option;
      const told = say(`choice.${option.right ? "belongs" : "does_not"}`, { text, why });
      return `${told} ${option.error}`.trim();
    });
    const of = q.options.length;
    return done(q, false, [say("choice.count", { fits: of - wrong.length, of }), ...said, q.why]);
  };

  const order = (q, value) => {
    const keys = q.options.map((option) => option.key);
    const same = (a, b) => JSON.stringify(a) === JSON.stringify(b);
    if (!Array.isArray(value) || !same(value.map(String).sort(), [...keys].sort())) {
      return unread(say("order.each"));
    }
    const chosen = value.map((key) => q.options.find((option) => option.key === String(key)));
    const told = q.options.map(({ text, why }, n) => say("order.line", { place: n + 1, text, why }));
    const correct = same(value.map(String), keys);
    if (q.use === "predict") {
      const heard = correct ? "said_right" : "said_other";
      return done(q, correct, [say(`order.${heard}`, { said: texts(chosen) }), ...told, q.why]);
    }
    if (correct) return done(q, true, [say("order.right"), ...told, q.why]);
    const place = chosen.findIndex((option, n) => option.key !== keys[n]);
    const { text, why, error } = chosen[place];
    return done(q, false, [say("order.slip", { place: place + 1, text, why }), error]);
  };

  const match = (q, value) => {
    const known = (key) => q.options.some((option) => option.key === key);
    if (Array.isArray(value) || typeof value !== "object" || !Object.keys(value).every(known)) {
      return unread(say("match.each"));
    }
    const missing = q.options.filter((option) => !value[option.key]);
    if (missing.length) return unread(say("match.missing", { missing: texts(missing) }));
    const wrong = q.options.filter((option) => value[option.key] !== option.goes_with);
    if (!wrong.length) return done(q, true, [say("match.right"), q.why]);
    const of = q.options.length;
    const count = say("match.count", { right: of - wrong.length, of });
    return done(q, false, [count, ...wrong.map(({ text, why }) => say("match.line", { text, why })), q.why]);
  };

  const twoTier = (q, value) => {
    const answer = q.options.find((option) => option.key === value?.answer);
    const reason = q.partners.find((option) => option.key === value?.reason);
    if (!answer) return unread(say("two_tier.no_answer"));
    if (!reason) return unread(say("two_tier.no_reason"));
    const line = ({ text, why }) => say("two_tier.line", { text, why });
    const parts = [line(answer), answer.error, line(reason), q.why];
    if (answer.right && reason.right) return done(q, true, parts);
    const fits = answer.right ? "answer" : reason.right ? "reason" : "neither";
    const opening = say(`two_tier.${fits}`);
    return done(q, false, [opening, ...parts], fits === "neither" ? "" : "close");
  };

  // --- numbers -----------------------------------------------------------------------------------

  const million = (q) => q.unit.startsWith("million");
  const measured = (q) =>
    q.unit === "per cent" || million(q) || !q.unit || q.share || q.kind === "probability";
  const things = (unit) =>
    ["year", "place"].includes(unit) ? say(`number.${unit}`) : sands.severalOf(unit);

  // "4,900,000 rounds" where millions are asked for: the scale is in the number, not in the word.
  const inMillions = (bare, unit) => {
    const last = unit.split(" ").at(-1);
    const ends = `${last}|${sands.singular(last)}`;
    const behind = new RegExp(`^([^]*?)\\s+(${ends})$`, "i").exec(bare);
    if (!behind || /milli?o?n?s?\.?$|mn$|mio$|mln$/i.test(behind[1])) return null;
    const size = sands.read(behind[1]);
    return size && size.scale === 1 ? `${sands.general(size.number / 1e6, 15)} million` : bare;
  };

  const withoutUnit = (text, unit) => {
    let bare = text.trim();
    if (unit === "year") return bare.replace(/^(?:in|the year|year)\s+|\s*(?:AD|CE)$/gi, "");
    if (unit === "place") {
      bare = bare.replace(/^(?:place|rank|no\.?|nr\.?|number|#)\s*/i, "");
      bare = bare.replace(/\s*(?:place|rank)$/i, "");
      return bare.replace(/(?<=\d)(?:st|nd|rd|th|\.)$/i, "");
    }
    if (!unit || unit === "per cent") return bare;
    const ends = [sands.severalOf(unit), sands.singular(unit)];
    if (sands.isShare(unit)) ends.push("share");
    if (unit.startsWith("million")) {
      const size = inMillions(bare, unit);
      if (size !== null) return size;
    } else ends.push(unit.split(" ").at(-1), sands.singular(unit).split(" ").at(-1));
    const sorted = ends.filter((end) => !/^\d+$/.test(end)).sort((a, b) => b.length - a.length);
    const end = sorted.find((one) => {
      return bare.length > one.length && bare.toLowerCase().endsWith(one.toLowerCase());
    });
    return end ? bare.slice(0, -end.length).trim() : bare;
  };

  const notANumber = (text, bare) => {
    const words = [...String(text)].slice(0, 300);
    const short = words.length < 40;
    const told = short ? words.join("") : `${words.slice(0, 39).join("")}…`;
    return say(`number.${sands.several(bare) ? "several" : short ? "none" : "none_long"}`, {
      text: told,
    });
  };

  const impossible = (q, number) => {
    const unit = q.unit || (q.kind === "probability" ? say("number.percent") : "");
    const ends = {};
    for (const name of ["least", "most"]) {
      const end = q[name];
      if (end !== null) ends[name] = unit === "year" ? sands.fixed(end, 0) : sands.plain(end);
    }
    const names = Object.keys(ends);
    const told = names.length === 2 ? "between" : `at_${names[0]}`;
    return say(`number.${told}`, { so: sands.counted(number, unit), ...ends });
  };

  // [number on the question's scale, what is wrong with it or ""]
  const onScale = (q, found, start, typed) => {
    const { unit } = q;
    let number = start;
    if (q.share) {
      if (found.perCent) number /= 100;
      else if (sands.isShare(unit) && Math.abs(number) > 1) {
        return [number, say("number.share", { number: sands.plain(number) })];
      }
    } else if (q.kind === "probability" || unit === "per cent") {
      if (found.ratio && !found.perCent) number *= 100;
      else if (Math.abs(number) > 0 && Math.abs(number) < 1 && !found.perCent && typed) {
        const both = { number: sands.plain(number), hundredfold: sands.plain(100 * number) };
        return [number, say("number.two_meanings", both)];
      }
    } else if (found.perCent) {
      const asked = unit ? "no_percent" : "no_percent_plain";
      return [number, say(`number.${asked}`, { things: things(unit) })];
    } else if (million(q) && (found.scale !== 1 || Math.abs(number) >= 1e5)) number /= 1e6;
    else if (unit && found.ratio && found.below) {
      if (found.below !== q.most) return [number, say("number.no_part", { things: things(unit) })];
      number = found.above; // "174 of 192" where 192 is the most there can be
    }
    if ((q.least !== null && number < q.least) || (q.most !== null && number > q.most)) {
      return [number, impossible(q, number)];
    }
    const whole = unit && !measured(q) && (q.use === "predict" || unit === "place");
    const broken = whole && typed && !Number.isInteger(number);
    return [number, broken ? say("number.whole", { things: things(unit) }) : ""];
  };

  const twoReadings = (text, found) => {
    const [low, high] = [found.number, found.other].sort((a, b) => a - b);
    const short = sands.general(low, 6);
    return say("number.two_readings", {
      text,
      large: sands.plain(high),
      small: sands.plain(low),
      large_written: sands.fixed(high, 0),
      small_written: /\.\d{3}$/.test(short) ? sands.fixed(low, 4) : short,
    });
  };

  // [number, how it was read or ""], or [null, what is wrong with it]
  sands.readNumber = (q, text) => {
    const typed = typeof text === "string";
    const bare = typed ? withoutUnit(text, q.unit) : text;
    const found = sands.read(bare);
    if (found === null) return [null, notANumber(text, bare)];
    let [number, fault] = onScale(q, found, found.number, typed);
    let noted = fault === "" && found.scale !== 1;
    if ((found.other ?? null) !== null) {
      const [other, otherFault] = onScale(q, found, found.other, true);
      const whole = Boolean(q.unit) && !measured(q);
      if (!fault && !otherFault && !whole && (number < other || q.unit)) {
        return [null, twoReadings(text, found)];
      }
      if (!otherFault && (fault || (whole && other > number))) [number, fault, noted] = [other, "", true];
    }
    if (fault) return [null, fault];
    if (million(q) && number !== found.number) noted = true;
    return [number, noted ? say("number.read_as", { so: sands.counted(number, q.unit) }) : ""];
  };

  const roundings = (expected, q) => {
    const from = (least) => Array.from({ length: Math.max(10 - least, 0) }, (_, n) => least + n);
    if (q.places !== null) return from(q.places);
    if (Number.isInteger(expected)) return [];
    let least = 2;
    while (least < 6 && Math.abs(expected) < 10 ** (1 - least)) least += 1;
    return from(Math.abs(expected) >= 10 ? 1 : least);
  };

  const agrees = (number, expected, q) =>
    Math.abs(number - expected) <= q.tolerance + 1e-12 ||
    roundings(expected, q).some((n) => Math.abs(number - sands.rounded(expected, n)) < 1e-9);

  const slipOf = (q, number) => {
    const gaps = q.slips.map(({ value, why }) => ({ gap: Math.abs(number - value), why }));
    gaps.sort((a, b) => a.gap - b.gap || (a.why < b.why ? -1 : 1));
    return gaps.length && gaps[0].gap <= Math.max(q.tolerance, 1e-9) ? gaps[0].why : null;
  };

  const number = (q, value) => {
    const [found, note] = sands.readNumber(q, value);
    if (found === null) return unread(note);
    const { unit, expected, why } = q;
    const so = sands.counted(found, unit);
    if (expected === null) {
      const opening = q.use === "predict" ? say("number.said", { so }) : "";
      return done(q, null, [note, `${opening} ${why}`.trim()]);
    }
    const correct = agrees(found, expected, q);
    if (q.use === "predict") {
      const facts = { so, found: sands.counted(expected, unit), far: sands.apart(found, expected, unit) };
      const heard = Math.abs(found - expected) < 1e-9 ? "same" : "apart";
      return done(q, correct, [note, `${say(`number.${heard}`, facts)} ${why}`]);
    }
    if (correct) {
      const right = say("number.right", { so: sands.counted(expected, unit) });
      return done(q, true, [note, `${right} ${why}`]);
    }
    const slip = slipOf(q, found);
    if (slip !== null) return done(q, false, [note, say("number.slip", { so, why: slip })]);
    const off = say("number.off", { so, off: sands.too(found, expected, unit) });
    const gap = Math.abs(found - expected);
    const near = gap <= (unit === "year" ? 2 : NEAR * Math.abs(expected));
    return done(q, false, [note, off], near ? "close" : "");
  };

  const series = (q, value) => {
    const asked = q.options.slice(q.given);
    const found = Object.fromEntries(q.options.map((option, n) => [option.key, q.expected[n]]));
    if (Array.isArray(value) || typeof value !== "object") {
      return unread(say("series.each", { names: texts(asked) }));
    }
    const open = asked.filter((o) => (value[o.key] ?? null) === null || blank(String(value[o.key])));
    if (open.length) return unread(say("series.missing", { names: texts(open) }));
    const read = asked.map((option) => [option, ...sands.readNumber(q, value[option.key])]);
    const fault = read.find(([, drawn]) => drawn === null);
    if (fault) return unread(say("series.at", { name: fault[0].text, fault: fault[2] }));
    const gap = ([option, drawn]) => Math.abs(drawn - found[option.key]);
    const widest = read.reduce((far, one) => (gap(one) > gap(far) ? one : far));
    const [far, drawn] = widest;
    const line = (of) =>
      read.map((one) => ({ name: one[0].text, number: sands.counted(of(one), q.unit) }));
    const opening = say(gap(widest) < 1e-9 ? "series.same" : "series.apart", {
      said: line(([, own]) => own),
      found: line(([option]) => found[option.key]),
      name: far.text,
      so: sands.counted(drawn, q.unit),
      there: sands.counted(found[far.key], q.unit),
      far: sands.apart(drawn, found[far.key], q.unit),
    });
    const correct = read.every(([option, own]) => agrees(own, found[option.key], q));
    const near = gap(widest) <= 2 * q.tolerance && !correct;
    return done(q, correct, [opening, far.why, q.why], near ? "close" : "");
  };

  const probability = (q, value) => {
    const [found, note] = sands.readNumber(q, value);
    if (found === null) return unread(note);
    return done(q, null, [`${say("number.probability", { number: sands.plain(found) })} ${q.why}`]);
  };

  const width = (size, unit) => {
    if (unit !== "per cent" && !sands.isShare(unit)) {
      return sands.counted(sands.rounded(size, 4), things(unit));
    }
    const points = sands.rounded(size * (sands.isShare(unit) ? 100 : 1), 4);
    return sands.counted(points, say("range.points"));
  };

  const rangeSaid = (q, [low, high]) => {
    const one = low === high;
    const facts = {
      low: one ? sands.counted(low, q.unit) : sands.plain(low),
      high: sands.counted(high, q.unit),
      width: width(high - low, q.unit),
    };
    return [one ? "one" : "said", facts];
  };

  const range = (q, value) => {
    const ends = Array.isArray(value) ? value.map((end) => sands.readNumber(q, end)) : [];
    if (ends.length !== 2) return unread(say("range.two"));
    if (value.some((end) => typeof end === "string" && blank(end))) return unread(say("range.empty"));
    const fault = ends.find(([end]) => end === null);
    if (fault) return unread(`${say("range.two")} ${fault[1]}`);
    const both = ends.map(([end]) => end);
    const [low, high] = both;
    if (low > high) {
      return unread(say("range.turned", { low: sands.plain(low), high: sands.plain(high) }));
    }
    const [said, facts] = rangeSaid(q, both);
    if (q.expected === null) return done(q, null, [say(`range.${said}`, facts), q.why]);
    if (Array.isArray(q.expected)) {
      const found = [...q.expected].sort((a, b) => a - b);
      const held = found.filter((claim) => low <= claim && claim <= high).length;
      const numbers = { n: found.length, numbers: found.map(sands.plain), held };
      const claims = say(held ? "range.claims" : "range.claims_none", numbers);
      return done(q, null, [`${say(`range.${said}`, facts)} ${claims}`, q.why]);
    }
    const gap = Math.max(low - q.expected, q.expected - high);
    const there = { found: sands.counted(q.expected, q.unit), ...facts };
    const opening = say(`range.${said}_with`, there);
    const holds = gap > 0 ? say("range.misses", { gap: width(gap, q.unit) }) : say("range.holds");
    return done(q, gap <= 0, [`${opening} ${holds}`, q.why]);
  };

  const text = (q, value) => {
    if (typeof value !== "string") return unread(say("text.own"));
    const good = q.options.map((o) => say("text.line", { text: o.text, why: o.why }));
    return done(q, null, [good.length ? say("text.compare") : "", ...good, q.why]);
  };

  const judges = {
    single, multiple, order, match, number, series, probability, range, text, "two-tier": twoTier,
  };

  const empty = (value) =>
    value === null ||
    value === undefined ||
    value === "" ||
    (typeof value === "object" && Object.keys(value).length === 0);

  // Say whether a value answers a question, and explain.
  sands.judge = (q, value) => {
    if (empty(value)) return { correct: null, words: say("card.not_yet"), sign: "open", look: false };
    return judges[q.kind](q, value);
  };

  // What is kept of an answer: numbers as numbers, on the question's scale.
  sands.asKept = (q, value) => {
    const one = (own) => sands.readNumber(q, own)[0];
    if (q.kind === "number" || q.kind === "probability") return one(value);
    if (q.kind === "range") return value.map(one);
    if (q.kind !== "series") return value;
    return Object.fromEntries(Object.entries(value).map(([key, own]) => [key, one(own)]));
  };
}
