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

/** Call back when a newer release waits. */
export function onUpdate(registration, tell) {
  const check = () => registration.waiting && navigator.serviceWorker.controller && tell();
  registration.addEventListener("updatefound", () => registration.installing?.addEventListener("statechange", check));
  document.addEventListener(
    "visibilitychange",
    () => document.visibilityState === "visible" && registration.update().catch(() => {}),
  );
  check();
}

/** Let the waiting release take over, then load it. */
export function useUpdate(registration) {
  navigator.serviceWorker.addEventListener("controllerchange", () => location.reload(), { once: true });
  registration.waiting?.postMessage("take over");
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
