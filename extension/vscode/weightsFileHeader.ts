import { open } from "node:fs/promises";
import { posix } from "node:path";
import { type Uri, workspace } from "vscode";
import { describeWeightsFile, type WeightsFileDescription } from "../weights/describeWeightsFile.ts";
import { lengthPrefixBytes, safetensorsHeaderEnd } from "../weights/safetensorsHeader.ts";

/**
 * What a weights file says of its network. On disk only the file's header is read, however large the file is.
 *
 * @throws {WeightsFileError}
 */
export async function readWeightsFileHeader(uri: Uri): Promise<WeightsFileDescription> {
  const name = posix.basename(uri.path);
  if (uri.scheme !== "file") {
    const bytes = await workspace.fs.readFile(uri);
    return describeWeightsFile(bytes, bytes.length, name);
  }
  const file = await open(uri.fsPath);
  try {
    const { size } = await file.stat();
    const readStart = async (length: number) => {
      const { buffer, bytesRead } = await file.read(new Uint8Array(length), 0, length, 0);
      return buffer.subarray(0, bytesRead);
    };
    const headerEnd = safetensorsHeaderEnd(await readStart(Math.min(lengthPrefixBytes, size)), size, name);
    return describeWeightsFile(await readStart(headerEnd), size, name);
  } finally {
    await file.close();
  }
}
