import { panelBytesAt } from "./panels";
import { rowsOf, weightsOf, widthOf } from "./records";

/**
 * Some rows of Wᵀ of a layer, those of a panel's worth of inputs: what carries its δ back to them is then a weighted sum like any
 * other. A panel at a time stays in the nearest cache, however large the layer is.
 *
 * @param inputBytes into the inputs, to the first of them
 * @param panelBytes of the inputs
 * @param transposed receives the weights, [width, panel]: what a neuron is told by the inputs lies together
 */
export function transposeWeights(layer: usize, inputBytes: usize, panelBytes: usize, transposed: usize): void {
  const widthBytes = widthOf(layer) << 2;
  const rows = rowsOf(layer);
  for (let column: usize = 0; column < widthBytes; ) {
    const columnPanelBytes = panelBytesAt(column, widthBytes);
    let block = weightsOf(layer) + rows * column + (inputBytes >> 2) * columnPanelBytes;
    const columnTarget = transposed + (column >> 2) * panelBytes;
    for (let target = columnTarget, end = target + panelBytes; target < end; target += 16) {
      for (let within: usize = 0; within < columnPanelBytes; within += 16) {
        transposeBlock(block + within, columnPanelBytes, target + (within >> 2) * panelBytes, panelBytes);
      }
      block += columnPanelBytes << 2;
    }
    column += columnPanelBytes;
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
