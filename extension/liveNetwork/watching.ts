import type { Pace } from "../protocol/settings.ts";
import {
  type ExampleAddress,
  type ExampleSet,
  type NeuronAddress,
  nothingObserved,
  type Observation,
} from "../protocol/snapshot.ts";
import type { CurrentState } from "./currentState.ts";
import type { TrainerOnDemand } from "./trainerOnDemand.ts";

/** How the live network is watched: how fast it trains, which example is shown, which neuron looked at, what snapshots hold. */
export class Watching {
  readonly #current: CurrentState;
  readonly #trainer: TrainerOnDemand;
  #observation: Observation = nothingObserved;

  constructor(current: CurrentState, trainer: TrainerOnDemand) {
    this.#current = current;
    this.#trainer = trainer;
  }

  async setPace(pace: Pace): Promise<void> {
    if (this.#trainer.isStarted) await this.#trainer.request("setPace", { pace });
    this.#current.change({ pace });
  }

  async setFollowsTraining(followsTraining: boolean): Promise<void> {
    if (this.#trainer.isStarted) await this.#trainer.request("setFollowsTraining", { followsTraining });
    this.#current.change({ followsTraining });
  }

  async observe(observation: Observation): Promise<void> {
    this.#observation = observation;
    if (this.#trainer.isStarted && this.#current.state.network) await this.#trainer.request("observe", { observation });
  }

  /** Tells it all again: it may have been started just now. */
  async tellTrainer(): Promise<void> {
    // Each as it is by then: it may be changed meanwhile.
    await this.#trainer.request("setPace", { pace: this.#current.state.pace });
    await this.#trainer.request("setFollowsTraining", { followsTraining: this.#current.state.followsTraining });
    await this.#trainer.request("observe", { observation: this.#observation });
  }

  async showExample(example: ExampleAddress): Promise<void> {
    this.#current.requireNetwork();
    await this.#stopFollowing();
    await this.#trainer.request("showExample", { example });
  }

  async showNextWrong(set: ExampleSet): Promise<ExampleAddress | null> {
    this.#current.requireNetwork();
    await this.#stopFollowing();
    const { example } = await this.#trainer.request("showNextWrong", { set });
    return example;
  }

  /** While training, which would show another example at once. */
  async #stopFollowing(): Promise<void> {
    const { status, followsTraining } = this.#current.state;
    if (status === "training" && followsTraining) await this.setFollowsTraining(false);
  }

  inspect(address: NeuronAddress | null): void {
    if (address !== null) {
      const { sizes } = this.#current.requireNetwork().shape;
      const { layer, neuron } = address;
      if (layer < 1 || layer >= sizes.length || neuron >= sizes[layer]) {
        const last = sizes.length - 1;
        throw new RangeError(
          `Neuron ${layer}.${neuron}: expected a layer from 1 to ${last} and a neuron it has, in a network ${sizes.join("–")}.`,
        );
      }
    }
    this.#current.change({ inspected: address });
  }
}
