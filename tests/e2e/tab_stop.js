// The element that has the focus, where it is drawn, and whether its focus can be seen.
() => {
  const element = document.activeElement;
  if (!element || element === document.body) return null;
  const outlined = (style) =>
    style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2 && style.outlineColor !== "transparent";
  // A card or a row draws the outline for the link in it.
  const drawn = [element, ...(element.labels ?? []), element.closest(".card, .event")];
  const styles = drawn
    .filter(Boolean)
    .flatMap((e) => ["", "::before", "::after"].map((part) => getComputedStyle(e, part)));
  const box = element.getBoundingClientRect();
  return {
    number: Number(element.dataset.stop ?? -1),
    name: `${element.tagName.toLowerCase()} “${(element.textContent || element.name || "").trim().slice(0, 40)}”`,
    href: element.getAttribute("href") ?? "",
    focusIsVisible: box.width > 0 && box.height > 0 && styles.some(outlined),
    top: box.top + scrollY,
    bottom: box.bottom + scrollY,
    left: box.left,
    right: box.right,
  };
}
