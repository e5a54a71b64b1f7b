// Numbers as people write them, read as helpers/numbers.py reads them; tests compare the two.
{
  const ABOUT = new RegExp(
    "^(?:about|around|approximately|approx\\.?|roughly|circa|ca?\\.(?=\\s)|ca|some|nearly|almost" +
      "|maybe|perhaps|i think|i guess|~|≈)\\s*",
    "i",
  );
  const SCALES = new Map(
    Object.entries({
      hundred: 1e2,
      k: 1e3,
      thousand: 1e3,
      thousands: 1e3,
      m: 1e6,
      million: 1e6,
      millions: 1e6,
      mn: 1e6,
      mln: 1e6,
      mio: 1e6,
      billion: 1e9,
      billions: 1e9,
      bn: 1e9,
    }),
  );
  const ONES =
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen " +
    "fifteen sixteen seventeen eighteen nineteen";
  const TENS = "twenty thirty forty fifty sixty seventy eighty ninety";
  const WORDS = new Map([
    ...ONES.split(" ").map((word, n) => [word, n]),
    ...TENS.split(" ").map((word, n) => [word, 20 + 10 * n]),
    ...["none", "nil", "nought"].map((word) => [word, 0]),
    ["a", 1],
    ["an", 1],
  ]);
  const PARTS = new Map(
    Object.entries({ half: 2, third: 3, quarter: 4, fourth: 4, fifth: 5, eighth: 8, tenth: 10 }),
  );
  const LONGEST = 60; // characters of a text that may be a number
  const finite = (number) => (Number.isFinite(number) ? number : null);
  const letters = (text) => [...text].length;

  // --- digits as Python writes them: a tie goes to the even digit --------------------------------

  sands.fixed = (number, places) => {
    const exact = Math.abs(number).toFixed(100);
    const cut = exact.length - 100 + places - (places ? 0 : 1);
    const digits = exact.replace(".", "");
    const even = Number(exact.slice(0, cut).at(-1)) % 2 === 0;
    const tie = /^50*$/.test(digits.slice(digits.length - 100 + places));
    const size = tie && even ? exact.slice(0, cut) : Math.abs(number).toFixed(places);
    return (number < 0 || Object.is(number, -0) ? "-" : "") + size;
  };

  // As Python's format "g": at most so many digits, without noughts at the end.
  sands.general = (number, most) => {
    if (number === 0) return Object.is(number, -0) ? "-0" : "0";
    const size = Math.abs(number);
    let [, one, rest, power] = /^(\d)\.(\d+)e(.+)$/.exec(size.toExponential(100));
    const tie = /^50*$/.test((one + rest).slice(most)) && (one + rest)[most - 1] % 2 === 0;
    if (!tie) [, one, rest, power] = /^(\d)\.?(\d*)e(.+)$/.exec(size.toExponential(most - 1));
    const digits = (one + rest).slice(0, most);
    const place = Number(power);
    const bare = (text) => (text.includes(".") ? text.replace(/\.?0*$/, "") : text);
    const sign = number < 0 ? "-" : "";
    if (place < -4 || place >= most) {
      const end = `e${place < 0 ? "-" : "+"}${String(Math.abs(place)).padStart(2, "0")}`;
      return sign + bare(`${digits[0]}.${digits.slice(1)}`) + end;
    }
    if (place < 0) return sign + bare(`0.${"0".repeat(-place - 1)}${digits}`);
    return sign + bare(`${digits.slice(0, place + 1)}.${digits.slice(place + 1)}`);
  };

  sands.rounded = (number, places) => Number(sands.fixed(number, places));
  sands.grouped = (text) => text.replace(/^-?\d+/, (whole) => whole.replace(/\B(?=(\d{3})+$)/g, ","));
  sands.localised = (text) => {
    const { decimal, group } = sands.facts.language;
    const marks = { "-": "−", ".": decimal, ",": group };
    return [...text].map((sign) => marks[sign] ?? sign).join("");
  };

  // --- reading -----------------------------------------------------------------------------------

  // Digits of any script stand in rows of ten, from nought on.
  const digit = (sign) => {
    let start = sign.codePointAt(0);
    const own = start;
    while (/\p{Nd}/u.test(String.fromCodePoint(start - 1))) start -= 1;
    return String((own - start) % 10);
  };

  const ascii = (text) => {
    let made = "";
    for (const sign of text.trim()) {
      if (/\p{Nd}/u.test(sign)) made += digit(sign);
      else if (/\p{No}/u.test(sign) && /^\d+(⁄\d+)?$/.test(sign.normalize("NFKC"))) {
        const parts = sign.normalize("NFKC").split("⁄");
        made += parts.length === 2 ? ` ${parts.join("/")}` : ` ${parts[0]}.0 `;
      } else made += /\s/.test(sign) ? " " : sign;
    }
    const plain = made
      .replace(/[−–—‐‑﹣]/g, "-")
      .replace(/’/g, "'")
      .replace(/％/g, "%")
      .replace(/٬/g, ",")
      .replace(/٫/g, ".")
      .split(/\s+/)
      .filter(Boolean)
      .join(" ");
    return plain.replace(/^["'“„«]+|(?<=[\p{L}\p{N}_%.])["'”“»!?;.,]+$/gu, "").trim();
  };

  const small = (words) => {
    const found = words.map((word) => WORDS.get(word));
    if (found.includes(undefined) || found.length > 2) return null;
    if (found.length === 2 && !(found[0] >= 20 && found[1] > 0 && found[1] < 10)) return null;
    return found.length ? found.reduce((sum, one) => sum + one) : 1;
  };

  // Number words as digits: "twenty-five" 25, "two thirds" 2/3.
  const spelled = (text) => {
    const words = text
      .toLowerCase()
      .replace(/(?<=[\p{L}\p{N}_])-(?=[\p{L}\p{N}_])/gu, " ")
      .split(/\s+/)
      .filter(Boolean);
    if (words.slice(1, -1).includes("of")) {
      const at = words.indexOf("of");
      return `${spelled(words.slice(0, at).join(" "))} of ${spelled(words.slice(at + 1).join(" "))}`;
    }
    const alone = words.length === 1;
    if (!words.length || !(WORDS.has(words[0]) || (alone && words[0] === "half"))) return text;
    if (alone && ["a", "an"].includes(words[0])) return text;
    const last = words.at(-1).replace(/s$/, "").replace("halve", "half");
    const size = small(words.slice(0, -1));
    if (PARTS.has(last) && size !== null) return `${size}/${PARTS.get(last)}`;
    if (SCALES.has(words.at(-1)) && size !== null) return `${size} ${words.at(-1)}`;
    const whole = small(words);
    return whole === null ? text : String(whole);
  };

  const unsigned = (text) => {
    const mixed = /^(?:(\d+)\s+)?(\d+)\s*\/\s*(\d+)$/.exec(text);
    if (mixed) {
      const [whole, above, below] = mixed.slice(1).map((part) => Number(part ?? 0));
      return below ? whole + above / below : null;
    }
    if (/^[1-9]\d?(,\d\d)+,\d{3}(\.\d+)?$/.test(text)) return finite(Number(text.replaceAll(",", "")));
    for (const mark of [",", " ", "'"]) {
      if (new RegExp(`^[1-9]\\d{0,2}(${mark}\\d{3})+(\\.\\d+)?$`).test(text)) {
        return finite(Number(text.replaceAll(mark, "")));
      }
    }
    if (/^[1-9]\d{0,2}((\.\d{3}){2,}(,\d+)?|\.\d{3},\d+)$/.test(text)) {
      return finite(Number(text.replaceAll(".", "").replaceAll(",", ".")));
    }
    const plain = /^\d*,\d+$/.test(text) ? text.replaceAll(",", ".") : text;
    return /^(\d+\.?\d*|\.\d+)([eE][+-]?\d{1,3})?$/.test(plain) ? finite(Number(plain)) : null;
  };

  const other = (body) => {
    if (/^[1-9]\d{0,2}\.\d{3}$/.test(body)) return Number(body.replace(".", ""));
    return /^[1-9]\d{0,2},\d{3}$/.test(body) ? Number(body.replace(",", ".")) : null;
  };

  // What a text says: number, perCent, scale, ratio, above, below, other; null where there is none.
  sands.read = (text) => {
    if (typeof text === "number") return finite(text) === null ? null : { number: text, scale: 1 };
    if (typeof text !== "string" || letters(text) > LONGEST) return null;
    let clean = ascii(text);
    const bare = clean.replace(/\s*(?:[%٪]|per\s?cent|percent|pct\.?)$/i, "");
    const perCent = bare !== clean;
    clean = spelled(bare.replace(ABOUT, ""));
    let scale = 1;
    const words = /^(.*?[\d.])\s*([A-Za-z]+)\.?$/.exec(clean);
    if (words) {
      scale = SCALES.get(words[2].toLowerCase());
      if (!scale) return null;
      clean = words[1];
    }
    const [, sign, rest] = /^([+-]?)\s*([^]*)$/.exec(clean);
    const body = rest.replace(/(?<=\d)\s+(?:out of|of|in)\s+(?=\d)/g, "/");
    const size = unsigned(body);
    if (size === null) return null;
    const less = sign === "-" && size ? -1 : 1;
    const number = finite(size * scale * less);
    if (number === null) return null;
    const ratio = /^([\d.,]+)\s*\/\s*([\d.,]+)$/.exec(body);
    const [above, below] = ratio ? ratio.slice(1).map(unsigned) : [null, null];
    const turned = other(body);
    const swapped = turned === null ? null : less * scale * turned;
    return { number, perCent, scale, ratio: body.includes("/"), above, below, other: swapped };
  };

  // Whether a text names a range or a bound where one number is asked.
  sands.several = (text) => {
    if (typeof text !== "string" || letters(text) > LONGEST) return false;
    const clean = ascii(text).toLowerCase();
    const bound = new RegExp(
      "^(?:<|>|≤|≥|<=|>=|over|under|above|below|at least|at most|up to|more than|less than" +
        "|fewer than|between|from)\\s*(.+)$",
    ).exec(clean);
    if (bound) return sands.read(bound[1]) !== null || sands.several(bound[1]);
    const ends = /^(.*?\d[^-±]*?)\s*(?:-|±|\+\/-|\bto\b|\bor\b|\band\b|\.\.+)\s*(.+)$/.exec(clean);
    return ends ? ends.slice(1).every((end) => sands.read(end) !== null) : false;
  };

  sands.parseNumber = (text) => sands.read(text)?.number ?? null;

  // --- as the language says them -----------------------------------------------------------------

  const decimals = (text) => {
    const [, sign, one, rest, power] = /^(-?)(\d)\.?(\d*)e-(\d+)$/.exec(text);
    return `${sign}0.${"0".repeat(power - 1)}${one}${rest}`;
  };

  sands.plain = (number) => {
    const size = Math.abs(number);
    if (size >= 1e15) return sands.localised(sands.general(number, 3).replace("e+", "e"));
    if (size > 1e-9 && size < 1e-4) return sands.localised(decimals(sands.general(number, 4)));
    const whole = Number.isInteger(number) || size >= 1e4;
    const text = whole ? sands.fixed(number, 0) : sands.general(number, 4);
    return sands.localised(sands.grouped(text));
  };

  const ordinal = (number) => {
    const size = Math.trunc(Math.abs(number));
    const teens = (size % 100 >= 10 && size % 100 <= 20) || !Number.isInteger(number);
    const end = teens ? "other" : (["first", "second", "third"][(size % 10) - 1] ?? "other");
    return sands.say(`numbers.ordinals.${end}`, { n: sands.plain(number) });
  };

  sands.singular = (unit) => {
    if (unit.includes("/")) return unit.split("/")[0];
    const cut = unit.lastIndexOf(" ");
    let last = unit.slice(cut + 1);
    if (last.endsWith("ies") && !["series", "species"].includes(last)) last = `${last.slice(0, -3)}y`;
    else if (last.endsWith("s") && !last.endsWith("ss")) last = last.slice(0, -1);
    return `${unit.slice(0, Math.max(cut, 0))} ${last}`.trim();
  };
  sands.severalOf = (unit) => unit.split("/").at(-1);
  sands.isShare = (unit) => unit.startsWith("share");
  const scaled = (unit) => [...SCALES.keys()].some((word) => unit.startsWith(word));

  sands.counted = (number, unit = "") => {
    if (unit === "year") {
      return Number.isInteger(number) ? sands.fixed(number, 0) : sands.general(number, 6);
    }
    if (unit === "place") return sands.say("numbers.ordinals.place", { ordinal: ordinal(number) });
    if (!unit || sands.isShare(unit)) return sands.plain(number);
    if (unit === "per cent" || scaled(unit)) return `${sands.plain(number)} ${unit}`;
    const one = Math.abs(number) === 1;
    return `${sands.plain(number)} ${one ? sands.singular(unit) : sands.severalOf(unit)}`;
  };

  const far = (message, size, n = 2) => sands.say(`numbers.apart.${message}`, { size, n });

  // How far what the data give lies from what was said, seen from the data.
  sands.apart = (said, found, unit = "") => {
    const gap = found - said;
    const [size, more] = [Math.abs(gap), gap > 0];
    if (size < 1e-9) return far("same", "");
    if (unit === "year") return far(more ? "later" : "earlier", sands.plain(size), size);
    if (unit === "place") return far(more ? "down" : "up", sands.plain(size), size);
    if (unit === "per cent" || sands.isShare(unit)) {
      const points = sands.rounded(size * (sands.isShare(unit) ? 100 : 1), 2);
      return far(more ? "points_more" : "points_less", sands.plain(points), points);
    }
    const amount = !unit || scaled(unit);
    const way = more ? "more" : amount ? "less" : "fewer";
    const [low, high] = [Math.min(said, found), Math.max(said, found)];
    if (low <= 0 || high < 10) return far(way, sands.plain(size));
    const times = high / low;
    if (times < 1.05) return far("almost", "");
    if (times < 1.5) return far(`percent_${way}`, sands.fixed((100 * size) / said, 0));
    const told =
      times >= 100
        ? sands.plain(sands.rounded(times, 0))
        : sands.localised(sands.general(times, 2));
    return far(`${more ? "" : "you_"}times_${amount ? "much" : "many"}`, told);
  };

  const off = (way, degree, said, bound = 0) =>
    sands.say(`numbers.too.${way}.${degree}`, { n: Math.abs(said), far: sands.plain(bound) });

  // Which way and roughly how far a number is off, without giving the right one away.
  sands.too = (said, right, unit = "") => {
    const low = said < right;
    if (unit === "year") {
      const gap = Math.abs(said - right);
      const years = [50, 20, 10, 5, 2].find((n) => gap > n) ?? 0;
      return off(low ? "early" : "late", years ? "far" : "little", said, years);
    }
    const things = unit && unit !== "per cent" && unit !== "place" && !sands.isShare(unit);
    let way = low ? "low" : "high";
    if (things && !scaled(unit)) way = low ? "few" : "many";
    else if (unit === "place") way = low ? "up" : "down";
    if (right && Math.abs(said - right) <= 0.1 * Math.abs(right)) return off(way, "little", said);
    if (said <= 0 || right <= 0) return off(way, "bare", said);
    const times = Math.max(said, right) / Math.min(said, right);
    const bound = [1e6, 1e5, 1e4, 1000, 100, 10, 5, 3, 2, 1.5].find((n) => times > n) ?? 0;
    return off(way, bound ? "far" : "half", said, bound);
  };
}
