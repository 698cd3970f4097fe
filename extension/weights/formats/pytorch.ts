import type { ByteSource } from "../byteSource.ts";
import { readTorchArchive, torchValuesName } from "../pytorch/torchArchive.ts";
import { nameTorchContents } from "../pytorch/torchContents.ts";
import { isLegacyTorch, readLegacyTorch, type TorchCheckpoint } from "../pytorch/torchLegacy.ts";
import type { TorchTensor } from "../pytorch/torchValues.ts";
import { stridedTensor } from "../tensors/stridedTensor.ts";
import type { StoredTensor, WeightsFormat } from "../weightsFile.ts";
import { isZipWith } from "../zip/isZip.ts";

/**
 * What `torch.save` writes: a zip of a pickle and of the tensors' storages, or before PyTorch 1.6 several pickles and the
 * storages. The pickle is read without executing anything; all but tensors and plain values is refused.
 */
export const pytorch: WeightsFormat = {
  name: "pytorch",
  title: "PyTorch checkpoint",
  recognises: (firstBytes, source) =>
    isLegacyTorch(firstBytes) || isZipWith((name) => torchValuesName.test(name), firstBytes, source),
  open: async (source, file) => {
    const { readZip } = await import("../zip/zip.ts");
    const entries = isLegacyTorch(source.read(0, 16)) ? null : readZip(source, file);
    const checkpoint = entries === null ? readLegacyTorch(source, file) : readTorchArchive(entries, file);
    const { tensors, metadata, stateDict } = nameTorchContents(checkpoint.root, file);
    const isTorchScript = entries?.some(({ name }) => /^[^/]+\/code\//.test(name)) ?? false;
    return {
      format: "pytorch",
      tensors: [...tensors].map(([name, tensor]) => storedTensor(name, tensor, checkpoint, file)),
      metadata,
      declaredLayers: null,
      stateDict: isTorchScript ? null : stateDict,
      isTorchScript,
      remarks: isTorchScript ? ["It is a TorchScript program: its tensors are shown, its code is not."] : [],
    };
  },
};

function storedTensor(name: string, tensor: TorchTensor, checkpoint: TorchCheckpoint, file: string): StoredTensor {
  const { storage, type, offset, shape, strides } = tensor;
  const start = storage.start * storage.type.bytes;
  const length = storage.length * storage.type.bytes;
  const bytes: ByteSource = {
    length,
    read: (from, count) => checkpoint.storage(storage.key).read(start + from, Math.min(count, length - from)),
  };
  return stridedTensor({ name, dtype: type.dtype, shape }, bytes, { offset, strides }, file, checkpoint.isLittleEndian);
}
