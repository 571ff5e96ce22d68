// How a person can be reached, checked while it is typed; the server checks again by the same cases
// (tests/cases/reaching.json, campaigns/contacts/reaching.py).

const TEN = 10; // digits of a French number, the leading 0 included
// Which territory a number of ten digits belongs to: the first rule that fits.
const PLAN = [
  ["590", /^0(590|69[01]|7090[0-4])/],
  ["594", /^0([56]94|7093[0-3])/],
  ["596", /^0(596|69[67]|7091[0-3])/],
  ["262", /^0(26[239]|639|69[23]|7092[0-3]|7093[5-7])/],
  ["33", /^0([1-69]|7[3-9])/],
];
// Of Mayotte's mobile range only these parts are given out.
const GIVEN_OUT = /^0639(0[0-79]|1[019]|[267]\d|3[09]|40|5[05-9]|9[04-79])/;
const LANDLINE =
  /^\+(33[1-59]|590590|594594|596596|26226|687(2[03-9]|3[0-5]|4[1-7]|88)|689(40|49)|6819[23]|508(80|4[15]))/;
// Where numbers are shorter: the campaign's clock says where it is.
const SHORT = {
  "Pacific/Tahiti": ["689", 8],
  "Pacific/Noumea": ["687", 6],
  "Pacific/Wallis": ["681", 6],
  "America/Miquelon": ["508", 6],
};
const ATOM = "[\\w!#$%&'*+/=?^`{|}~-]+";
const LABEL = "[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?";
const EMAIL = new RegExp(`^${ATOM}(?:\\.${ATOM})*@(?:${LABEL}\\.)+[a-z]{2,63}$`, "i");
const LONGEST_EMAIL = 254;

/**
 * A number as typed → `{e164}`, or `{problem, n}`: "missing" or "extra" digits, how many, or "unknown". `zone`: the
 * campaign's time zone.
 */
export function readPhone(typed, zone = "Europe/Paris") {
  const text = typed.replace(/\(0\)/g, "").replace(/[\s.()/-]/g, "");
  const digits = text.replace(/^00/, "+");
  if (!/^\+?\d+$/.test(digits)) return { problem: "unknown" };
  if (digits.startsWith("+")) return readAbroad(digits);
  if (digits.startsWith("0")) return readTen(digits);
  const [code, length] = SHORT[zone] ?? [];
  return code ? counted(digits, length, `+${code}${digits}`) : { problem: "unknown" };
}

/** An address as typed → `{email}` or `{problem}`. */
export function readEmail(typed) {
  const text = typed.trim();
  if (text.length > LONGEST_EMAIL || !EMAIL.test(text)) return { problem: "unknown" };
  const at = text.lastIndexOf("@");
  return { email: text.slice(0, at) + text.slice(at).toLowerCase() };
}

/** The purposes that these ways to reach somebody allow. `phone` in E.164, `email`; empty when there is none. */
export function possiblePurposes({ phone, email }) {
  const texted = phone && !LANDLINE.test(phone);
  return [
    phone && "call_back",
    texted && "sms_info",
    email && "email_info",
    ...(phone || email ? ["volunteer", "donation_info"] : []),
    (texted || email) && "electronic_targeting",
  ].filter(Boolean);
}

function readTen(digits) {
  const code = PLAN.find(([, begins]) => begins.test(digits.padEnd(4, "5")))?.[0];
  if (!code || (/^0639\d\d/.test(digits) && !GIVEN_OUT.test(digits))) return { problem: "unknown" };
  return counted(digits, TEN, `+${code}${digits.slice(1)}`);
}

function readAbroad(text) {
  const french = /^\+(33|590|594|596|262)0?(\d*)$/.exec(text);
  if (french) return readTen(`0${french[2]}`);
  const short = Object.values(SHORT).find(([code]) => text.startsWith(`+${code}`));
  if (short) return counted(text.slice(4), short[1], text);
  return /^\+[1-9]\d{7,14}$/.test(text) ? { e164: text } : { problem: "unknown" };
}

function counted(digits, length, e164) {
  if (digits.length < length) return { problem: "missing", n: length - digits.length };
  return digits.length > length ? { problem: "extra", n: digits.length - length } : { e164 };
}
