import { fetchLines, paysFetching } from "./fetchLines";
import { multiplyAdd } from "./multiplyAdd";
import { panelBytesAt } from "./panels";
import {
  activationEndsOf,
  deltasOf,
  panelDeltasOf,
  pixelActivationsOf,
  placesOf,
  rowsOf,
  weightsOf,
  widthOf,
} from "./records";

/**
 * Adds every slot's δ xᵀ to the first layer's weights, or to a gradient of the same form: to the rows of the pixels that are not
 * black. Slots are taken in their order.
 *
 * @param destination a layer's record: the first layer's own, or its gradient's
 */
export function accumulateSparse(destination: usize, count: usize, workspace: usize): void {
  const widthBytes = widthOf(destination) << 2;
  const rows = rowsOf(destination);
  const places = placesOf(workspace);
  const activationEnds = activationEndsOf(workspace);
  const isFetching = paysFetching(rows * widthBytes, count);
  for (let column: usize = 0; column < widthBytes; ) {
    const panelBytes = panelBytesAt(column, widthBytes);
    const weights = weightsOf(destination) + rows * column;
    let deltas = deltasOf(workspace, 0) + column;
    if (isFetching) store<u32>(panelDeltasOf(workspace), fetchLines(weights, weights + rows * panelBytes));
    let start = pixelActivationsOf(workspace);
    for (let slot: usize = 0; slot < count; slot++) {
      const place: usize = load<u32>(places + (slot << 2));
      const end: usize = load<u32>(activationEnds + (slot << 2));
      if (panelBytes === 128) add32(place, start, end, deltas, weights);
      else if (panelBytes === 64) add16(place, start, end, deltas, weights);
      else if (panelBytes === 32) add8(place, start, end, deltas, weights);
      else add4(place, start, end, deltas, weights);
      start = end;
      deltas += widthBytes;
    }
    column += panelBytes;
  }
}

function add32(place: usize, activation: usize, end: usize, deltas: usize, weights: usize): void {
  const delta0 = v128.load(deltas);
  const delta1 = v128.load(deltas, 16);
  const delta2 = v128.load(deltas, 32);
  const delta3 = v128.load(deltas, 48);
  const delta4 = v128.load(deltas, 64);
  const delta5 = v128.load(deltas, 80);
  const delta6 = v128.load(deltas, 96);
  const delta7 = v128.load(deltas, 112);
  for (; activation < end; activation += 4) {
    const row = weights + ((<usize>load<u16>(place)) << 7);
    const a = v128.load32_splat(activation);
    v128.store(row, multiplyAdd(a, delta0, v128.load(row)));
    v128.store(row, multiplyAdd(a, delta1, v128.load(row, 16)), 16);
    v128.store(row, multiplyAdd(a, delta2, v128.load(row, 32)), 32);
    v128.store(row, multiplyAdd(a, delta3, v128.load(row, 48)), 48);
    v128.store(row, multiplyAdd(a, delta4, v128.load(row, 64)), 64);
    v128.store(row, multiplyAdd(a, delta5, v128.load(row, 80)), 80);
    v128.store(row, multiplyAdd(a, delta6, v128.load(row, 96)), 96);
    v128.store(row, multiplyAdd(a, delta7, v128.load(row, 112)), 112);
    place += 2;
  }
}

function add16(place: usize, activation: usize, end: usize, deltas: usize, weights: usize): void {
  const delta0 = v128.load(deltas);
  const delta1 = v128.load(deltas, 16);
  const delta2 = v128.load(deltas, 32);
  const delta3 = v128.load(deltas, 48);
  for (; activation < end; activation += 4) {
    const row = weights + ((<usize>load<u16>(place)) << 6);
    const a = v128.load32_splat(activation);
    v128.store(row, multiplyAdd(a, delta0, v128.load(row)));
    v128.store(row, multiplyAdd(a, delta1, v128.load(row, 16)), 16);
    v128.store(row, multiplyAdd(a, delta2, v128.load(row, 32)), 32);
    v128.store(row, multiplyAdd(a, delta3, v128.load(row, 48)), 48);
    place += 2;
  }
}

function add8(place: usize, activation: usize, end: usize, deltas: usize, weights: usize): void {
  const delta0 = v128.load(deltas);
  const delta1 = v128.load(deltas, 16);
  for (; activation < end; activation += 4) {
    const row = weights + ((<usize>load<u16>(place)) << 5);
    const a = v128.load32_splat(activation);
    v128.store(row, multiplyAdd(a, delta0, v128.load(row)));
    v128.store(row, multiplyAdd(a, delta1, v128.load(row, 16)), 16);
    place += 2;
  }
}

function add4(place: usize, activation: usize, end: usize, deltas: usize, weights: usize): void {
  const delta = v128.load(deltas);
  for (; activation < end; activation += 4) {
    const row = weights + ((<usize>load<u16>(place)) << 4);
    v128.store(row, multiplyAdd(v128.load32_splat(activation), delta, v128.load(row)));
    place += 2;
  }
}
