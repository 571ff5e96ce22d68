// Before the first paint: light or dark, as the person chose or as the system says.
(() => {
  const dark = matchMedia("(prefers-color-scheme: dark)");
  const apply = () => {
    const chosen = localStorage.getItem("canvass-theme") ?? "system";
    document.documentElement.dataset.theme = chosen === "system" ? (dark.matches ? "dark" : "light") : chosen;
  };
  dark.addEventListener("change", apply);
  addEventListener("canvass-theme", apply);
  addEventListener("storage", apply);
  apply();
})();
