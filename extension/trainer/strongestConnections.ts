import type { LayerConnections } from "../protocol/snapshot.ts";
import type { PlacedLayer, PlacedSearch } from "./placedLayer.ts";

/** What rounding the product to single precision may take from it, and more: nothing is passed over. */
const slack = 1 - 2 ** -20;

/**
 * The connections between two layers that carry most: the largest |w · a|.
 *
 * @param layer whose incoming connections are looked at
 * @param activations of the previous layer, [inputs]
 * @param most how many at most; connections that carry nothing, or what is not finite, are left out
 * @param search room to find them in
 * @returns strongest first; of equals the one that comes first
 */
export function strongestConnections(
  layer: PlacedLayer,
  activations: Float32Array,
  most: number,
  search: PlacedSearch,
): LayerConnections {
  const strongest = new StrongestConnections(most);
  for (const panel of layer.panels) {
    const weights = layer.weightsView().subarray(panel.start, panel.start + layer.inputs * panel.width);
    const offer = (place: number) => {
      const from = Math.floor(place / panel.width);
      const column = place - from * panel.width;
      if (column < panel.size) strongest.offer(from, panel.first + column, weights[place], activations[from]);
    };
    // Of millions of weights nearly all end here, once the first have set the measure.
    const least = strongest.least * slack;
    const found = least > 0 ? layer.findCarrying(panel, activations, least, search) : null;
    if (found) for (const place of found) offer(place);
    else for (let place = 0; place < weights.length; place++) offer(place);
  }
  return strongest.take();
}

/** Keeps the strongest of the connections that it is offered, in a heap with the weakest at its root. */
class StrongestConnections {
  readonly #most: number;
  readonly #from: Uint32Array;
  readonly #to: Uint32Array;
  readonly #weights: Float32Array;
  /** with the digits of the product, so that equals are equals */
  readonly #carried: Float64Array;
  #count = 0;

  constructor(most: number) {
    this.#most = most;
    this.#from = new Uint32Array(most);
    this.#to = new Uint32Array(most);
    this.#weights = new Float32Array(most);
    this.#carried = new Float64Array(most);
  }

  /** What a connection has to carry at least to be kept. */
  get least(): number {
    return this.#count < this.#most ? 0 : Math.abs(this.#carried[0]);
  }

  offer(from: number, to: number, weight: number, activation: number): void {
    const carried = weight * activation;
    if (carried === 0 || !Number.isFinite(carried)) return;
    if (this.#count < this.#most) {
      this.#write(this.#count, from, to, weight, carried);
      this.#rise(this.#count);
      this.#count++;
    } else if (this.#isWeaker(0, from, to, carried)) {
      this.#write(0, from, to, weight, carried);
      this.#sink();
    }
  }

  /** Strongest first. The heap is of no use afterwards. */
  take(): LayerConnections {
    const count = this.#count;
    // The weakest goes to the end, again and again.
    while (this.#count > 1) {
      this.#count--;
      this.#exchange(0, this.#count);
      this.#sink();
    }
    return {
      from: this.#from.slice(0, count),
      to: this.#to.slice(0, count),
      weights: this.#weights.slice(0, count),
      carried: Float32Array.from(this.#carried.subarray(0, count)),
    };
  }

  /** Whether the connection at `place` gives way to this one. */
  #isWeaker(place: number, from: number, to: number, carried: number): boolean {
    const difference = Math.abs(this.#carried[place]) - Math.abs(carried);
    if (difference !== 0) return difference < 0;
    return this.#from[place] > from || (this.#from[place] === from && this.#to[place] > to);
  }

  #isWeakerThan(place: number, other: number): boolean {
    return this.#isWeaker(place, this.#from[other], this.#to[other], this.#carried[other]);
  }

  #rise(place: number): void {
    for (let child = place; child > 0; ) {
      const parent = (child - 1) >> 1;
      if (!this.#isWeakerThan(child, parent)) return;
      this.#exchange(child, parent);
      child = parent;
    }
  }

  #sink(): void {
    for (let parent = 0; ; ) {
      let weakest = parent;
      for (let child = 2 * parent + 1; child <= 2 * parent + 2 && child < this.#count; child++) {
        if (this.#isWeakerThan(child, weakest)) weakest = child;
      }
      if (weakest === parent) return;
      this.#exchange(parent, weakest);
      parent = weakest;
    }
  }

  #exchange(one: number, other: number): void {
    const from = this.#from[one];
    const to = this.#to[one];
    const weight = this.#weights[one];
    const carried = this.#carried[one];
    this.#write(one, this.#from[other], this.#to[other], this.#weights[other], this.#carried[other]);
    this.#write(other, from, to, weight, carried);
  }

  #write(place: number, from: number, to: number, weight: number, carried: number): void {
    this.#from[place] = from;
    this.#to[place] = to;
    this.#weights[place] = weight;
    this.#carried[place] = carried;
  }
}
