import { pixelCount } from "../datasets/examples.ts";
import type { NetworkShape } from "../network/networkShape.ts";
import type { KernelMemory } from "./kernelMemory.ts";
import type { MemoryShare } from "./memoryShare.ts";
import type { PlacedLayer } from "./placedLayer.ts";
import { type PlacedOrder, placeOrder } from "./placedOrder.ts";
import { widestPanel } from "./weightPanels.ts";

/** Room in the kernels' memory for the states of a chunk of examples, a slot each. */
export class Workspace {
  readonly slots: number;
  /** see kernels/records.ts */
  readonly record: number;
  /** for single examples, [slots] */
  readonly order: PlacedOrder;
  /** [slots] u8: which output was largest */
  readonly verdicts: number;
  readonly #memory: KernelMemory;
  /** layer 1 first */
  readonly #layers: readonly LayerStatesPlace[];

  /**
   * @param layers of the network, whose activations and cost the shape tells
   * @param keepsSums whether every z outlives the activation; training needs at most the outputs', for the cross-entropy
   */
  constructor(
    share: MemoryShare,
    shape: NetworkShape,
    layers: readonly PlacedLayer[],
    common: CommonRoom,
    slots: number,
    keepsSums: boolean,
  ) {
    this.slots = slots;
    this.#memory = share.memory;
    this.#layers = layers.map(({ size, width }, index) => {
      const isForCost = shape.cost === "crossEntropy" && index === layers.length - 1;
      const activations = share.allocate(slots * width * 4);
      const sums = keepsSums || isForCost ? share.allocate(slots * width * 4) : activations;
      return { size, width, sums, activations, deltas: share.allocate(slots * width * 4) };
    });
    const inputs = shape.sizes[0];
    const pixelPlaces = share.allocate(slots * 4);
    const pixelActivations = share.allocate((slots * inputs + activationSlack) * 4);
    const activationEnds = share.allocate(slots * 4);
    const labels = share.allocate(slots);
    const panelDeltas = share.allocate(slots * widestPanel * 4);
    const areDigits = inputs === pixelCount;
    const paysSorting = areDigits && slots >= leastSortedSlots && layers[0].width >= leastSortedWidth;
    const sortedPixels = paysSorting ? share.allocate(pixelCount * 4 + slots * pixelCount * 8) : 0;
    this.order = placeOrder(share, slots);
    this.verdicts = share.allocate(slots);
    this.record = share.allocateWords([
      pixelPlaces,
      pixelActivations,
      labels,
      activationEnds,
      common.transposed,
      common.noBiases,
      0, // whether they are dense: noted when they are unpacked
      panelDeltas,
      sortedPixels,
      ...this.#layers.flatMap(({ sums, activations, deltas }) => [sums, activations, deltas]),
    ]);
  }

  /** z, a and δ of one slot, by layer, layer 1 first: copies. */
  statesOf(slot: number) {
    return this.#layers.map(({ size, width, sums, activations, deltas }) => {
      const copy = (start: number) => this.#memory.floats(start + slot * width * 4, size).slice();
      return { weightedSums: copy(sums), activations: copy(activations), deltas: copy(deltas) };
    });
  }

  /** A view of a of a layer (1…) for every slot, [slots, width]; void after the next allocation. */
  activationsView(layer: number): Float32Array<ArrayBuffer> {
    const { activations, width } = this.#layers[layer - 1];
    return this.#memory.floats(activations, this.slots * width);
  }
}

/** Where a layer's states are: z, a and δ, [slots, width] each; z may be the same memory as a. */
interface LayerStatesPlace {
  readonly size: number;
  readonly width: number;
  readonly sums: number;
  readonly activations: number;
  readonly deltas: number;
}

/** Rooms that every workspace of a network uses in its turn; see kernels/records.ts. */
export interface CommonRoom {
  readonly transposed: number;
  readonly noBiases: number;
}

/** @param layers of the network */
export function placeCommonRoom(share: MemoryShare, layers: readonly PlacedLayer[]): CommonRoom {
  const widest = Math.max(...layers.map(({ width }) => width));
  return { transposed: share.allocate(widest * widestPanel * 4), noBiases: share.allocate(widestPanel * 4) };
}

/** Pixels' activations that the kernels may write past the last. */
const activationSlack = 8;

/** Slots of a workspace and neurons of the first layer from which on its update may be sorted by pixel. */
const leastSortedSlots = 32;
const leastSortedWidth = 64;
