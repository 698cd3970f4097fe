import { multiplyAdd } from "./multiplyAdd";
import { panelDeltas } from "./panelDeltas";
import { panelBytesAt } from "./panels";
import { inputsOf, rowsOf, weightsOf, widthOf } from "./records";

/** Slots from which on it pays to copy a panel's δ together. */
const leastPackedSlots: usize = 16;

/**
 * Adds every slot's δ aᵀ to the weights of a layer whose inputs are seldom 0, or to a gradient of the same form. Eight weights
 * of four inputs stay in registers while the slots are added to them in their order.
 *
 * @param destination a layer's record: the layer's own, or its gradient's
 * @param activations of the inputs, [count, inputs rounded up to a multiple of 4]
 * @param deltas [count, width]
 * @param room for a panel's δ, [count, 32]
 */
export function accumulateDense(
  destination: usize,
  count: usize,
  activations: usize,
  deltas: usize,
  room: usize,
): void {
  const widthBytes = widthOf(destination) << 2;
  const inputs = inputsOf(destination);
  const rows = rowsOf(destination);
  const previousBytes = rows << 2;
  for (let panel: usize = 0; panel < widthBytes; ) {
    const panelBytes = panelBytesAt(panel, widthBytes);
    const weights = weightsOf(destination) + rows * panel;
    let panelStart = deltas + panel;
    let deltaBytes = widthBytes;
    if (count >= leastPackedSlots && panelBytes < widthBytes) {
      panelDeltas(panelStart, count, widthBytes, panelBytes, room);
      panelStart = room;
      deltaBytes = panelBytes;
    }
    for (let column: usize = 0; column < panelBytes; ) {
      const columnWeights = weights + column;
      const delta = panelStart + column;
      const end = delta + count * deltaBytes;
      const isEight = panelBytes > 16;
      for (let input: usize = 0; input < previousBytes; input += 16) {
        const row = columnWeights + (input >> 2) * panelBytes;
        if (isEight) add8ToFour(row, panelBytes, activations + input, previousBytes, delta, end, deltaBytes);
        else add4ToFour(row, activations + input, previousBytes, delta, end, deltaBytes);
      }
      column += isEight ? 32 : 16;
    }
    // What fills up the inputs to a multiple of four may be active; its weights have to stay zero.
    memory.fill(weights + inputs * panelBytes, 0, (rows - inputs) * panelBytes);
    panel += panelBytes;
  }
}

/** Eight weights of four inputs. */
function add8ToFour(
  row0: usize,
  rowBytes: usize,
  activations: usize,
  previousBytes: usize,
  delta: usize,
  end: usize,
  deltaBytes: usize,
): void {
  const row1 = row0 + rowBytes;
  const row2 = row1 + rowBytes;
  const row3 = row2 + rowBytes;
  let low0 = v128.load(row0);
  let high0 = v128.load(row0, 16);
  let low1 = v128.load(row1);
  let high1 = v128.load(row1, 16);
  let low2 = v128.load(row2);
  let high2 = v128.load(row2, 16);
  let low3 = v128.load(row3);
  let high3 = v128.load(row3, 16);
  for (; delta < end; delta += deltaBytes) {
    const low = v128.load(delta);
    const high = v128.load(delta, 16);
    const a0 = v128.load32_splat(activations);
    low0 = multiplyAdd(a0, low, low0);
    high0 = multiplyAdd(a0, high, high0);
    const a1 = v128.load32_splat(activations, 4);
    low1 = multiplyAdd(a1, low, low1);
    high1 = multiplyAdd(a1, high, high1);
    const a2 = v128.load32_splat(activations, 8);
    low2 = multiplyAdd(a2, low, low2);
    high2 = multiplyAdd(a2, high, high2);
    const a3 = v128.load32_splat(activations, 12);
    low3 = multiplyAdd(a3, low, low3);
    high3 = multiplyAdd(a3, high, high3);
    activations += previousBytes;
  }
  v128.store(row0, low0);
  v128.store(row0, high0, 16);
  v128.store(row1, low1);
  v128.store(row1, high1, 16);
  v128.store(row2, low2);
  v128.store(row2, high2, 16);
  v128.store(row3, low3);
  v128.store(row3, high3, 16);
}

/** Four weights of four inputs, whose rows follow each other. */
function add4ToFour(
  rows: usize,
  activations: usize,
  previousBytes: usize,
  delta: usize,
  end: usize,
  deltaBytes: usize,
): void {
  let row0 = v128.load(rows);
  let row1 = v128.load(rows, 16);
  let row2 = v128.load(rows, 32);
  let row3 = v128.load(rows, 48);
  for (; delta < end; delta += deltaBytes) {
    const four = v128.load(delta);
    row0 = multiplyAdd(v128.load32_splat(activations), four, row0);
    row1 = multiplyAdd(v128.load32_splat(activations, 4), four, row1);
    row2 = multiplyAdd(v128.load32_splat(activations, 8), four, row2);
    row3 = multiplyAdd(v128.load32_splat(activations, 12), four, row3);
    activations += previousBytes;
  }
  v128.store(rows, row0);
  v128.store(rows, row1, 16);
  v128.store(rows, row2, 32);
  v128.store(rows, row3, 48);
}
