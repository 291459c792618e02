"""Whether somebody who looks at the screen reads that its patients are invented."""

from __future__ import annotations

from playwright.sync_api import Page

SEEN = """
() => {
  const lock = document.querySelector('.lock');
  if (lock) {  // it covers the whole screen, and says it itself
    const said = getComputedStyle(lock, '::after');
    return said.content === '"DEMO"' && said.display !== 'none' && said.visibility === 'visible';
  }
  return [...document.querySelectorAll('.demo')].some(mark => {
    const box = mark.getBoundingClientRect();
    const [x, y] = [box.left + box.width / 2, box.top + box.height / 2];
    const isInside = box.width > 20 && box.height > 10 && box.left >= 0 && box.top >= 0
      && box.right <= innerWidth && box.bottom <= innerHeight;
    const shown = { opacityProperty: true, visibilityProperty: true };
    if (mark.textContent.trim() !== 'DEMO' || !isInside || !mark.checkVisibility(shown)) {
      return false;
    }
    const top = document.elementFromPoint(x, y);
    if (top === mark) return true;
    if (!top?.matches('dialog[open]')) return false;
    const dialog = top.getBoundingClientRect();  // its veil lets the screen through, it does not
    return x < dialog.left || x > dialog.right || y < dialog.top || y > dialog.bottom;
  });
}
"""


def demo_mark_is_seen(page: Page) -> bool:
    """Whether the word DEMO stands on the screen as it is: in sight, and covered by nothing."""
    return bool(page.evaluate(SEEN))
