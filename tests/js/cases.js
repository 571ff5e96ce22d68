// The cases of tests/cases, which the server's tests read too.
import { readFileSync } from "node:fs";

export function shared(name) {
  return JSON.parse(readFileSync(new URL(`../cases/${name}.json`, import.meta.url)));
}
