import { percentInWords } from "../../extension/protocol/comparisonInWords.ts";
import { messageOf } from "../../extension/protocol/messageOf.ts";
import { numberText, signedOnScale } from "../../extension/protocol/numberText.ts";
import { pictureSideOf } from "../../extension/protocol/pictureSide.ts";
import { type ComparedWhich, comparedWhichNames } from "../../extension/protocol/weightsMessages.ts";
import { Legend } from "../drawings/legend.ts";
import { element, writeText } from "../element.ts";
import { addPictureGestures, keysOfPicture } from "../tensors/pictureGestures.ts";
import { PlaneReader } from "../tensors/planeReader.ts";
import { TensorPicture } from "../tensors/tensorPicture.ts";
import { valueText } from "../tensors/valueText.ts";
import { Viewport } from "../tensors/viewport.ts";
import { type DimensionChoice, defaultChoice, indicesOf } from "../weightsEditor/dimensionChoice.ts";
import { SliceControls } from "../weightsEditor/sliceControls.ts";
import { ComparedHistogram } from "./comparedHistogram.ts";
import { mosaicPlane, type ReadSlice, tensorPlane } from "./comparedPlane.ts";
import { type CompareState, layerCountOf } from "./compareState.ts";
import { type Mosaic, mosaicOf, mosaicPixel, mostMosaicNumbers } from "./neuronMosaic.ts";
import { nameOf } from "./pairRows.ts";
import type { SliceRequests } from "./sliceRequests.ts";

const titles = { a: "A", b: "B", change: "B − A" } as const satisfies Record<ComparedWhich, string>;

/** One of the three pictures, with its frame and its reader. */
interface Panel {
  readonly picture: TensorPicture;
  readonly reader: PlaneReader;
  readonly frame: HTMLElement;
}

/**
 * The chosen pair: A, B and B − A beside each other on one scale, which zoom, pan and point together, and how many numbers
 * are how large.
 */
export class PairView {
  readonly element: HTMLElement;
  readonly #requests: SliceRequests;
  readonly #viewport = new Viewport();
  readonly #panels: Readonly<Record<ComparedWhich, Panel>>;
  readonly #title = element("h2");
  readonly #facts = element("p", { class: "compare-facts" });
  readonly #problem = element("p", { class: "compare-problem", role: "status" });
  readonly #pictures: HTMLElement;
  readonly #value = element("output", { class: "compare-value" });
  readonly #legend = new Legend("A, B, B − A", "diverging");
  readonly #changeLegend = new Legend("B − A", "diverging");
  readonly #asPictures = element("vscode-checkbox", { checked: true }, "Neurons as pictures");
  readonly #ownScale = element("vscode-checkbox", {}, "B − A on a scale of its own");
  readonly #dimensions = new SliceControls((choice) => this.#lookAt(choice));
  readonly #histogram = new ComparedHistogram();
  readonly #histogramFigure: HTMLElement;
  readonly #listening = new AbortController();
  #state: CompareState | null = null;
  #pair: number | null = null;
  #isReordered = false;
  #mosaic: Mosaic | null = null;
  #choice = defaultChoice([]);
  /** what the pictures show, so that they are not read again for nothing */
  #shown = "";
  #shownPair: number | null = null;
  #shownComparison: CompareState["comparison"] = null;

  constructor(requests: SliceRequests) {
    this.#requests = requests;
    this.#panels = { a: this.#makePanel("a"), b: this.#makePanel("b"), change: this.#makePanel("change") };
    this.#pictures = element("div", { class: "compare-pictures" });
    for (const which of comparedWhichNames) {
      const caption = element("figcaption", { class: `compare-letter-${which}` }, titles[which]);
      this.#pictures.append(element("figure", {}, caption, this.#panels[which].frame));
    }
    this.#histogramFigure = element(
      "figure",
      { class: "compare-histogram" },
      element(
        "figcaption",
        {},
        "How many numbers are how large: ",
        element("span", { class: "compare-sample-a" }, "A"),
        " ",
        element("span", { class: "compare-sample-b" }, "B"),
        " ",
        element("span", { class: "compare-sample-change" }, "B − A"),
        " (heights are square roots)",
      ),
      element("div", { class: "compare-histogram-frame" }, this.#histogram.element),
    );
    this.element = element(
      "section",
      {},
      this.#title,
      this.#facts,
      this.#problem,
      element("div", { class: "compare-controls" }, this.#asPictures, this.#ownScale, this.#dimensions.element),
      this.#pictures,
      element("div", { class: "compare-under" }, this.#value, this.#legend.element, this.#changeLegend.element),
      this.#histogramFigure,
    );
    const { signal } = this.#listening;
    this.#asPictures.addEventListener("change", () => this.#showPlanes(false), { signal });
    this.#ownScale.addEventListener("change", () => this.#showLimits(), { signal });
    this.#viewport.onChange(() => this.#showValue());
  }

  /** @param pair its place in the outline; null while there is none */
  update(state: CompareState, pair: number | null, isReordered: boolean): void {
    this.#state = state;
    this.#pair = pair;
    this.#isReordered = isReordered;
    const outlined = pair === null ? undefined : state.comparison?.outline.pairs[pair];
    this.element.hidden = outlined === undefined;
    if (state.comparison === null || pair === null || outlined === undefined) {
      this.#shown = "";
      return;
    }
    writeText(this.#title, nameOf(state.comparison, outlined, layerCountOf(state)));
    const compared = state.compared?.of(pair, isReordered);
    const problem = outlined.problem ?? compared?.problem ?? null;
    writeText(this.#problem, problem ?? "");
    writeText(this.#facts, this.#factsText());
    const isSeen = problem === null && outlined.shape.every((size) => size > 0);
    this.#pictures.hidden = !isSeen;
    this.#histogramFigure.hidden = !compared?.difference?.histograms;
    this.#histogram.show(compared?.difference?.histograms ?? null);
    const isMosaic = this.#mosaicSide() !== null;
    this.#asPictures.hidden = !isMosaic;
    this.#showLimits();
    if (!isSeen) return;
    const shown = JSON.stringify([state.comparison.a.name, state.comparison.b.name, pair, isReordered, outlined.shape]);
    if (shown === this.#shown && this.#shownComparison === state.comparison) return;
    const isSamePair = this.#shownPair === pair && this.#shownComparison === state.comparison;
    this.#shown = shown;
    this.#shownPair = pair;
    this.#shownComparison = state.comparison;
    if (!isSamePair) this.#choice = defaultChoice(outlined.shape);
    this.#showDimensions(outlined.shape);
    this.#showPlanes(isSamePair);
  }

  #makePanel(which: ComparedWhich): Panel {
    const picture = new TensorPicture(this.#viewport);
    const reader = new PlaneReader(this.#viewport, picture, {
      progressed: () => undefined,
      failed: (error) => writeText(this.#problem, messageOf(error)),
      wholeRead: () => this.#showValue(),
    });
    const frame = element(
      "div",
      {
        class: "compare-frame",
        tabindex: "0",
        role: "application",
        "aria-roledescription": "picture of the tensor",
        "aria-label": `${titles[which]}. ${keysOfPicture}`,
      },
      picture.element,
    );
    addPictureGestures(frame, this.#viewport, this.#listening.signal);
    return { picture, reader, frame };
  }

  /** @param isSame whether the same numbers are shown otherwise: what differs then lights up */
  #showPlanes(isSame: boolean): void {
    const [state, pair] = [this.#state, this.#pair];
    const outlined = pair === null ? undefined : state?.comparison?.outline.pairs[pair];
    if (pair === null || outlined === undefined) return;
    const side = this.#asPictures.checked ? this.#mosaicSide() : null;
    this.#mosaic = side === null ? null : mosaicOf(outlined.shape[0], side);
    const isReordered = this.#isReordered;
    for (const which of comparedWhichNames) {
      const read: ReadSlice = (slice, signal) => this.#requests.read({ pair, which, isReordered }, slice, signal);
      const plane = this.#mosaic ? mosaicPlane(this.#mosaic, read) : tensorPlane(outlined.shape, this.#choice, read);
      this.#panels[which].reader.show(plane, isSame);
    }
    const isStrip = outlined.shape.length < 2;
    this.#pictures.classList.toggle("is-strip", isStrip);
  }

  #lookAt(choice: DimensionChoice): void {
    this.#choice = choice;
    this.#showPlanes(false);
    const outlined = this.#pair === null ? undefined : this.#state?.comparison?.outline.pairs[this.#pair];
    if (outlined) this.#showDimensions(outlined.shape);
  }

  /** A matrix has no other dimension to look along. */
  #showDimensions(shape: readonly number[]): void {
    this.#dimensions.show(shape, this.#choice);
    this.#dimensions.element.hidden = shape.length < 3;
  }

  /** Of a first layer's neurons, whose inputs are the pixels of a square; null for any other tensor. */
  #mosaicSide(): number | null {
    const comparison = this.#state?.comparison;
    const outlined = this.#pair === null ? undefined : comparison?.outline.pairs[this.#pair];
    const first = comparison?.a.network?.layers[0];
    // Networks of unlike depth have no parts in common, but may have first layers that are.
    const isTurnedAway = outlined?.part === null && first?.isTransposed;
    if (outlined === undefined || first?.weight !== outlined.a || isTurnedAway) return null;
    const [neurons, inputs] = outlined.shape;
    return neurons * inputs <= mostMosaicNumbers ? pictureSideOf(inputs) : null;
  }

  #showLimits(): void {
    if (this.#state === null || this.#pair === null) return;
    const difference = this.#state.compared?.of(this.#pair, this.#isReordered)?.difference;
    const { least, most } = difference?.histograms ?? { least: -1, most: 1 };
    const limit = Math.max(Math.abs(least), Math.abs(most));
    const largest = difference?.largest;
    const ownLimit = largest ? Math.abs(largest.b - largest.a) : limit;
    const isOwn = this.#ownScale.checked;
    this.#panels.a.picture.limit = limit;
    this.#panels.b.picture.limit = limit;
    this.#panels.change.picture.limit = isOwn ? ownLimit : limit;
    this.#legend.show(limit);
    this.#changeLegend.element.hidden = !isOwn;
    this.#changeLegend.show(ownLimit);
  }

  #factsText(): string {
    if (this.#state === null || this.#pair === null) return "";
    const compared = this.#state.compared?.of(this.#pair, this.#isReordered);
    const pair = this.#state.comparison?.outline.pairs[this.#pair];
    if (!compared?.difference || !pair) return "";
    const { relativeChange, cosine, equal, count, largest, notFinite } = compared.difference;
    const facts = [
      relativeChange === null ? "" : `changed by ${percentInWords(relativeChange)}`,
      cosine === null ? "" : `cosine ${numberText(cosine, 4)}`,
      `${equal.toLocaleString("en")} of ${count.toLocaleString("en")} equal`,
      largest === null ? "" : `largest change ${valueText(largest.b - largest.a)} at ${this.#placeText(largest.at)}`,
      notFinite === 0 ? "" : `${notFinite.toLocaleString("en")} NaN or infinite, left out`,
    ];
    return facts.filter((fact) => fact !== "").join(" · ");
  }

  #placeText(at: readonly number[]): string {
    const part = this.#pair === null ? null : this.#state?.comparison?.outline.pairs[this.#pair]?.part;
    if (part?.role === "weights") return `neuron ${at[0]}, input ${at[1]}`;
    if (part?.role === "biases") return `neuron ${at[0]}`;
    return `[${at.join(", ")}]`;
  }

  #showValue(): void {
    const { pointed } = this.#viewport;
    if (pointed === null) {
      writeText(this.#value, "Point at a number, or walk to it with the arrow keys, to read all three.");
      return;
    }
    const shown = comparedWhichNames.map((which) => this.#panels[which].picture.valueAt(pointed));
    const where = this.#pointedText(pointed);
    if (where === null || shown.includes(undefined)) {
      writeText(this.#value, "");
      return;
    }
    const [a, b, change] = shown.map((value) => value?.value ?? 0);
    const isThinned = shown.some((value) => value !== undefined && value.patch.rows * value.patch.columns > 1);
    const texts = [`A ${valueText(a)}`, `B ${valueText(b)}`, `B − A ${signedOnScale(change, Math.abs(change))}`];
    writeText(this.#value, `${where}: ${texts.join(" · ")}${isThinned ? " (largest of a patch: zoom in)" : ""}`);
  }

  #pointedText({ row, column }: { row: number; column: number }): string | null {
    if (this.#mosaic) {
      const at = mosaicPixel(this.#mosaic, { row, column });
      if (at === null) return null;
      const { side } = this.#mosaic;
      return `neuron ${at.neuron}, pixel at row ${Math.floor(at.pixel / side)}, column ${at.pixel % side}`;
    }
    return this.#placeText(indicesOf(this.#choice, row, column));
  }
}
