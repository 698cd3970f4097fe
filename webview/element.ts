/**
 * Makes an element with its attributes, children and listeners in place.
 *
 * @param attributes by their HTML names; true sets a bare attribute; false and undefined leave it out
 */
export function element<Tag extends keyof HTMLElementTagNameMap>(
  tag: Tag,
  attributes: Readonly<Record<string, string | boolean | undefined>> = {},
  ...children: (Node | string)[]
): HTMLElementTagNameMap[Tag] {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === true) made.setAttribute(name, "");
    else if (typeof value === "string") made.setAttribute(name, value);
  }
  made.append(...children);
  return made;
}

/** Writes text into a node only where it differs: an untouched node costs no layout and is not read out again. */
export function writeText(node: Node, text: string): void {
  if (node.textContent !== text) node.textContent = text;
}
