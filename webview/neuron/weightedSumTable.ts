import type { ActivationName } from "../../extension/network/networkShape.ts";
import { decimalsFor, numberText } from "../../extension/protocol/numberText.ts";
import type { NeuronSnapshot } from "../../extension/protocol/snapshot.ts";
import { Glide } from "../drawings/glide.ts";
import { SignedBar } from "../drawings/signedBar.ts";
import { SmoothLimit } from "../drawings/smoothLimit.ts";
import { element, writeText } from "../element.ts";
import { ActivationCurve } from "./activationCurve.ts";
import { activationText, shareText } from "./activationText.ts";
import { type WeightedSumParts, weightedSumTexts } from "./weightedSum.ts";

/**
 * z = Σ w·a + b written out with a neuron's numbers, each part's bar beginning where the one before ended, and what the
 * activation function makes of z.
 */
export class WeightedSumTable {
  readonly element: HTMLElement;
  readonly #speaksFor = new SumRow("speaks for it");
  readonly #speaksAgainst = new SumRow("speaks against it");
  readonly #bias = new SumRow("its bias b");
  readonly #weightedSum = new SumRow("weighted sum z");
  readonly #activationRow = element("tr", { class: "sum-activation" });
  readonly #activationName = element("th", { scope: "row" });
  readonly #activation = element("td", { class: "sum-number" });
  readonly #curve = new ActivationCurve();
  readonly #share = element("td", { class: "sum-share", colspan: "3" });
  readonly #limit = new SmoothLimit();
  readonly #glide = new Glide([this.#limit], () => this.#drawBars());
  #parts: WeightedSumParts | undefined;

  constructor() {
    this.#weightedSum.element.classList.add("sum-total");
    this.#activationRow.append(
      this.#activationName,
      this.#activation,
      element("td", { class: "sum-curve" }, this.#curve.element),
    );
    this.element = element(
      "table",
      { class: "sum-table" },
      element("caption", {}, "z = Σ w·a + b"),
      element(
        "tbody",
        {},
        ...[this.#speaksFor, this.#speaksAgainst, this.#bias, this.#weightedSum].map((row) => row.element),
        this.#activationRow,
        element("tr", {}, this.#share),
      ),
    );
  }

  show(parts: WeightedSumParts, { activation, weightedSum }: NeuronSnapshot, activationName: ActivationName): void {
    this.#parts = parts;
    const largest = Math.max(
      parts.speaksFor,
      Math.abs(parts.speaksFor + parts.speaksAgainst),
      Math.abs(parts.weightedSum),
    );
    const texts = weightedSumTexts(parts, decimalsFor(largest));
    writeText(this.#speaksFor.number, texts.speaksFor);
    writeText(this.#speaksAgainst.number, texts.speaksAgainst);
    writeText(this.#bias.number, texts.bias);
    writeText(this.#weightedSum.number, `= ${texts.weightedSum}`);
    writeText(this.#activationName, activationText(activationName, texts.weightedSum));
    writeText(this.#activation, `= ${numberText(activation)}`);
    const isShare = activationName === "softmax";
    this.#curve.element.hidden = isShare;
    this.#share.hidden = !isShare;
    if (isShare) writeText(this.#share, shareText(activation));
    else this.#curve.show(activationName, weightedSum, activation);
    this.#limit.show(largest, performance.now());
    this.#drawBars();
  }

  dispose(): void {
    this.#glide.dispose();
    this.#curve.dispose();
  }

  #drawBars(): void {
    if (!this.#parts) return;
    const { speaksFor, speaksAgainst, bias, weightedSum } = this.#parts;
    const { limit } = this.#limit;
    const carried = speaksFor + speaksAgainst;
    this.#speaksFor.bar.showBetween(0, speaksFor, limit, 1);
    this.#speaksAgainst.bar.showBetween(speaksFor, carried, limit, -1);
    this.#bias.bar.showBetween(carried, carried + bias, limit, bias);
    this.#weightedSum.bar.show(weightedSum, limit);
    this.#glide.goOn();
  }
}

class SumRow {
  readonly element: HTMLElement;
  readonly number = element("td", { class: "sum-number" });
  readonly bar = new SignedBar();

  constructor(name: string) {
    this.element = element(
      "tr",
      {},
      element("th", { scope: "row" }, name),
      this.number,
      element("td", { class: "sum-bar" }, this.bar.element),
    );
  }
}
