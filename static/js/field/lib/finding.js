// Looking an address up as one says it: « 12 », « 12 bis », « tanneurs 12 », without accents or apostrophes.

/** The addresses that a query means, in their order; all of them for an empty one. A whole number beats its beginning. */
export function find(addresses, query) {
  const wanted = words(query);
  const ranked = addresses.map((address) => ({ address, rank: rankOf(address, wanted) }));
  const best = ranked.some(({ rank }) => rank === EXACT) ? EXACT : BEGUN;
  return ranked.filter(({ rank }) => rank >= best).map(({ address }) => address);
}

const [NONE, BEGUN, EXACT] = [0, 1, 2];

// Each word is the number, what follows it, or a word of the street; the worst of them decides.
function rankOf(address, wanted) {
  const [number = "", ...suffix] = words(address.numbering);
  const names = [...suffix, ...words(address.street || address.label)];
  return Math.min(EXACT, ...wanted.map((word) => rankOfWord(word, number, names)));
}

function rankOfWord(word, number, names) {
  const counted = /^\d/.test(word);
  if (word === number || (counted && names.includes(word))) return EXACT;
  if (counted) return number.startsWith(word) ? BEGUN : NONE;
  return names.some((name) => name.startsWith(word)) ? EXACT : NONE;
}

/** Words and numbers of a text, bare: « L’Église 12bis » → ["l", "eglise", "12", "bis"]. */
export function words(text) {
  const bare = text.replaceAll("œ", "oe").replaceAll("Œ", "oe").normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
  return bare.match(/\d+|[a-z]+/g) ?? [];
}
