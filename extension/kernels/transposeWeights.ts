import { panelBytesAt } from "./panels";
import { rowsOf, weightsOf, widthOf } from "./records";

/**
 * Wᵀ of a layer: what carries its δ back is then a weighted sum like any other.
 *
 * @param transposed receives the weights in panels, [width, rows]: what a neuron is told by the inputs lies together
 */
export function transposeWeights(layer: usize, transposed: usize): void {
  const widthBytes = widthOf(layer) << 2;
  const rows = rowsOf(layer);
  const rowsBytes = rows << 2;
  for (let input: usize = 0; input < rowsBytes; ) {
    const targetBytes = panelBytesAt(input, rowsBytes);
    for (let column: usize = 0; column < widthBytes; ) {
      const panelBytes = panelBytesAt(column, widthBytes);
      let block = weightsOf(layer) + rows * column + (input >> 2) * panelBytes;
      for (let target = transposed + widthOf(layer) * input, end = target + targetBytes; target < end; target += 16) {
        const first = target + (column >> 2) * targetBytes;
        for (let within: usize = 0; within < panelBytes; within += 16) {
          transposeBlock(block + within, panelBytes, first + (within >> 2) * targetBytes, targetBytes);
        }
        block += panelBytes << 2;
      }
      column += panelBytes;
    }
    input += targetBytes;
  }
}

/** Four by four numbers, whose rows lie `rowBytes` apart. */
function transposeBlock(block: usize, rowBytes: usize, target: usize, targetBytes: usize): void {
  const row0 = v128.load(block);
  const row1 = v128.load(block + rowBytes);
  const row2 = v128.load(block + (rowBytes << 1));
  const row3 = v128.load(block + rowBytes * 3);
  const low01 = v128.shuffle<i32>(row0, row1, 0, 4, 1, 5);
  const high01 = v128.shuffle<i32>(row0, row1, 2, 6, 3, 7);
  const low23 = v128.shuffle<i32>(row2, row3, 0, 4, 1, 5);
  const high23 = v128.shuffle<i32>(row2, row3, 2, 6, 3, 7);
  v128.store(target, v128.shuffle<i64>(low01, low23, 0, 2));
  v128.store(target + targetBytes, v128.shuffle<i64>(low01, low23, 1, 3));
  v128.store(target + (targetBytes << 1), v128.shuffle<i64>(high01, high23, 0, 2));
  v128.store(target + targetBytes * 3, v128.shuffle<i64>(high01, high23, 1, 3));
}
