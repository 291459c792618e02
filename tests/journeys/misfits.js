/* Names what does not fit in the window: run in the page, answers with one line each. `controls` are
   what a finger or a key goes to, `wideOnes` may scroll sideways by themselves, `popups` open over
   the page and scroll by themselves, what is `shortened` stands in full elsewhere. */
([controls, wideOnes, popups, shortened]) => {
  const LARGEST_BAR = 0.35; // of the window's height, for all that stays in place while a page scrolls
  const found = new Set();
  const root = document.scrollingElement;
  const top = document.querySelector("dialog[open], .lock:not([hidden])") || document.body;
  const name = (node) => {
    const words = (node.getAttribute("aria-label") || node.textContent || node.id || "").trim();
    return `${node.tagName}.${node.className} "${words.replace(/\s+/g, " ").slice(0, 50)}"`;
  };
  const seen = (node) => {
    const box = node.getBoundingClientRect();
    return node.checkVisibility({ visibilityProperty: true, opacityProperty: true })
      && !node.closest("[inert], .spoken") && box.width > 1 && box.height > 1;
  };
  const stays = (node) => ["fixed", "sticky"].includes(getComputedStyle(node).position);
  const cut = (way) => way === "hidden" || way === "clip";

  if (root.scrollWidth > innerWidth) found.add(`the page is ${root.scrollWidth} wide in ${innerWidth}`);

  for (const node of top.querySelectorAll("*")) {
    const { overflowX, overflowY } = getComputedStyle(node);
    if (overflowX === "visible" && overflowY === "visible") continue; // first of all: what a node shows is dear to ask
    const wide = node.scrollWidth - node.clientWidth, high = node.scrollHeight - node.clientHeight;
    const isWide = overflowX !== "visible" && wide > 1 && (cut(overflowX) || !node.closest(wideOnes));
    const isHigh = cut(overflowY) && high > 2;
    if (!isWide && !isHigh) continue;
    if (node.closest(`svg, ${shortened}`) || !node.innerText || !seen(node)) continue;
    if (isWide) found.add(`cut at its side by ${wide}: ${name(node)}`);
    if (isHigh) found.add(`cut below by ${high}: ${name(node)}`);
  }

  let bars = 0;
  for (const node of top.querySelectorAll("*")) {
    if (!stays(node) || !seen(node) || node.closest(`${popups}, ${wideOnes}, [role=alert], [role=status]`)) continue;
    if (node !== top) bars += node.getBoundingClientRect().height;
  }
  if (bars > innerHeight * LARGEST_BAR) found.add(`bars of ${Math.round(bars)} stay in ${innerHeight}`);

  const texts = [];
  const walker = document.createTreeWalker(top, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const node = walker.currentNode, parent = node.parentElement;
    if (!node.data.trim() || parent.closest(`svg, option, script, style, ${wideOnes}, ${popups}`)) continue;
    if (!seen(parent)) continue;
    let over = false;
    for (let each = parent; each && each !== top; each = each.parentElement) over ||= stays(each);
    if (over) continue;
    const range = document.createRange();
    range.selectNodeContents(node);
    for (const box of range.getClientRects()) texts.push([box, parent]);
  }
  texts.sort(([one], [two]) => one.top - two.top);
  for (const [at, [one, owner]] of texts.entries()) {
    for (let next = at + 1; next < texts.length && texts[next][0].top < one.bottom; next += 1) {
      const [two, other] = texts[next];
      const x = Math.min(one.right, two.right) - Math.max(one.left, two.left);
      const y = Math.min(one.bottom, two.bottom) - Math.max(one.top, two.top);
      if (x > 2 && y > 5) found.add(`on each other: ${name(owner)} and ${name(other)}`);
    }
  }

  /* As the focus comes down the page, up the page, and in the middle. */
  const popup = [...document.querySelectorAll(popups)].find(seen);
  const was = [scrollX, scrollY];
  for (const node of top.querySelectorAll(controls)) {
    if (!seen(node) || ["radio", "hidden"].includes(node.type)) continue;
    if (popup && !popup.contains(node)) continue;
    for (const block of ["end", "start", "center"]) {
      node.scrollIntoView({ block, inline: "nearest", behavior: "instant" });
      const box = node.getBoundingClientRect();
      const x = box.left + box.width / 2, y = box.top + Math.min(box.height, innerHeight) / 2;
      if (box.left < -1 || box.right > innerWidth + 1) {
        if (!node.closest(wideOnes)) found.add(`off the side: ${name(node)}`);
        continue;
      }
      const hit = document.elementFromPoint(x, y);
      const reached = hit && (node.contains(hit) || hit.contains(node) || hit.closest("label")?.contains(node));
      if (!reached) found.add(`out of reach (${block}): ${name(node)} under ${hit && name(hit)}`);
    }
  }
  scrollTo(...was);
  return [...found];
}
