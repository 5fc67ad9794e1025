// What a careful reader of a page would measure; each test calls one of these.
globalThis.looks = {
  overflowPx: () => document.documentElement.scrollWidth - innerWidth,

  smallTargets: (least) =>
    [...document.querySelectorAll("button, .button, summary, nav a, .pill, label:has(input), .eyebrow a, .onward a")]
      .map((node) => [node.textContent.trim().slice(0, 40), node.getBoundingClientRect()])
      .filter(([, box]) => box.width > 0 && (box.height < least || box.width < least - 4))
      .map(([text, box]) => `${text}: ${Math.round(box.width)} x ${Math.round(box.height)}`),

  // Texts whose contrast with their ground is below WCAG AA.
  lowContrast: () => {
    const paint = document.createElement("canvas").getContext("2d", { willReadFrequently: true });
    const rgb = (colour) => {
      paint.clearRect(0, 0, 1, 1);
      paint.fillStyle = colour;
      paint.fillRect(0, 0, 1, 1);
      return [...paint.getImageData(0, 0, 1, 1).data];
    };
    const light = ([r, g, b]) =>
      [r, g, b]
        .map((c) => c / 255)
        .map((c) => (c <= 0.03928 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4))
        .reduce((sum, c, i) => sum + c * [0.2126, 0.7152, 0.0722][i], 0);
    const ground = (node) => {
      for (let n = node; n; n = n.parentElement) {
        const found = rgb(getComputedStyle(n).backgroundColor);
        if (found[3] > 250) return found;
      }
      return [255, 255, 255, 255];
    };
    const bad = new Set();
    let n = 0;
    const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    while (walk.nextNode()) {
      const text = walk.currentNode.textContent.trim();
      const node = walk.currentNode.parentElement;
      if (!text || !node.checkVisibility() || node.closest("svg, .unseen, .skip, script")) continue;
      n += 1;
      const style = getComputedStyle(node);
      const [a, b] = [light(rgb(style.color)), light(ground(node))].sort((x, y) => y - x);
      const size = parseFloat(style.fontSize);
      const large = size >= 24 || (size >= 18.66 && style.fontWeight >= 700);
      const ratio = (a + 0.05) / (b + 0.05);
      if (ratio < (large ? 3 : 4.5)) bad.add(`${text.slice(0, 30)}: ${ratio.toFixed(2)}`);
    }
    return n ? [...bad] : ["no text was looked at"];
  },
};
