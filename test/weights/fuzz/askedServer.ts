import type {
  HostToWeights,
  OpenFileId,
  WeightsReply,
  WeightsRequest,
  WeightsRequestType,
  WeightsToHost,
} from "../../../extension/protocol/weightsMessages.ts";
import type { WeightsSummary } from "../../../extension/protocol/weightsSummary.ts";
import { WeightsFileError } from "../../../extension/weights/weightsFileError.ts";
import type { DiskSource } from "../../../extension/weightsReader/sourcesOnDisk.ts";
import { WeightsServer } from "../../../extension/weightsReader/weightsServer.ts";
import type { WeightsSample } from "../samples/weightsSamples.ts";
import { requirePlain } from "./requirePlain.ts";

/** The weights reader's server in this thread, on files in memory, asked one thing after the other. */
export class AskedServer {
  readonly #samples: Readonly<Record<string, WeightsSample>>;
  readonly #server: WeightsServer;
  #settle: (message: WeightsToHost) => void = () => {};
  #asked = 0;

  /** @param samples by the name of the folder that each stands in */
  constructor(samples: Readonly<Record<string, WeightsSample>>) {
    this.#samples = samples;
    this.#server = new WeightsServer({
      post: (message) => {
        if (message.type !== "progressed") this.#settle(message);
      },
      yieldToMessages: async () => {},
      openSource: (path) => inMemory(samples, path),
    });
  }

  /** @returns undefined when the file is refused */
  async open(file: OpenFileId, folder: string): Promise<WeightsSummary | undefined> {
    const path = `/${folder}/${this.#samples[folder].name}`;
    return (await this.ask({ type: "open", file, place: { kind: "path", path } }))?.summary;
  }

  /**
   * @returns undefined when it is refused
   * @throws when it is refused otherwise than with one plain sentence
   */
  async ask<Type extends WeightsRequestType>(
    request: { readonly type: Type } & WeightsRequest<Type>,
  ): Promise<WeightsReply<Type> | undefined> {
    const answer = await new Promise<WeightsToHost>((resolve) => {
      this.#settle = resolve;
      this.#server.receive({ ...request, id: this.#asked++ } as unknown as HostToWeights);
    });
    if (answer.type === "replied") return structuredClone(answer.reply) as WeightsReply<Type>;
    if (answer.type !== "refused") throw new Error(`The server answered with ${answer.type}.`);
    if (!answer.stack.startsWith("WeightsFileError")) throw new Error(`${request.type} crashed: ${answer.stack}`);
    requirePlain(answer.message);
    return undefined;
  }
}

/** A sample's files as the worker's disk has them. */
function inMemory(samples: Readonly<Record<string, WeightsSample>>, path: string): DiskSource {
  const [, folder, name] = path.split("/");
  const sample = samples[folder];
  const bytes = name === sample.name ? sample.bytes : sample.beside?.get(name);
  if (bytes === undefined) {
    const cause = Object.assign(new Error("There is no such file."), { code: "ENOENT" });
    throw new WeightsFileError(name, "expected a file, found none.", { cause });
  }
  return {
    length: bytes.length,
    read: (start, length) => bytes.subarray(start, start + length),
    modifiedMs: 0,
    hasChanged: () => false,
    close: () => {},
  };
}
