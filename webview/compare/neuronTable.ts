import { matchingInWords } from "../../extension/protocol/comparisonInWords.ts";
import { layerName } from "../../extension/protocol/layerName.ts";
import { numberText } from "../../extension/protocol/numberText.ts";
import type { NeuronMatching } from "../../extension/protocol/weightsComparison.ts";
import { element } from "../element.ts";
import { type TableColumn, VirtualTable } from "../tensors/virtualTable.ts";
import type { CompareState } from "./compareState.ts";

/** A neuron of A and its partner in B. */
export interface MatchedNeuron {
  /** counted from 1 */
  readonly layer: number;
  readonly a: number;
  readonly b: number;
  readonly isFlipped: boolean;
  readonly cosine: number | null;
}

/** Which neuron of B is most like each of A's, where another order explains the difference. */
export class NeuronTable {
  readonly element: HTMLElement;
  readonly #table: VirtualTable<MatchedNeuron>;
  #shown: NeuronMatching | null = null;
  #layerCount = 0;

  constructor() {
    this.#table = new VirtualTable<MatchedNeuron>({
      id: "neurons",
      name: "Neurons of A and their partners in B",
      columns: this.#columns(),
      key: ({ layer, a }) => `${layer}.${a}`,
      selected: () => undefined,
      orderChanged: () => undefined,
    });
    const explanation =
      "A network that has learnt the same in another order does the same: here each neuron of A stands beside the neuron " +
      "of B whose weights are most like its own.";
    this.element = element(
      "section",
      { class: "compare-neurons" },
      element("h2", {}, "Neurons matched by likeness"),
      element("p", { class: "compare-facts" }, explanation),
      this.#table.element,
    );
  }

  update({ matching, comparison }: CompareState): void {
    this.element.hidden = matching === null || matchingInWords(matching) === null;
    if (matching === this.#shown || matching === null) return;
    this.#shown = matching;
    this.#layerCount = comparison?.a.network?.sizes.length ?? 0;
    this.#table.setRows(matchedNeurons(matching));
  }

  #columns(): TableColumn<MatchedNeuron>[] {
    return [
      {
        id: "a",
        title: "In A",
        widthCssPixels: 150,
        isNumber: false,
        text: ({ layer, a }) => `${layerName(layer, this.#layerCount)}, neuron ${a}`,
        compare: (one, other) => one.layer - other.layer || one.a - other.a,
      },
      {
        id: "b",
        title: "In B",
        widthCssPixels: 90,
        isNumber: true,
        text: ({ b }) => `neuron ${b}`,
        compare: (one, other) => one.b - other.b,
      },
      {
        id: "cosine",
        title: "Likeness",
        explanation: "Cosine of the angle between their weights and biases: 1 is the same direction",
        widthCssPixels: 80,
        isNumber: true,
        text: ({ cosine }) => (cosine === null ? "zero" : numberText(cosine, 4)),
        compare: (one, other) => (one.cosine ?? 0) - (other.cosine ?? 0),
        comesLast: ({ cosine }) => cosine === null,
      },
      {
        id: "order",
        title: "What is other",
        widthCssPixels: 160,
        isNumber: false,
        text: ({ a, b, isFlipped }) =>
          [a === b ? "" : "its place", isFlipped ? "all signs" : ""].filter((text) => text !== "").join(", ") ||
          "nothing",
        compare: (one, other) => Number(one.a !== one.b) - Number(other.a !== other.b),
      },
    ];
  }
}

/** In the order of A's layers and neurons. */
function matchedNeurons({ layers }: NeuronMatching): MatchedNeuron[] {
  return layers.flatMap(({ partners, isFlipped, cosines }, place) =>
    partners.map((b, a) => ({ layer: place + 1, a, b, isFlipped: isFlipped[a], cosine: cosines[a] })),
  );
}
