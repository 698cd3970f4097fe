import { writeSafetensors } from "../../../extension/weights/safetensors/safetensors.ts";
import { writeSavedNetwork } from "../../../extension/weights/savedNetwork/savedNetworkFile.ts";
import { someNetwork, someTraining, withMoments } from "../someNetwork.ts";
import { hdf5Samples } from "./hdf5Samples.ts";
import { onnxSamples } from "./onnxSamples.ts";
import { torchSamples } from "./torchSamples.ts";
import { writeNpy } from "./writeNpy.ts";
import { writeZip } from "./writeZip.ts";

/** A small valid weights file. */
export interface WeightsSample {
  readonly name: string;
  readonly bytes: Uint8Array<ArrayBuffer>;
  /** files in the same folder by their names */
  readonly beside?: ReadonlyMap<string, Uint8Array<ArrayBuffer>>;
}

/** Small valid files of every format, with all that its reader looks at: to be changed at random, and to begin bad ones with. */
export function weightsSamples(): WeightsSample[] {
  return [
    ...safetensorsSamples(),
    ...numpySamples(),
    ...jsonSamples(),
    ...onnxSamples,
    ...torchSamples,
    ...hdf5Samples,
  ];
}

function safetensorsSamples(): WeightsSample[] {
  const kinds = ["F64", "F32", "F16", "BF16", "I64", "U8", "BOOL", "F8_E5M2"] as const;
  const bytesOf = { F64: 8, F32: 4, F16: 2, BF16: 2, I64: 8, U8: 1, BOOL: 1, F8_E5M2: 1 } as const;
  const tensors = kinds.map((dtype) => ({
    name: `of ${dtype}`,
    dtype,
    shape: [2, 3],
    bytes: sequence(6 * bytesOf[dtype]),
  }));
  return [
    { name: "downhill.safetensors", bytes: writeSavedNetwork(someNetwork([3])) },
    {
      name: "momentum.safetensors",
      bytes: writeSavedNetwork(someNetwork([2], withMoments({ ...someTraining, descent: "momentum" }, [2], 3))),
    },
    { name: "kinds.safetensors", bytes: writeSafetensors({ tensors, metadata: new Map([["made", "by hand"]]) }) },
  ];
}

function numpySamples(): WeightsSample[] {
  const matrix = writeNpy({ shape: [4, 6], bytes: floats(24) });
  const fortran = writeNpy({ descr: ">f8", shape: [3, 2, 2], isFortranOrder: true, bytes: sequence(96) });
  const record = "{'descr': [('a', '<f4'), ('b', '<i4', (2,))], 'fortran_order': False, 'shape': (2,)}";
  const arrays = [
    { name: "W1.npy", bytes: writeNpy({ shape: [4, 3], bytes: floats(12) }) },
    { name: "b1.npy", bytes: writeNpy({ shape: [3], bytes: floats(3) }) },
    { name: "dense/kernel:0.npy", bytes: writeNpy({ shape: [3, 2], isFortranOrder: true, bytes: floats(6) }) },
    { name: "notes.txt", bytes: new TextEncoder().encode("read me") },
  ];
  return [
    { name: "matrix.npy", bytes: matrix },
    { name: "fortran.npy", bytes: fortran },
    { name: "record.npy", bytes: writeNpy({ header: record, version: 2, bytes: sequence(24) }) },
    {
      name: "objects.npy",
      bytes: writeNpy({ descr: "|O", shape: [1], version: 3, bytes: Uint8Array.of(0x80, 2, 0x4e, 0x2e) }),
    },
    { name: "stored.npz", bytes: writeZip(arrays) },
    { name: "deflated.npz", bytes: writeZip(arrays.map((array) => ({ ...array, isDeflated: true }))) },
    {
      name: "wide.npz",
      bytes: writeZip(
        arrays.map((array) => ({ ...array, isWide: true })),
        { isWide: true, comment: "made by hand" },
      ),
    },
  ];
}

function jsonSamples(): WeightsSample[] {
  const shard = (name: string) =>
    writeSafetensors({ tensors: [{ name, dtype: "F32", shape: [2, 2], bytes: floats(4) }], metadata: new Map() });
  const beside = new Map([
    ["1.safetensors", shard("0.weight")],
    ["2.safetensors", shard("2.weight")],
  ]);
  const index = {
    metadata: { total_size: 32 },
    weight_map: { "0.weight": "1.safetensors", "2.weight": "2.safetensors" },
  };
  const network = {
    sizes: [3, 2, 1],
    weights: [
      [
        [1, -2.5, 3e-3],
        [4, 5, 6],
      ],
      [[7, 8]],
    ],
    biases: [[[1], [2]], [[3]]],
    cost: "CrossEntropyCost",
  };
  return [
    { name: "model.safetensors.index.json", bytes: json(index), beside },
    { name: "network.json", bytes: json(network) },
    {
      name: "diverged.json",
      bytes: new TextEncoder().encode('{"sizes": [2, 1], "weights": [[[NaN, -Infinity]]], "biases": [[[Infinity]]]}'),
    },
  ];
}

function json(value: object): Uint8Array<ArrayBuffer> {
  return new TextEncoder().encode(JSON.stringify(value));
}

function floats(count: number): Uint8Array<ArrayBuffer> {
  return new Uint8Array(Float32Array.from({ length: count }, (_, i) => i / 7 - 1).buffer);
}

function sequence(length: number): Uint8Array<ArrayBuffer> {
  return Uint8Array.from({ length }, (_, i) => (i * 37) % 251);
}
