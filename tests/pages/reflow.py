"""What a page does on a narrow screen and with large letters, measured in the page itself."""

from __future__ import annotations

NARROW = {"width": 320, "height": 640}
LARGE_TEXT = {"width": 640, "height": 900}

SIZES = [{"width": 1280, "height": 900}, {"width": 390, "height": 844}]

OUT_OF_CARD = """() => {
  document.querySelectorAll("main details").forEach((each) => { each.open = true; });
  const clips = (node) => /auto|scroll|hidden/.test(getComputedStyle(node).overflowX);
  const inside = [...document.querySelectorAll("main .card :is(table, input, select, textarea, button, p, li, svg)")];
  const room = (node) => node.closest(".card").getBoundingClientRect().right + 1;
  const within = (node) => clips(node) || (!node.matches(".card") && within(node.parentElement));
  const out = inside.filter((node) => node.offsetParent && node.getBoundingClientRect().right > room(node));
  return out.filter((node) => !within(node.parentElement)).map((node) => `${node.tagName}.${node.className} leaves`);
}"""

OVERFLOW = """() => {
  const room = document.documentElement.clientWidth;
  if (document.documentElement.scrollWidth <= room) return [];
  const clips = (node) => /auto|scroll|hidden/.test(getComputedStyle(node).overflowX);
  const scrolls = (node) => node && (clips(node) || scrolls(node.parentElement));
  const out = [...document.body.querySelectorAll("*")].filter((node) => node.getBoundingClientRect().right > room);
  const told = out.filter((node) => !scrolls(node.parentElement)).map((node) => `${node.tagName}.${node.className}`);
  return [`${document.documentElement.scrollWidth - room}px too wide: ${told.slice(0, 6).join(", ")}`];
}"""
STRUCTURE = """() => {
  const counts = { h1: document.querySelectorAll("h1").length, main: document.querySelectorAll("main").length };
  const wrong = Object.entries(counts).filter(([, count]) => count !== 1).map(([name, count]) => `${count} ${name}`);
  return [...wrong, ...(/^(fr|en)$/.test(document.documentElement.lang) ? [] : ["no language"])];
}"""
SMALL = """(least) => {
  const touched = [...document.querySelectorAll("a[href], button, input, select, summary")];
  const seen = touched.filter((node) => node.checkVisibility());
  const small = seen.filter((node) => {
    const touched = /checkbox|radio/.test(node.type) && node.closest("label") || node;
    const { width, height } = touched.getBoundingClientRect();
    return width > 1 && (width < least || height < least);
  });
  return small.map((node) => `${node.className || node.tagName} “${node.textContent.trim().slice(0, 20)}” is small`);
}"""


def faults(page) -> list[str]:
    """Sideways scrolling at 320 px and with letters twice as large, and what every page must have once."""
    page.set_viewport_size(NARROW)
    found = [*page.evaluate(STRUCTURE), *(f"320: {fault}" for fault in page.evaluate(OVERFLOW))]
    page.set_viewport_size(LARGE_TEXT)
    page.evaluate("document.documentElement.style.fontSize = '200%'")
    found += [f"200 %: {fault}" for fault in page.evaluate(OVERFLOW)]
    page.evaluate("document.documentElement.style.fontSize = ''")
    return found


def small_targets(page, least: int) -> list[str]:
    """Whatever is touched and is smaller than so many pixels."""
    return page.evaluate(SMALL, least)
