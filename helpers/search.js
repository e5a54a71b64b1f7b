// Makes the index of all places of the edition when somebody first searches: MiniSearch and the
// places stand above. Beginnings of words and small slips of the pen are found, too.
sands.index = () => {
  const index = new MiniSearch({
    fields: ["heading", "text"],
    storeFields: ["page", "anchor", "title", "heading", "text"],
    searchOptions: { boost: { heading: 3 }, prefix: true, fuzzy: 0.15, combineWith: "AND" },
  });
  index.addAll(sands.places.map((place, id) => ({ id, ...place })));
  return index;
};
