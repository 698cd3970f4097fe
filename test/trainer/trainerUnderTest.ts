import { plainSettings } from "../../extension/protocol/settings.ts";
import type {
  DatasetSource,
  HostToTrainer,
  Standing,
  TrainerRequest,
  TrainerRequestType,
  TrainerToHost,
} from "../../extension/protocol/trainerMessages.ts";
import type { EvaluationPort } from "../../extension/trainer/evaluationPort.ts";
import { Trainer } from "../../extension/trainer/trainer.ts";
import { file, idxImages, idxLabels } from "../datasets/idxBytes.ts";
import { kernelsModule } from "./randomExamples.ts";

/** A trainer in the test's thread, and all that it has said. */
export class TrainerUnderTest {
  readonly said: TrainerToHost[] = [];
  readonly #trainer: Trainer;
  #nextId = 1;

  constructor(startEvaluation: () => EvaluationPort | undefined) {
    const post = (message: TrainerToHost) => void this.said.push(message);
    this.#trainer = new Trainer(kernelsModule, { post, yieldToMessages, startEvaluation });
  }

  /** @returns the reply, when it comes */
  async request<Type extends TrainerRequestType>(type: Type, request: TrainerRequest<Type>): Promise<unknown> {
    const id = this.#nextId++;
    this.#trainer.receive({ type, id, ...request } as unknown as Parameters<Trainer["receive"]>[0]);
    const answer = await this.whenSaid((message) => "id" in message && message.id === id);
    if (answer.type !== "replied") throw new Error(JSON.stringify(answer));
    return answer.reply;
  }

  tell(message: HostToTrainer): void {
    this.#trainer.receive(message);
  }

  /** Resolves with the first message that fits, from the first ever said on. */
  async whenSaid(fits: (message: TrainerToHost) => boolean): Promise<TrainerToHost> {
    for (;;) {
      const message = this.said.find(fits);
      if (message) return message;
      await yieldToMessages();
    }
  }

  create(settings = plainSettings([784, 16, 16, 10])): Promise<unknown> {
    return this.request("createNetwork", { settings, datasetLabel: "stripes", source: stripes() });
  }

  /** Trains for so many epochs, to the end. */
  async train(epochs: number): Promise<void> {
    const from = this.said.length;
    await this.request("train", { epochs, isPaced: false });
    await this.whenSaid((message) => message.type === "trainingEnded" && this.said.indexOf(message) >= from);
  }

  /** Every evaluation of an epoch that was told, in the order told. */
  get told(): readonly string[] {
    return this.said.flatMap((message) => {
      const told = (message.type === "replied" ? message.reply : message) as Partial<Standing>;
      if (!told.points) return [];
      const ofEpochs = told.points.evaluations.filter(({ epoch }) => epoch > 0);
      return ofEpochs.map(({ step, cost, accuracy }) => `${step}: ${cost}, ${accuracy}`);
    });
  }

  get hasEnded(): boolean {
    return this.said.some((message) => message.type === "trainingEnded");
  }
}

/** 500 to learn from, 50 mini-batches an epoch; 100 held out. The thread begins after the first epoch. */
const stripes = (): DatasetSource => ({
  kind: "idx",
  folder: "stripes",
  files: [file("train-images-idx3-ubyte", idxImages(600)), file("train-labels-idx1-ubyte", idxLabels(600))],
});

export const yieldToMessages = () => new Promise<void>((resolve) => setImmediate(resolve));
