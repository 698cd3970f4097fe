import type { ByteSource } from "../byteSource.ts";
import { openHdf5 } from "../hdf5/openedHdf5.ts";
import { findKerasLayers } from "../keras/kerasLayers.ts";
import type { WeightsFormat } from "../weightsFile.ts";

/**
 * HDF5, as Keras writes it (`.h5`, `.weights.h5`) and others do: every dataset is a tensor, named by its path. Read by
 * h5wasm, which is loaded with the first such file.
 *
 * @see https://support.hdfgroup.org/documentation/hdf5/latest/_f_m_t3.html
 */
export const hdf5: WeightsFormat = {
  name: "hdf5",
  title: "HDF5, Keras weights",
  recognises: isHdf5,
  open: async (source, file) => {
    const opened = await openHdf5(source, file);
    try {
      const root = opened.attributes("");
      const config = root.get("model_config");
      const { layers, remarks } = findKerasLayers(opened, typeof config === "string" ? config : undefined);
      return {
        format: "hdf5",
        tensors: opened.tensors,
        metadata: new Map(
          [...root].map(([name, value]) => [name, Array.isArray(value) ? value.join(", ") : `${value}`]),
        ),
        declaredLayers: layers,
        remarks,
        dispose: () => opened.close(),
      };
    } catch (error) {
      opened.close();
      throw error;
    }
  },
};

const signature = [0x89, 0x48, 0x44, 0x46, 0x0d, 0x0a, 0x1a, 0x0a];
/** HDF5 allows for more before the signature; here it is looked for so far. */
const mostUserBytes = 2 ** 20;

/** The signature stands at 0, or behind what others may keep there, at 512, 1024, 2048 and so on. */
function isHdf5(firstBytes: Uint8Array, source: ByteSource): boolean {
  if (isSignature(firstBytes)) return true;
  for (let start = 512; start <= mostUserBytes && start + signature.length <= source.length; start *= 2) {
    if (isSignature(source.read(start, signature.length))) return true;
  }
  return false;
}

function isSignature(bytes: Uint8Array): boolean {
  return signature.every((byte, i) => bytes[i] === byte);
}
