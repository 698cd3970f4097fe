import { accumulateDense } from "./accumulateDense";
import { accumulateSorted, leastSortedSlots } from "./accumulateSorted";
import { accumulateSparse } from "./accumulateSparse";
import {
  activationsOf,
  biasesOf,
  deltasOf,
  isDense,
  layerBytes,
  panelDeltasOf,
  pixelActivationsOf,
  sortedPixelsOf,
  widthOf,
} from "./records";

/**
 * Adds what every slot's δ says to each weight and bias of the destination: to the network itself, when the δ are scaled to
 * be nudges, which is mini-batch descent without a gradient in between; or to a gradient of the same form.
 *
 * @param destinations records in the form of the network's layers
 */
export function accumulate(destinations: usize, layerCount: usize, count: usize, workspace: usize): void {
  const panelDeltas = panelDeltasOf(workspace);
  for (let l: usize = 0; l < layerCount; l++) {
    const destination = destinations + l * layerBytes;
    const deltas = deltasOf(workspace, l);
    if (l > 0) accumulateDense(destination, count, activationsOf(workspace, l - 1), deltas, panelDeltas);
    else if (isDense(workspace))
      accumulateDense(destination, count, pixelActivationsOf(workspace), deltas, panelDeltas);
    else if (sortedPixelsOf(workspace) !== 0 && count >= leastSortedSlots)
      accumulateSorted(destination, count, workspace);
    else accumulateSparse(destination, count, workspace);
    addRows(deltas, count, widthOf(destination), biasesOf(destination));
  }
}

/** @param sums [width], receives sums + every row, in their order */
function addRows(rows: usize, count: usize, width: usize, sums: usize): void {
  const widthBytes = width << 2;
  const end = rows + count * widthBytes;
  for (let column: usize = 0; column < widthBytes; column += 16) {
    let sum = v128.load(sums + column);
    for (let row = rows + column; row < end; row += widthBytes) sum = f32x4.add(sum, v128.load(row));
    v128.store(sums + column, sum);
  }
}
