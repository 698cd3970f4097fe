import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { numberCount } from "../../../extension/protocol/numberCount.ts";
import type { ByteSource } from "../../../extension/weights/byteSource.ts";
import { openWeightsFile } from "../../../extension/weights/openWeightsFile.ts";
import { summariseWeights } from "../../../extension/weights/summary.ts";
import { takeStatistics } from "../../../extension/weights/tensors/statistics.ts";
import type { StoredTensor } from "../../../extension/weights/weightsFile.ts";
import { WeightsFileError } from "../../../extension/weights/weightsFileError.ts";
import { type BadFile, contentOf } from "./badFile.ts";
import { badHdf5 } from "./badHdf5.ts";
import { badIndices, badNielsen } from "./badJson.ts";
import { badNumpy } from "./badNumpy.ts";
import { badOnnx } from "./badOnnx.ts";
import { badPytorch } from "./badPytorch.ts";
import { badSafetensors } from "./badSafetensors.ts";

/** By which the process may grow at a file, however much that says it holds. */
const mostMemoryBytes = 200e6;

const corpus: Readonly<Record<string, readonly BadFile[]>> = {
  safetensors: badSafetensors(),
  "safetensors in shards": badIndices(),
  NumPy: badNumpy(),
  "Nielsen's book": badNielsen(),
  ONNX: badOnnx(),
  PyTorch: badPytorch(),
  "HDF5 and Keras": badHdf5(),
};
for (const [format, files] of Object.entries(corpus)) {
  describe(`a bad file of ${format}`, () => {
    for (const file of files) {
      test(`${file.title} is ${outcomeOf(file)}`, async () => {
        const before = peakBytes();
        await lookAt(file);
        const grown = peakBytes() - before;
        assert.ok(grown < mostMemoryBytes, `it took ${Math.round(grown / 1e6)} MB`);
      });
    }
  });
}

async function lookAt({ name, content, beside = {}, comes }: BadFile): Promise<void> {
  const opening = openWeightsFile(contentOf(content), name, { sibling: (other) => siblingOf(beside, other) });
  if (comes.refused !== undefined) {
    await assert.rejects(opening, { name: "WeightsFileError", message: comes.refused });
    return;
  }
  const file = await opening;
  const summary = summariseWeights(file, name, contentOf(content).length);
  if (comes.shown !== undefined) assert.match(summary.remarks.join(" "), comes.shown);
  const sentences = file.tensors.filter(({ isReadable }) => isReadable).flatMap(sentenceOfReading);
  if (comes.refusedWhenRead === undefined) assert.deepEqual(sentences, []);
  else for (const sentence of [sentences[0] ?? "It was read."]) assert.match(sentence, comes.refusedWhenRead);
  file.dispose?.();
}

/** Reads all numbers of a tensor. @returns the refusal, if it comes to that */
function sentenceOfReading(tensor: StoredTensor): string[] {
  try {
    const steps = takeStatistics(tensor);
    let step = steps.next();
    while (!step.done) step = steps.next();
    assert.equal(step.value.count, numberCount(tensor.shape));
    return [];
  } catch (error) {
    if (error instanceof WeightsFileError) return [error.message];
    throw error;
  }
}

function siblingOf(beside: NonNullable<BadFile["beside"]>, name: string): ByteSource | undefined {
  return Object.hasOwn(beside, name) ? contentOf(beside[name]) : undefined;
}

function outcomeOf({ comes }: BadFile): string {
  if (comes.refused !== undefined) return "refused with a sentence";
  return comes.shown === undefined ? "shown, and its numbers refused with a sentence" : "shown";
}

function peakBytes(): number {
  return process.resourceUsage().maxRSS * 1024;
}
