// The words of the app in the chosen language, and what depends on it.
import { speaker } from "./lib/wording.js";

export const LANGUAGES = { fr: "Français", en: "English" };
const CHOICE = "canvass-language";

let speak = (key) => key;
export let language = "fr";

export function t(key, values) {
  return speak(key, values);
}

/** Load the dictionary: the person's choice, else the browser's language, else French. */
export async function loadWords() {
  const wished = localStorage.getItem(CHOICE) ?? navigator.language.slice(0, 2);
  language = wished in LANGUAGES ? wished : "fr";
  const response = await fetch(`/t/words/${language}.json`);
  speak = speaker(await response.json(), language);
  document.documentElement.lang = language;
}

export async function speakIn(chosen) {
  localStorage.setItem(CHOICE, chosen);
  await loadWords();
}
