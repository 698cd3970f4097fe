import { setImmediate as nextTurn } from "node:timers/promises";
import { assertNever } from "../../protocol/assertNever.ts";
import type {
  CompareToHost,
  ComparisonWork,
  HostToCompare,
  OfferedExamples,
  OpenedComparison,
  OpenedSide,
  Side,
  SideNames,
} from "../../protocol/compareMessages.ts";
import { listsOf, withLists } from "../../protocol/comparisonLists.ts";
import { partsOf } from "../../protocol/listParts.ts";
import { messageOf } from "../../protocol/messageOf.ts";
import { orderOf } from "../../protocol/neuronOrder.ts";
import { readingProblem } from "../../protocol/readingProblem.ts";
import type { ComparisonOutline, NeuronMatching, TensorDifference } from "../../protocol/weightsComparison.ts";
import type { ExamplesSource } from "../../protocol/weightsMessages.ts";
import type { OpenWeights, WeightsReader } from "../../weightsReader/weightsReader.ts";

/** A side that is open in the weights reader, until the session disposes of it. */
export interface HeldSide {
  readonly side: OpenedSide;
  readonly weights: OpenWeights;
}

/** What a session needs of the editor. */
export interface SessionParts {
  readonly reader: Pick<WeightsReader, "request" | "outlineComparison">;
  /** @throws with one sentence to show */
  openSide(name: SideNames[Side], signal: AbortSignal): Promise<HeldSide>;
  /** The datasets that can be read without asking anybody, the one to begin with first. */
  offeredExamples(): Promise<readonly OfferedExamples[]>;
  findExamples(dataset: string): Promise<{ readonly source: ExamplesSource; readonly outputNames: readonly string[] }>;
  openEditor(name: SideNames[Side]): Promise<unknown>;
  post(message: HostToCompare): void;
  /** one line for the output channel */
  log(line: string): void;
}

/** A comparison that is under way: what was opened, and what was found of it. */
interface UnderWay {
  readonly a: HeldSide;
  readonly b: HeldSide;
  readonly outline: ComparisonOutline;
  matching: NeuronMatching | null;
}

type SliceMessage = Extract<CompareToHost, { type: "readSlice" }>;

/**
 * One comparison of two sides: opens them, has the weights reader compare them one thing after the other, and tells the
 * page. What was told is kept, so that a page that was hidden hears it again.
 */
export class ComparisonSession {
  readonly #parts: SessionParts;
  readonly #slices = new Map<number, AbortController>();
  /** since the comparison began */
  readonly #told: HostToCompare[] = [];
  /** how much of that was posted to the page */
  #posted = 0;
  #isPosting = false;
  #names: SideNames;
  #isPageReady = false;
  /** what was told is out of date, and nobody sees it */
  #isToBeginSeen = false;
  #giveUp = new AbortController();
  #underWay: UnderWay | undefined;
  /** the end of what was asked for: one thing after the other */
  #works: Promise<void> = Promise.resolve();

  constructor(names: SideNames, parts: SessionParts) {
    this.#names = names;
    this.#parts = parts;
    this.#begin();
  }

  get names(): SideNames {
    return this.#names;
  }

  /** Takes a message of the page. */
  receive(message: CompareToHost): void {
    switch (message.type) {
      case "ready":
        this.#isPageReady = true;
        if (this.#isToBeginSeen) this.#begin();
        this.#posted = 0;
        void this.#postTold();
        return;
      case "readSlice":
        void this.#readSlice(message);
        return;
      case "cancelSlice":
        this.#slices.get(message.id)?.abort();
        return;
      case "compareAgain":
        this.compareAgain();
        return;
      case "swapSides":
        this.#names = { a: this.#names.b, b: this.#names.a };
        this.#begin();
        return;
      case "compareReordered":
        this.#do((underWay, signal) => this.#comparePairs(underWay, underWay.matching, signal));
        return;
      case "readExamples":
        this.#do((underWay, signal) => this.#readExamples(underWay, message.dataset, signal));
        return;
      case "openSide":
        this.#parts.openEditor(this.#names[message.side]).catch((error: unknown) => this.#parts.log(String(error)));
        return;
      case "failed":
        this.#parts.log(`The page of a comparison failed: ${message.stack || message.message}`);
        return;
      default:
        assertNever(message);
    }
  }

  /** The page is gone, or nobody sees it. It will say `ready` again when it is back. */
  pageHidden(): void {
    this.#isPageReady = false;
    this.#cancelSlices();
  }

  /** With what is there now; where nobody sees the page, once somebody does. */
  compareAgain(): void {
    if (this.#isPageReady) this.#begin();
    else this.#isToBeginSeen = true;
  }

  /** What one side was is not what is there now. */
  sideChanged(side: Side): void {
    this.#tell({ type: "sideChanged", side });
  }

  dispose(): void {
    this.#giveUp.abort();
    this.#cancelSlices();
    this.#closeSides();
    this.#told.length = 0;
    this.#posted = 0;
  }

  #begin(): void {
    this.dispose();
    this.#isToBeginSeen = false;
    this.#giveUp = new AbortController();
    const { signal } = this.#giveUp;
    this.#works = this.#works.then(() => this.#compare(signal)).catch((error: unknown) => this.#refuse(error, signal));
  }

  /** Does something when all that was asked for before is done. What fails is logged: it was told where it is seen. */
  #do(work: (underWay: UnderWay, signal: AbortSignal) => Promise<unknown>): void {
    const { signal } = this.#giveUp;
    this.#works = this.#works
      .then(async () => {
        if (this.#underWay && !signal.aborted) await work(this.#underWay, signal);
      })
      .catch((error: unknown) => {
        if (!signal.aborted) this.#parts.log(String(error));
      });
  }

  #refuse(error: unknown, signal: AbortSignal): void {
    if (signal.aborted) return;
    this.#parts.log(String(error));
    this.#tell({ type: "comparisonRefused", names: this.#names, message: messageOf(error) });
  }

  async #compare(signal: AbortSignal): Promise<void> {
    signal.throwIfAborted();
    const [a, b] = await this.#openSides(signal);
    const { underWay, offered, problem } = await this.#outline(a, b, signal).catch((error: unknown) => {
      for (const { weights } of [a, b]) weights.dispose();
      throw error;
    });
    this.#underWay = underWay;
    const { outline } = underWay;
    const comparison: OpenedComparison = { a: a.side, b: b.side, outline, offered };
    for (const { from, part, isLast } of partsOf(listsOf(comparison))) {
      if (!isLast) this.#tell({ type: "comparisonListed", from, lists: part });
      else this.#tell({ type: "comparisonOpened", comparison: withLists(comparison, part), listedBefore: from });
    }
    if (problem !== null) this.#tell({ type: "examplesRead", read: null, problem });
    const differences = await this.#comparePairs(underWay, null, signal);
    const hasChanged = differences.some((difference) => difference !== null && difference.lengthOfChange > 0);
    if (outline.haveSameSizes && hasChanged) await this.#matchNeurons(underWay, signal);
    if (offered.length > 0) await this.#readExamples(underWay, offered[0].dataset, signal);
  }

  async #outline(
    a: HeldSide,
    b: HeldSide,
    signal: AbortSignal,
  ): Promise<{
    readonly underWay: UnderWay;
    readonly offered: readonly OfferedExamples[];
    /** why two networks are offered none */
    readonly problem: string | null;
  }> {
    const files = { file: a.weights.file, other: b.weights.file };
    const outline = await this.#parts.reader.outlineComparison(files, { signal });
    const [ofA, ofB] = [a.side.network, b.side.network];
    const problem = ofA && ofB && readingProblem(ofA.sizes, ofB.sizes);
    const offered = ofA && ofB && problem === null ? await this.#parts.offeredExamples() : [];
    signal.throwIfAborted();
    return { underWay: { a, b, outline, matching: null }, offered, problem };
  }

  /** Both, or neither stays open. */
  async #openSides(signal: AbortSignal): Promise<[HeldSide, HeldSide]> {
    const opening = [this.#names.a, this.#names.b].map((name) => this.#parts.openSide(name, signal));
    const opened = await Promise.allSettled(opening);
    const held = opened.flatMap((outcome) => (outcome.status === "fulfilled" ? [outcome.value] : []));
    if (held.length === 2 && !signal.aborted) return [held[0], held[1]];
    for (const { weights } of held) weights.dispose();
    signal.throwIfAborted();
    throw opened.find((outcome) => outcome.status === "rejected")?.reason;
  }

  /** @param matching in whose order B's neurons are put; null for the files' own */
  async #comparePairs(
    { a, b, outline }: UnderWay,
    matching: NeuronMatching | null,
    signal: AbortSignal,
  ): Promise<(TensorDifference | null)[]> {
    const files = { file: a.weights.file, other: b.weights.file };
    const wanted = outline.pairs
      .map((pair, place) => ({ pair, place, order: matching && orderOf(pair.part, matching) }))
      .filter(({ pair, order }) => pair.problem === null && (matching === null || order !== null));
    const differences: (TensorDifference | null)[] = [];
    for (const [done, { place, order }] of wanted.entries()) {
      const onProgress = this.#progress("tensors", done / wanted.length, 1 / wanted.length);
      const told = { type: "pairCompared", pair: place, isReordered: matching !== null } as const;
      try {
        const request = { ...files, pair: place, order };
        const difference = await this.#parts.reader.request("compareTensors", request, { signal, onProgress });
        differences.push(difference);
        this.#tell({ ...told, difference, problem: null });
      } catch (error) {
        signal.throwIfAborted();
        this.#tell({ ...told, difference: null, problem: messageOf(error) });
      }
    }
    this.#tellProgress(null, 1);
    return differences;
  }

  async #matchNeurons(underWay: UnderWay, signal: AbortSignal): Promise<void> {
    const files = { file: underWay.a.weights.file, other: underWay.b.weights.file };
    try {
      const onProgress = this.#progress("neurons");
      underWay.matching = await this.#parts.reader.request("matchNeurons", files, { signal, onProgress });
      this.#tell({ type: "neuronsMatched", matching: underWay.matching, problem: null });
    } catch (error) {
      signal.throwIfAborted();
      this.#tell({ type: "neuronsMatched", matching: null, problem: messageOf(error) });
    }
    this.#tellProgress(null, 1);
  }

  async #readExamples({ a, b }: UnderWay, dataset: string, signal: AbortSignal): Promise<void> {
    const files = { file: a.weights.file, other: b.weights.file };
    try {
      const offered = (await this.#parts.offeredExamples()).find((one) => one.dataset === dataset);
      if (offered === undefined) throw new Error(`Examples: expected a dataset that is at hand, found ${dataset}.`);
      const { source: examples, outputNames } = await this.#parts.findExamples(dataset);
      const onProgress = this.#progress("readings");
      const readings = await this.#parts.reader.request(
        "compareReadings",
        { ...files, examples },
        { signal, onProgress },
      );
      this.#tell({ type: "examplesRead", read: { ...offered, readings, outputNames }, problem: null });
    } catch (error) {
      signal.throwIfAborted();
      this.#tell({ type: "examplesRead", read: null, problem: messageOf(error) });
    }
    this.#tellProgress(null, 1);
  }

  async #readSlice({ id, pair, which, isReordered, slice }: SliceMessage): Promise<void> {
    const underWay = this.#underWay;
    const part = underWay?.outline.pairs[pair]?.part ?? null;
    if (!underWay) return this.#postNow({ type: "sliceRefused", id, message: "The comparison began anew." });
    const giveUp = new AbortController();
    this.#slices.set(id, giveUp);
    const order = isReordered && underWay.matching ? orderOf(part, underWay.matching) : null;
    const files = { file: underWay.a.weights.file, other: underWay.b.weights.file };
    try {
      const request = { ...files, pair, order, which, slice };
      const read = await this.#parts.reader.request("readComparedSlice", request, { signal: giveUp.signal });
      this.#postNow({ type: "sliceRead", id, slice: read });
    } catch (error) {
      if (!giveUp.signal.aborted) this.#postNow({ type: "sliceRefused", id, message: messageOf(error) });
    } finally {
      this.#slices.delete(id);
    }
  }

  #cancelSlices(): void {
    for (const giveUp of this.#slices.values()) giveUp.abort();
    this.#slices.clear();
  }

  #closeSides(): void {
    this.#underWay?.a.weights.dispose();
    this.#underWay?.b.weights.dispose();
    this.#underWay = undefined;
  }

  #progress(work: ComparisonWork, start = 0, length = 1): (share: number) => void {
    return (share) => this.#tellProgress(work, start + share * length);
  }

  /** Nobody need hear later how far it once was. */
  #tellProgress(work: ComparisonWork | null, share: number): void {
    this.#postNow({ type: "progressed", work, share });
  }

  #tell(message: HostToCompare): void {
    this.#told.push(message);
    void this.#postTold();
  }

  /** Posts what the page was not told yet, one message a turn: each is made into a text on this thread. */
  async #postTold(): Promise<void> {
    if (this.#isPosting) return;
    this.#isPosting = true;
    while (this.#isPageReady && this.#posted < this.#told.length) {
      this.#parts.post(this.#told[this.#posted++]);
      await nextTurn();
    }
    this.#isPosting = false;
  }

  #postNow(message: HostToCompare): void {
    if (this.#isPageReady) this.#parts.post(message);
  }
}
