// A number is read while it is typed, as the server will read it; what is said of it stands below the field.
import { possiblePurposes, readPhone } from "../field/lib/reaching.js";

/** `input[data-number]`: the campaign's time zone, and the sentences as other data. */
export function bindNumber(input) {
  const told = document.createElement("p");
  told.className = "hint";
  told.id = `${input.id}_told`;
  told.setAttribute("aria-live", "polite");
  input.after(told);
  const described = [input.getAttribute("aria-describedby"), told.id].filter(Boolean);
  input.setAttribute("aria-describedby", described.join(" "));
  const tell = () => { told.textContent = said(input.value, input.dataset); };
  input.addEventListener("input", tell);
  if (!input.closest(".field-wrong")) tell(); // the server has just said what is wrong, in the same place
}

/** What is said of a number as typed; `words`: number (the zone), missing, extra, unknown, landline. */
export function said(typed, words) {
  const text = typed.trim();
  if (!text) return "";
  const { e164, problem, n } = readPhone(text, words.number);
  if (!e164) return words[problem].replace("{n}", n);
  return possiblePurposes({ phone: e164, email: "" }).includes("sms_info") ? "" : words.landline;
}
