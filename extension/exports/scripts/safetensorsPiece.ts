import { quoted } from "../sourceText.ts";
import type { ArrayLibrary } from "./arrayLibrary.ts";
import type { ScriptedNetwork } from "./scriptedNetwork.ts";

/** Python that reads `tensors` and `metadata` from the weights file beside it; it takes `here`. */
export function safetensorsPiece({ name }: ScriptedNetwork, library: ArrayLibrary): string {
  return `def read_safetensors(path):
    """The tensors of a safetensors file by their names, and its metadata.

    The format: the header's length in eight bytes, the header in JSON, the numbers.
    The package safetensors does the same: safetensors.${library.packageName}.load_file(path).
    """
    content = bytearray(path.read_bytes())
    end = 8 + int.from_bytes(content[:8], "little")
    header = json.loads(content[8:end])
    metadata = header.pop("__metadata__", {})
    tensors = {}
    for name, entry in header.items():
        first, last = entry["data_offsets"]
        numbers = ${library.module}.frombuffer(content[end + first : end + last], dtype=${library.storedNumbers})
        tensors[name] = numbers.reshape(entry["shape"])
    return tensors, metadata


tensors, metadata = read_safetensors(here / ${quoted(`${name}.safetensors`)})`;
}
