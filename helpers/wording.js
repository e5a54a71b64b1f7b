// Messages of data/words in a page, filled with facts as helpers/wording.py fills them there.
// `sands.facts` brings the texts, how the language writes numbers, and its tag.
const sands = { facts: JSON.parse(document.getElementById("sands-facts")?.textContent ?? "{}") };

{
  const CONDITION = /^\[([a-z_0-9., ]+)\] ?/;
  const PIECE = /\{\{|\}\}|\{([^{}:]*)(?::([^{}]*))?\}/g;

  const missing = (value) => value === undefined || value === null || Number.isNaN(value);
  const there = (value) => {
    if (missing(value) || value === false) return false;
    return value.length === undefined || value.length > 0;
  };

  const fact = (path, table, facts) => {
    const [first, ...rest] = path.split(".");
    if (!(first in facts) && first in table) return told(table, table[first], facts);
    return rest.reduce((value, part) => value?.[part], facts[first]);
  };

  const plural = (value) => {
    const language = sands.facts.language;
    if (language.tag === "en") return Number(value !== 1);
    const rule = new Intl.PluralRules(language.tag);
    const order = ["zero", "one", "two", "few", "many", "other"];
    const known = rule.resolvedOptions().pluralCategories;
    return order.filter((tag) => known.includes(tag)).indexOf(rule.select(value));
  };

  const counted = (value, kind, forms) => {
    const { numbers, none } = sands.facts.language;
    const shape = forms ? forms.split("/")[plural(value)] : "";
    if (kind === "form") return shape;
    let number = sands.localised(sands.grouped(String(value)));
    if (kind !== "count" && Number.isInteger(value) && value >= 0 && value <= numbers.length) {
      number = value ? numbers[value - 1] : none;
    }
    if (kind === "Word") number = number.slice(0, 1).toUpperCase() + number.slice(1);
    return `${number} ${shape}`.trim();
  };

  const listed = (values, spec, table, facts) => {
    const { and, or } = sands.facts.language;
    const each = /^each (\w+)([^]*)$/.exec(spec);
    let items = values;
    if (each) {
      spec = ["and", "or"].includes(each[2].trim()) ? each[2].trim() : each[2];
      const more = (item) => (typeof item === "object" ? item : { item });
      items = values.map((item) => told(table, table[each[1]], { ...facts, ...more(item) }));
    }
    items = items.map((item) => (typeof item === "string" ? item : sands.localised(String(item))));
    if (spec !== "and" && spec !== "or") return items.join(spec || ", ");
    if (items.length === 1) return items[0];
    const joint = spec === "and" ? and : or;
    const start = items.slice(0, -1).join(", ");
    return joint.replace("{start}", () => start).replace("{end}", () => items.at(-1));
  };

  const written = (value, spec, table, facts) => {
    const [kind, ...more] = spec.split(" ");
    if (["count", "word", "Word", "form"].includes(kind)) return counted(value, kind, more.join(" "));
    if (kind === "low") return value.slice(0, 1).toLowerCase() + value.slice(1);
    if (kind === "Cap") return value.slice(0, 1).toUpperCase() + value.slice(1);
    if (Array.isArray(value)) return listed(value, spec, table, facts);
    if (typeof value === "string") return value;
    return sands.localised(Number.isInteger(value) ? String(value) : sands.general(value, 6));
  };

  const sentence = (text, table, facts) => {
    const asked = CONDITION.exec(text);
    for (const one of asked ? asked[1].split(",") : []) {
      const denied = one.trim().startsWith("not ");
      if (there(fact(one.trim().replace(/^not /, ""), table, facts)) === denied) return null;
    }
    let whole = true;
    const filled = text.slice(asked ? asked[0].length : 0).replace(PIECE, (piece, name, spec) => {
      if (name === undefined) return piece[0];
      const value = fact(name, table, facts);
      whole &&= !missing(value);
      return whole ? written(value, spec ?? "", table, facts) : "";
    });
    return whole ? filled : null;
  };

  const told = (table, message, facts) => {
    if (typeof message === "string") return sentence(message, table, facts) ?? "";
    const first = !Array.isArray(message);
    const said = (first ? message.first_of : message).map((one) => sentence(one, table, facts));
    const left = said.filter((one) => one !== null);
    return first ? (left[0] ?? "") : left.join(" ");
  };

  // One message, such as "judging.number.off", filled with facts.
  sands.say = (name, facts = {}) => {
    const path = name.split(".");
    const table = path.slice(0, -1).reduce((texts, part) => texts[part], sands.facts.words);
    return told(table, table[path.at(-1)], facts);
  };
}
