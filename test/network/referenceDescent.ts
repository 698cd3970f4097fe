import { descendWithAdam } from "../../extension/network/adamDescent.ts";
import { scheduledLearningRate } from "../../extension/network/learningRateSchedule.ts";
import { descend, miniBatchGradient, type ReferenceExample } from "../../extension/network/miniBatchDescent.ts";
import { descendWithMomentum } from "../../extension/network/momentumDescent.ts";
import type { NetworkShape } from "../../extension/network/networkShape.ts";
import type { LayerParameters, Parameters } from "../../extension/network/parameters.ts";
import { addPenaltyGradient } from "../../extension/network/weightDecay.ts";
import type { NetworkSettings } from "../../extension/protocol/settings.ts";
import { inDoublePrecision } from "./inDoublePrecision.ts";

export type DescentSettings = Pick<
  NetworkSettings,
  "descent" | "learningRate" | "momentum" | "l2" | "schedule" | "scheduleEpochs"
>;

/** The reference's mathematics put together as the settings say: a network in double precision that descends. */
export class ReferenceDescent {
  readonly parameters: LayerParameters[];
  readonly #shape: NetworkShape;
  readonly #settings: DescentSettings;
  /** a velocity, or Adam's two means, as far as the descent has them */
  readonly #first: LayerParameters[];
  readonly #second: LayerParameters[];
  #steps = 0;

  /** @param parameters to begin with; they are copied */
  constructor(shape: NetworkShape, parameters: Parameters, settings: DescentSettings) {
    this.#shape = shape;
    this.#settings = settings;
    this.parameters = inDoublePrecision(parameters);
    this.#first = zerosLike(parameters);
    this.#second = zerosLike(parameters);
  }

  /** One step by a whole mini-batch. @param epochs passes over the training examples before it, in fractions */
  step(batch: readonly ReferenceExample[], epochs: number): void {
    const { descent, momentum, l2 } = this.#settings;
    const learningRate = scheduledLearningRate(this.#settings, epochs);
    const gradient = miniBatchGradient(this.#shape, this.parameters, batch);
    addPenaltyGradient(this.parameters, l2, gradient);
    this.#steps++;
    if (descent === "plain") descend(gradient, learningRate, this.parameters);
    else if (descent === "momentum") {
      descendWithMomentum(gradient, learningRate, momentum, this.#first, this.parameters);
    } else {
      const moments = { means: this.#first, squares: this.#second };
      descendWithAdam(gradient, learningRate, this.#steps, moments, this.parameters);
    }
  }
}

function zerosLike(parameters: Parameters): LayerParameters[] {
  return parameters.map(({ weights, biases }) => ({
    weights: new Float64Array(weights.length),
    biases: new Float64Array(biases.length),
  }));
}
