import { called, dict, float, global, list, text, tuple, whole } from "./pickleBytes.ts";
import { floatStorage, legacyTorch, orderedDict, storageId, tensor, torchArchive } from "./torchBytes.ts";
import type { WeightsSample } from "./weightsSamples.ts";

const weights = floatStorage("0", [1, 2, 3, 4, 5, 6]);
const biases = floatStorage("1", [0.5, -0.5]);
const bytes = { key: "2", kind: "ByteStorage", length: 3, bytes: Uint8Array.of(1, 2, 3) };
const view = tuple(text("view"), whole(1), whole(2));

/** Small valid checkpoints. */
export const torchSamples: readonly WeightsSample[] = [
  {
    name: "checkpoint.pt",
    bytes: torchArchive(
      dict({
        epoch: whole(3),
        loss: float(0.25),
        "best accuracy": called(
          global("numpy.core.multiarray", "scalar"),
          called(global("numpy", "dtype"), text("f8")),
          called(global("_codecs", "encode"), text("\0\0\0\0\0\0\xe0?"), text("latin1")),
        ),
        model: orderedDict({
          "0.weight": tensor(weights, [2, 3], [3, 1]),
          "0.bias": tensor(biases, [2], [1]),
          turned: tensor(weights, [3, 2], [1, 3]),
          spread: tensor(biases, [4, 2], [0, 1]),
          bytes: tensor(bytes, [3], [1]),
        }),
        optimizer: dict({ param_groups: list(dict({ lr: float(0.1), betas: tuple(float(0.9), float(0.999)) })) }),
      }),
      [weights, biases, bytes],
    ),
  },
  {
    name: "legacy.pt",
    bytes: legacyTorch(
      orderedDict({
        weight: tensor(weights, [2, 3], [3, 1]),
        part: tensor(weights, [2], [1], { id: storageId(weights, view) }),
      }),
      [weights],
    ),
  },
];
