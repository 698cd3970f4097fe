/** Outlines on a 16×16 grid, filled with the text's colour. */
const outlines = {
  train: "M4 2.5v11l9-5.5z",
  pause: "M3.5 2.5h3v11h-3zM9.5 2.5h3v11h-3z",
  reset: "M8 3V.8L4.2 3.9 8 7V4.6a3.9 3.9 0 1 1-3.9 3.9H2.5A5.5 5.5 0 1 0 8 3z",
  reseed:
    "M3.5 2h9A1.5 1.5 0 0 1 14 3.5v9a1.5 1.5 0 0 1-1.5 1.5h-9A1.5 1.5 0 0 1 2 12.5v-9A1.5 1.5 0 0 1 3.5 2zm0 1.3v9.4h9V3.3zM5.4 4.3a1.1 1.1 0 1 1 0 2.2 1.1 1.1 0 0 1 0-2.2zM8 6.9a1.1 1.1 0 1 1 0 2.2 1.1 1.1 0 0 1 0-2.2zm2.6 2.6a1.1 1.1 0 1 1 0 2.2 1.1 1.1 0 0 1 0-2.2z",
  save: "M2.5 1.5h9L14.5 4.5v10h-12zm1.3 1.3v10.4h1.7V9h6v4.2h1.7V5L11 2.8h-.5v3.4H5V2.8zm3 7.5v2.9h3.4v-2.9zm-.5-7.5V5h2.9V2.8z",
  previous: "M11 2.5v11L4.5 8z",
  next: "M5 2.5v11L11.5 8z",
  close: "M3.5 4.4 4.4 3.5 8 7.1l3.6-3.6.9.9L8.9 8l3.6 3.6-.9.9L8 8.9l-3.6 3.6-.9-.9L7.1 8z",
  up: "M3.5 10.5 8 5.5l4.5 5z",
  down: "M3.5 5.5 8 10.5l4.5-5z",
} as const;

/** A small drawing for a control; its meaning is in the control's words. */
export function icon(name: keyof typeof outlines): SVGSVGElement {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  svg.setAttribute("viewBox", "0 0 16 16");
  svg.setAttribute("aria-hidden", "true");
  svg.classList.add("icon");
  const path = document.createElementNS("http://www.w3.org/2000/svg", "path");
  path.setAttribute("d", outlines[name]);
  path.setAttribute("fill", "currentColor");
  path.setAttribute("fill-rule", "evenodd");
  svg.append(path);
  return svg;
}
