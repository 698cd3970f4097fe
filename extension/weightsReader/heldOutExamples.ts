import type { Examples } from "../datasets/examples.ts";
import type { ExamplesSource } from "../protocol/weightsMessages.ts";

/** The examples that training never sees. The built-in digits, which take a second to draw, are kept. */
export class HeldOutExamples {
  #builtIn: Examples | undefined;

  /** @param onProgress told which share is done, 0…1, while digits are drawn */
  async read(source: ExamplesSource, onProgress: (share: number) => void): Promise<Examples> {
    if (source.kind === "idx") {
      const { readIdxDataset } = await import("../datasets/idx.ts");
      return (await readIdxDataset(source.files, source.folder)).heldOut;
    }
    const { builtInDataset } = await import("../datasets/builtInDigits.ts");
    this.#builtIn ??= builtInDataset(onProgress).heldOut;
    return this.#builtIn;
  }
}
