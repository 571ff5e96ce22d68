// The worker that keeps the app on the phone, and the browser's offer to install it.

/** Register the worker; resolves to its registration when the app is stored, null where that cannot be. */
export async function installWorker() {
  if (!("serviceWorker" in navigator)) return null;
  try {
    const registration = await navigator.serviceWorker.register("/t/sw.js", { scope: "/t/", updateViaCache: "none" });
    await active(registration);
    return registration;
  } catch {
    return null; // private windows refuse workers; the walk then needs the page to stay open
  }
}

/** Call back when a newer release waits; load it in every tab once one of them let it take over. */
export function onUpdate(registration, tell) {
  const { serviceWorker } = navigator;
  // None before: the first worker takes over a page of its own release. None after: it was told to forget everything.
  const follow = () => serviceWorker.controller && location.reload();
  if (serviceWorker.controller) serviceWorker.addEventListener("controllerchange", follow);
  const check = () => registration.waiting && serviceWorker.controller && tell();
  registration.addEventListener("updatefound", () => registration.installing?.addEventListener("statechange", check));
  document.addEventListener(
    "visibilitychange",
    () => document.visibilityState === "visible" && registration.update().catch(() => {}),
  );
  check();
}

/** Let the waiting release take over. */
export function useUpdate(registration) {
  registration.waiting?.postMessage("take over");
}

/** Forget the app itself; the next visit installs it afresh. */
export async function removeWorker() {
  const registrations = (await navigator.serviceWorker?.getRegistrations()) ?? [];
  await Promise.all(registrations.map((registration) => registration.unregister()));
  const names = (await globalThis.caches?.keys()) ?? [];
  await Promise.all(names.map((name) => caches.delete(name)));
}

/** Keep the browser's install offer until it is asked for. */
export function onInstallOffer(tell) {
  addEventListener("beforeinstallprompt", (event) => {
    event.preventDefault();
    tell(event);
  });
}

function active(registration) {
  const worker = registration.installing ?? registration.waiting;
  if (registration.active || !worker) return undefined;
  return new Promise((resolve, reject) => {
    worker.addEventListener("statechange", () => {
      if (worker.state === "activated") resolve();
      if (worker.state === "redundant") reject(new Error("worker not installed"));
    });
  });
}
