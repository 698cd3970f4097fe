/** Neurons of a layer that are shown together: `count` of them from neuron `from` on. */
export interface NeuronRange {
  readonly from: number;
  readonly count: number;
}

/** More pictures than this are not told apart at a glance. */
const mostPictures = 64;
/** What a snapshot may hold of one layer. */
const mostRows = 256;
/** Weights of one matrix page: 256 kB a snapshot. */
const mostWeights = 65_536;

/** A wide layer's neurons in pages of even size, so that no page is nearly empty. */
export class LayerPages {
  readonly size: number;
  readonly pageCount: number;
  readonly #perPage: number;

  /**
   * @param inputs neurons of the previous layer
   * @param arePictures whether each neuron's weights are a picture of their own
   */
  constructor(size: number, inputs: number, arePictures: boolean) {
    const mostPerPage = arePictures ? mostPictures : Math.max(1, Math.min(mostRows, Math.floor(mostWeights / inputs)));
    this.size = size;
    this.pageCount = Math.ceil(size / mostPerPage);
    this.#perPage = Math.ceil(size / this.pageCount);
  }

  /** The page's neurons. @param page 0 for the first */
  range(page: number): NeuronRange {
    const from = page * this.#perPage;
    return { from, count: Math.min(this.#perPage, this.size - from) };
  }

  /** The page on which a neuron is. */
  pageOf(neuron: number): number {
    return Math.floor(neuron / this.#perPage);
  }
}
