// What a page says about itself, for the checks in Python.
() => {
  const all = (selector) => [...document.querySelectorAll(selector)];
  const attribute = (selector, name) => document.querySelector(selector)?.getAttribute(name) ?? null;
  const candidates = (element) =>
    (element.getAttribute("srcset") ?? "").split(",").map((part) => part.trim().split(/\s+/)[0]);
  const absolute = (address) => new URL(address, document.baseURI).href;
  const resources = [
    ...all("img, source, script[src]").flatMap((e) => [e.getAttribute("src"), ...candidates(e)]),
    ...all("link[rel~=icon], link[rel=preload], link[rel=stylesheet]").map((e) => e.getAttribute("href")),
    attribute("meta[property='og:image']", "content"),
  ];
  const shape = (element) => `${element.localName}.${[...element.classList].sort().join(".")}`;
  const drawn = all("body, body *").filter((e) => e instanceof HTMLElement);
  return {
    lang: document.documentElement.lang,
    title: document.title,
    description: attribute("meta[name=description]", "content"),
    canonical: attribute("link[rel=canonical]", "href"),
    alternates: Object.fromEntries(
      all("link[rel=alternate][hreflang]").map((e) => [e.getAttribute("hreflang"), e.href]),
    ),
    headings: all("h1, h2, h3, h4, h5, h6").map((e) => [Number(e.tagName[1]), e.textContent.trim()]),
    links: all("a[href]").map((e) => new URL(e.getAttribute("href"), document.baseURI).href),
    resources: [...new Set(resources.filter(Boolean).map(absolute))],
    ids: all("[id]").map((e) => e.id),
    // What style sheets can tell apart: each element with the one around it.
    shapes: [...new Set(drawn.map((e) => `${shape(e.parentElement)} > ${shape(e)}`))],
    brokenPictures: all("img")
      .filter((e) => e.complete && e.naturalWidth === 0)
      .map((e) => e.currentSrc),
  };
}
