// How long a text is for the network, counted while it is typed; the server counts the same by the same cases
// (tests/cases/gsm.json, sms/gsm.py, which names the standards).

const BASIC = new Set(
  "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?" +
    "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà",
);
const EXTENSION = new Set("\f^{}\\[~]|€");
const ALONE = { gsm: 160, ucs2: 70 };
const PARTED = { gsm: 153, ucs2: 67 };
const LOOK_ALIKE = new Map([
  ["œ", "oe"], ["Œ", "OE"],
  ...[..."’‘‚′`´"].map((mark) => [mark, "'"]),
  ...[..."“”„″«»"].map((mark) => [mark, '"']),
  ...[..."–—‑−•"].map((mark) => [mark, "-"]),
  ["·", "."], ["…", "..."], ["°", "o"], ["\t", " "], ["\u2028", "\n"], ["\u2029", "\n"],
  ...[..."\u00ad\u200b\u2060\ufeff\ufe0f"].map((nothing) => [nothing, ""]),
]);
const INSIDE_QUOTES = /«[ \u00a0\u2009\u202f]+|[ \u00a0\u2009\u202f]+»/g;

const isGsm = (letter) => BASIC.has(letter) || EXTENSION.has(letter);

/**
 * The length of a text as it is written → `{alphabet, units, segments, left, guilty}`. `alphabet`: "gsm", or "ucs2" as
 * soon as one character is not of GSM; `left`: units that still fit into the last segment; `guilty`: where the
 * characters stand that are not of GSM, counted in characters.
 */
export function measured(text) {
  const letters = [...text];
  const guilty = letters.flatMap((letter, place) => (isGsm(letter) ? [] : [place]));
  const alphabet = guilty.length ? "ucs2" : "gsm";
  const weights = letters.map((letter) => weight(letter, alphabet));
  const units = weights.reduce((sum, one) => sum + one, 0);
  const [segments, left] =
    units <= ALONE[alphabet] ? [1, ALONE[alphabet] - units] : filled(weights, PARTED[alphabet]);
  return { alphabet, units, segments, left, guilty };
}

/** The text with what looks alike in GSM: ç → c, À → A, ’ → ', narrow spaces → spaces. An emoji has no look-alike. */
export function simplified(text) {
  return [...text.replace(INSIDE_QUOTES, '"').normalize("NFC")].map(simple).join("");
}

function simple(letter) {
  if (isGsm(letter)) return letter;
  if (LOOK_ALIKE.has(letter)) return LOOK_ALIKE.get(letter);
  if (/\p{Zs}/u.test(letter)) return " ";
  const plain = letter.normalize("NFKD").replace(/\p{Mn}/gu, "");
  return [...plain].every((part) => BASIC.has(part)) ? plain : letter;
}

function weight(letter, alphabet) {
  return 1 + (alphabet === "gsm" ? EXTENSION.has(letter) : letter.length > 1);
}

// One by one, since no character is ever cut in two.
function filled(weights, room) {
  let [segments, left] = [1, room];
  for (const one of weights) {
    if (one > left) [segments, left] = [segments + 1, room];
    left -= one;
  }
  return [segments, left];
}
