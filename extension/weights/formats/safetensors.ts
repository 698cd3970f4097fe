import { lengthPrefixBytes, mostHeaderBytes, skimSafetensorsHeader } from "../safetensors/safetensorsHeader.ts";
import { contiguousTensor } from "../tensors/contiguousTensor.ts";
import type { WeightsFormat } from "../weightsFile.ts";

/**
 * A length in eight bytes, a header in JSON, the tensors' bytes.
 *
 * @see https://github.com/huggingface/safetensors, "Format"
 */
export const safetensors: WeightsFormat = {
  name: "safetensors",
  title: "safetensors",
  recognises: (firstBytes) => {
    if (firstBytes.length <= lengthPrefixBytes || firstBytes[lengthPrefixBytes] !== 0x7b) return false;
    const { buffer, byteOffset } = firstBytes;
    return new DataView(buffer, byteOffset).getBigUint64(0, true) <= mostHeaderBytes;
  },
  open: async (source, file) => {
    const { tensors, metadata } = skimSafetensorsHeader(source, file);
    return {
      format: "safetensors",
      tensors: tensors.map((place) => contiguousTensor(place, source, place.start, file)),
      metadata,
      declaredLayers: null,
      remarks: [],
    };
  },
};
