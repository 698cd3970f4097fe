/**
 * Copies a panel's columns of δ together: rows that lie a power of two apart share a few places of the cache, and a page each.
 *
 * @param deltas the panel's first column, of rows that lie `widthBytes` apart
 * @param panelBytes bytes of a row of the panel
 * @param target receives [count, panel]
 */
export function panelDeltas(deltas: usize, count: usize, widthBytes: usize, panelBytes: usize, target: usize): void {
  for (let end = target + count * panelBytes; target < end; target += panelBytes) {
    for (let column: usize = 0; column < panelBytes; column += 16) {
      v128.store(target + column, v128.load(deltas + column));
    }
    deltas += widthBytes;
  }
}
