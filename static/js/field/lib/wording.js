// Sentences from the dictionary that Django made: `{name}` is filled in, plural forms follow Intl.PluralRules.

/** `t(key, values)`; a form is chosen by `values.n`. A missing key shows itself, so that a test finds it. */
export function speaker(words, language) {
  const rules = new Intl.PluralRules(language);
  const numbers = new Intl.NumberFormat(language);
  return function t(key, values = {}) {
    const found = words[key];
    if (found === undefined) return key;
    const form = typeof found === "string" ? found : (found[rules.select(values.n)] ?? found.other);
    return form.replace(/\{(\w+)\}/g, (whole, name) => {
      const value = values[name];
      if (value === undefined) return whole;
      return typeof value === "number" ? numbers.format(value) : value;
    });
  };
}

/** Pieces of a sentence: "2^e^ étage" → [{text: "2"}, {text: "e", raised: true}, {text: " étage"}]. */
export function pieces(sentence) {
  return sentence
    .split("^")
    .map((text, place) => ({ text, raised: place % 2 === 1 }))
    .filter((piece) => piece.text);
}

/** The same without marks, for labels that cannot raise letters. */
export function plain(sentence) {
  return sentence.replaceAll("^", "");
}
