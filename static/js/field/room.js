// How much a phone can still keep. The browser's estimate is rough, so the warning comes early.

const LITTLE_BYTES = 20_000_000; // a walk takes well under one million, the app itself some two

/** "full", "little" or "enough"; "enough" where the browser does not say. */
export async function room(least = 5_000_000) {
  const { quota, usage } = (await navigator.storage?.estimate?.().catch(() => null)) ?? {};
  if (!quota) return "enough";
  const left = quota - usage;
  if (left < least) return "full";
  return left < LITTLE_BYTES ? "little" : "enough";
}

/** Ask that the system keeps this phone's store when it clears others. */
export async function keepStore() {
  return (await navigator.storage?.persist?.().catch(() => false)) ?? false;
}
