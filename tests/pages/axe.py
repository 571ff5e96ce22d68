"""The accessibility engine axe, run inside the page as a person sees it."""

from __future__ import annotations

from django.conf import settings

ENGINE = (settings.BASE_DIR / "node_modules" / "axe-core" / "axe.min.js").read_text()
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
RUN = """async ({ tags, only }) => {
  const options = only
    ? { runOnly: { type: "rule", values: [only] } }
    : { runOnly: { type: "tag", values: tags }, rules: { "target-size": { enabled: true } } };
  const { violations } = await axe.run(document, { ...options, resultTypes: ["violations"] });
  const told = (id, { target, html, failureSummary }) =>
    `${id}: ${target} ${html.slice(0, 120)} ${failureSummary.split("\\n")[1]}`;
  return violations.flatMap(({ id, nodes }) => nodes.map((node) => told(id, node)));
}"""


def faults(page, only: str | None = None) -> list[str]:
    """What axe finds: its rule and the element of each fault; ``only`` asks for one rule."""
    if page.evaluate("typeof axe") == "undefined":
        page.evaluate(ENGINE)  # through the debugger: the page's content policy stays as it is
    return page.evaluate(RUN, {"tags": TAGS, "only": only})


def faults_in_both_themes(page) -> list[str]:
    """Everything in the theme of the page, then the contrasts in the other."""
    found = faults(page)
    theme = page.evaluate("document.documentElement.dataset.theme")
    turned = {"light": "dark", "dark": "light"}[theme]
    page.evaluate("theme => { document.documentElement.dataset.theme = theme; }", turned)
    found += [f"{turned} {fault}" for fault in faults(page, only="color-contrast")]
    page.evaluate("theme => { document.documentElement.dataset.theme = theme; }", theme)
    return found
