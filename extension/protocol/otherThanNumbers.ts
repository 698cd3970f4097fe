/**
 * What a tensor holds whose entries are no real numbers, in words: NumPy's text, dates and objects, and complex numbers.
 *
 * @param dtype as its file calls it: `<U2`, `<M8[ns]`, `C64`
 * @returns null when the entries are real numbers, or of a dtype that nothing is known of
 * @see https://numpy.org/doc/stable/reference/arrays.interface.html, "typestr"
 */
export function otherThanNumbers(dtype: string): string | null {
  if (dtype === "C64" || dtype === "C128") return "complex numbers";
  // Not without the byte order: U8 is an integer of eight bits.
  const kind = /^(?:\|?(?=O)|[<>|=])([USMmO])\d*(?:\[.*\])?$/.exec(dtype)?.[1];
  return kinds.get(kind) ?? null;
}

const kinds: ReadonlyMap<string | undefined, string> = new Map([
  ["U", "text"],
  ["S", "bytes of text"],
  ["M", "dates"],
  ["m", "durations"],
  ["O", "Python objects"],
]);
