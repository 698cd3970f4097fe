import { type Examples, packedPixelBytes } from "../datasets/examples.ts";
import type { NetworkShape } from "../network/networkShape.ts";
import { assertNever } from "../protocol/assertNever.ts";
import type { EvaluationResult } from "./evaluation.ts";
import type { EvaluationPort, EvaluationToTrainer } from "./evaluationPort.ts";
import { HeldOutEvaluator } from "./heldOutEvaluator.ts";
import type { PlacedDataset } from "./placedDataset.ts";

/** A network as it was when it was handed over, and who waits to hear of it. */
interface HandedOver {
  readonly shape: NetworkShape;
  readonly parameters: Float32Array<ArrayBuffer>;
  resolve(result: EvaluationResult | undefined): void;
}

/**
 * The trainer's end of its evaluation thread: what is handed over is evaluated there, on the held-out examples of one dataset,
 * while training goes on. Should the thread end, what it left undone is done in the trainer's own, between its other work.
 */
export class EvaluationClient {
  readonly dataset: PlacedDataset;
  readonly #port: EvaluationPort;
  readonly #yieldToMessages: () => Promise<void>;
  #state: "starting" | "ready" | "gone" = "starting";
  #handedOver: HandedOver | undefined;
  #underWay: Promise<unknown> = Promise.resolve();

  /**
   * @param module the one that the dataset's kernels are made of
   * @param yieldToMessages called between pieces of a few milliseconds
   */
  constructor(
    port: EvaluationPort,
    module: WebAssembly.Module,
    dataset: PlacedDataset,
    yieldToMessages: () => Promise<void>,
  ) {
    this.#port = port;
    this.dataset = dataset;
    this.#yieldToMessages = yieldToMessages;
    port.listen((message) => this.#receive(message));
    port.onEnd(() => this.#endUnexpectedly());
    const heldOut = copyOf(dataset.examples("heldOut"));
    const { labels, pixelStarts, packedPixels } = heldOut;
    port.post({ type: "holdExamples", module, heldOut }, [labels.buffer, pixelStarts.buffer, packedPixels.buffer]);
  }

  /** Whether the thread is there and has its examples. */
  get isReady(): boolean {
    return this.#state === "ready";
  }

  /** Whether an evaluation is under way; until it is over no other may be. */
  get isBusy(): boolean {
    return this.#handedOver !== undefined;
  }

  /** Settles when no evaluation is under way. */
  async whenFree(): Promise<void> {
    await this.#underWay;
  }

  /**
   * @param parameters see `KernelNetwork.copyParameters`; kept until the answer
   * @returns undefined when the network overflows, or nobody has memory to find out
   */
  evaluate(shape: NetworkShape, parameters: Float32Array<ArrayBuffer>): Promise<EvaluationResult | undefined> {
    if (!this.isReady || this.isBusy) throw new Error("Evaluation: expected a thread that is ready and free.");
    const { promise, resolve } = Promise.withResolvers<EvaluationResult | undefined>();
    this.#handedOver = { shape, parameters, resolve };
    this.#underWay = promise;
    const copy = parameters.slice();
    this.#port.post({ type: "evaluate", shape, parameters: copy }, [copy.buffer]);
    return promise;
  }

  /** Ends the thread. What is under way is not waited for. */
  dispose(): void {
    this.#state = "gone";
    this.#settle(undefined);
    this.#port.terminate();
  }

  #receive(message: EvaluationToTrainer): void {
    switch (message.type) {
      case "examplesHeld":
        if (this.#state === "starting") this.#state = "ready";
        return;
      case "evaluated":
        this.#settle(message.result);
        return;
      default:
        assertNever(message);
    }
  }

  #settle(result: EvaluationResult | undefined): void {
    const { resolve } = this.#handedOver ?? {};
    this.#handedOver = undefined;
    resolve?.(result);
  }

  #endUnexpectedly(): void {
    this.#state = "gone";
    const left = this.#handedOver;
    if (!left) return;
    this.#evaluateHere(left).then(
      (result) => this.#settle(result),
      () => this.#settle(undefined),
    );
  }

  async #evaluateHere({ shape, parameters }: HandedOver): Promise<EvaluationResult | undefined> {
    const evaluator = new HeldOutEvaluator(this.dataset);
    try {
      const evaluation = evaluator.evaluate(shape, parameters);
      while (!evaluation.isDone) {
        evaluation.advance();
        await this.#yieldToMessages();
      }
      return evaluation.result;
    } finally {
      evaluator.dispose();
    }
  }
}

/** Examples of their own, to be handed over. */
function copyOf({ count, inputs, labels, pixelStarts, packedPixels }: Examples) {
  return {
    count,
    inputs,
    labels: labels.slice(),
    pixelStarts: pixelStarts.slice(),
    packedPixels: packedPixels.slice(0, pixelStarts[count] * packedPixelBytes),
  } as const;
}
