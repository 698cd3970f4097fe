/**
 * A tensor's name with its beginning left out where it has no room: names with dots or slashes are told apart by their
 * ends. `model.language_model.layers.11.attn.q.weight` → `…layers.11.attn.q.weight`.
 *
 * @param fits whether a text has room; a shorter end of one that fits fits, too
 */
export function elidedName(name: string, fits: (text: string) => boolean): string {
  if (fits(name)) return name;
  // The longest end that fits, by halving.
  let [cut, end] = [1, name.length];
  while (cut < end) {
    const middle = (cut + end) >> 1;
    if (fits(`…${name.slice(middle)}`)) end = middle;
    else cut = middle + 1;
  }
  // Whole parts are read more easily, unless that leaves out much of what has room.
  const separator = name.slice(cut - 1).search(/[./]/);
  if (separator >= 0 && separator <= (name.length - cut) / 3) cut += separator;
  return `…${name.slice(isLowSurrogate(name, cut) ? cut + 1 : cut)}`;
}

function isLowSurrogate(text: string, place: number): boolean {
  return (text.charCodeAt(place) & 0xfc00) === 0xdc00;
}
