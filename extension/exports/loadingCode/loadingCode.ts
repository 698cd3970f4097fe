import type { WeightsSummary } from "../../protocol/weightsSummary.ts";
import { arrayNetwork } from "./arrayNetwork.ts";
import { type LibraryName, loadingProblem } from "./libraries.ts";
import { pythonLoading } from "./pythonLoading.ts";
import { pytorchNetwork } from "./pytorchNetwork.ts";
import { stateDictAlone } from "./stateDictAlone.ts";
import { tensorflowJsCode } from "./tensorflowJsCode.ts";

/**
 * Code that loads a weights file, and puts its dense network together where it holds one: as text that can be pasted.
 *
 * @param path as the code is to name the file
 * @throws {Error} with {@link loadingProblem}
 */
export function loadingCode(library: LibraryName, path: string, summary: WeightsSummary): string {
  const problem = loadingProblem(library, summary.format);
  if (problem !== undefined) throw new Error(problem);
  if (library === "tensorflowjs") return tensorflowJsCode(path, summary);
  const loaded = stateDictAlone(summary);
  const loading = pythonLoading(library, path, loaded);
  const { network, tensors } = loaded;
  const use =
    network === null
      ? { imports: [], text: listing }
      : library === "pytorch"
        ? pytorchNetwork(tensors, network)
        : arrayNetwork(library, tensors, network);
  return `${importLines([...loading.imports, ...use.imports])}\n\n${loading.text}\n\n${use.text}\n`;
}

const listing = `for name, tensor in tensors.items():
    print(name, tuple(tensor.shape), tensor.dtype)`;

/** Python's own before others', each once and by name. */
function importLines(lines: readonly string[]): string {
  const isOwn = (line: string) => /^(import|from) (json|zipfile|pathlib)\b/.test(line);
  const sorted = [...new Set(lines)].sort((a, b) => (moduleOf(a) < moduleOf(b) ? -1 : 1));
  const groups = [sorted.filter(isOwn), sorted.filter((line) => !isOwn(line))];
  return groups.flatMap((group) => (group.length === 0 ? [] : [group.join("\n")])).join("\n\n");
}

function moduleOf(line: string): string {
  return line.replace(/^(import|from) /, "");
}
