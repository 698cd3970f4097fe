import { releaseDataset, sliceExamples } from "../datasets/examples.ts";
import { assertNever } from "../protocol/assertNever.ts";
import type { EvaluationToTrainer, TrainerToEvaluation } from "./evaluationPort.ts";
import { HeldOutEvaluator } from "./heldOutEvaluator.ts";
import { PlacedDataset } from "./placedDataset.ts";

/** The evaluation thread's work. A fault in it ends the thread, and the trainer goes on without. */
export class EvaluationServer {
  readonly #post: (message: EvaluationToTrainer) => void;
  #evaluator: HeldOutEvaluator | undefined;

  constructor(post: (message: EvaluationToTrainer) => void) {
    this.#post = post;
  }

  receive(message: TrainerToEvaluation): void {
    switch (message.type) {
      case "holdExamples": {
        const { module, heldOut } = message;
        // Nothing is learnt here.
        const dataset = { training: sliceExamples(heldOut, 0, 0), heldOut };
        this.#evaluator = new HeldOutEvaluator(new PlacedDataset(module, dataset));
        releaseDataset(dataset);
        this.#post({ type: "examplesHeld" });
        return;
      }
      case "evaluate": {
        if (!this.#evaluator) throw new Error("Evaluation: expected examples first.");
        const evaluation = this.#evaluator.evaluate(message.shape, message.parameters);
        // At once, not when garbage is next collected.
        message.parameters.buffer.transfer(0);
        while (!evaluation.isDone) evaluation.advance();
        this.#post({ type: "evaluated", result: evaluation.result });
        return;
      }
      default:
        assertNever(message);
    }
  }
}
