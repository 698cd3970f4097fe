import { multiplyAdd } from "./multiplyAdd";
import { panelDeltas } from "./panelDeltas";
import { panelBytesAt } from "./panels";
import { deltasOf, panelDeltasOf, rowsOf, sortedPixelsOf, weightsOf, widthOf } from "./records";
import { pixelCount, sortPixels } from "./sortPixels";

/** Slots from which on sorting pays. */
export const leastSortedSlots: usize = 32;

/**
 * What accumulateSparse does, to the same bits, for many slots and wide layers: pixel by pixel instead of slot by slot, so that each
 * weight is loaded and stored once for all slots.
 *
 * @param destination a layer's record: the first layer's own, or its gradient's
 */
export function accumulateSorted(destination: usize, count: usize, workspace: usize): void {
  const widthBytes = widthOf(destination) << 2;
  const rows = rowsOf(destination);
  const ends = sortedPixelsOf(workspace);
  const entries = ends + (pixelCount << 2);
  const deltas = panelDeltasOf(workspace);
  sortPixels(count, workspace, ends, entries);
  for (let column: usize = 0; column < widthBytes; ) {
    const panelBytes = panelBytesAt(column, widthBytes);
    panelDeltas(deltasOf(workspace, 0) + column, count, widthBytes, panelBytes, deltas);
    let row = weightsOf(destination) + rows * column;
    let entry = entries;
    for (let place: usize = 0; place < pixelCount; place++) {
      const end: usize = load<u32>(ends + (place << 2));
      if (entry < end) {
        if (panelBytes === 128) add32(entry, end, deltas, row);
        else if (panelBytes === 64) add16(entry, end, deltas, row);
        else if (panelBytes === 32) add8(entry, end, deltas, row);
        else add4(entry, end, deltas, row);
      }
      entry = end;
      row += panelBytes;
    }
    column += panelBytes;
  }
}

function add32(entry: usize, end: usize, deltas: usize, row: usize): void {
  let weight0 = v128.load(row);
  let weight1 = v128.load(row, 16);
  let weight2 = v128.load(row, 32);
  let weight3 = v128.load(row, 48);
  let weight4 = v128.load(row, 64);
  let weight5 = v128.load(row, 80);
  let weight6 = v128.load(row, 96);
  let weight7 = v128.load(row, 112);
  for (; entry < end; entry += 8) {
    const delta = deltas + ((<usize>load<u32>(entry)) << 3);
    const a = v128.load32_splat(entry, 4);
    weight0 = multiplyAdd(a, v128.load(delta), weight0);
    weight1 = multiplyAdd(a, v128.load(delta, 16), weight1);
    weight2 = multiplyAdd(a, v128.load(delta, 32), weight2);
    weight3 = multiplyAdd(a, v128.load(delta, 48), weight3);
    weight4 = multiplyAdd(a, v128.load(delta, 64), weight4);
    weight5 = multiplyAdd(a, v128.load(delta, 80), weight5);
    weight6 = multiplyAdd(a, v128.load(delta, 96), weight6);
    weight7 = multiplyAdd(a, v128.load(delta, 112), weight7);
  }
  v128.store(row, weight0);
  v128.store(row, weight1, 16);
  v128.store(row, weight2, 32);
  v128.store(row, weight3, 48);
  v128.store(row, weight4, 64);
  v128.store(row, weight5, 80);
  v128.store(row, weight6, 96);
  v128.store(row, weight7, 112);
}

function add16(entry: usize, end: usize, deltas: usize, row: usize): void {
  let weight0 = v128.load(row);
  let weight1 = v128.load(row, 16);
  let weight2 = v128.load(row, 32);
  let weight3 = v128.load(row, 48);
  for (; entry < end; entry += 8) {
    const delta = deltas + ((<usize>load<u32>(entry)) << 2);
    const a = v128.load32_splat(entry, 4);
    weight0 = multiplyAdd(a, v128.load(delta), weight0);
    weight1 = multiplyAdd(a, v128.load(delta, 16), weight1);
    weight2 = multiplyAdd(a, v128.load(delta, 32), weight2);
    weight3 = multiplyAdd(a, v128.load(delta, 48), weight3);
  }
  v128.store(row, weight0);
  v128.store(row, weight1, 16);
  v128.store(row, weight2, 32);
  v128.store(row, weight3, 48);
}

function add8(entry: usize, end: usize, deltas: usize, row: usize): void {
  let weight0 = v128.load(row);
  let weight1 = v128.load(row, 16);
  for (; entry < end; entry += 8) {
    const delta = deltas + ((<usize>load<u32>(entry)) << 1);
    const a = v128.load32_splat(entry, 4);
    weight0 = multiplyAdd(a, v128.load(delta), weight0);
    weight1 = multiplyAdd(a, v128.load(delta, 16), weight1);
  }
  v128.store(row, weight0);
  v128.store(row, weight1, 16);
}

function add4(entry: usize, end: usize, deltas: usize, row: usize): void {
  let weight = v128.load(row);
  for (; entry < end; entry += 8) {
    weight = multiplyAdd(v128.load32_splat(entry, 4), v128.load(deltas + load<u32>(entry)), weight);
  }
  v128.store(row, weight);
}
