import type { WeightsSummary } from "../../protocol/weightsSummary.ts";

/**
 * A file's state dict as if it were a file by itself: its tensors under the names that they have there. Where the file has
 * none, or its network stands elsewhere, the file as it is, without one.
 */
export function stateDictAlone(summary: WeightsSummary): WeightsSummary {
  const { stateDict, tensors, network } = summary;
  if (stateDict === null) return summary;
  const way = stateDict.map((key) => `${key}.`).join("");
  /** in the dict, by that in the file */
  const places = new Map<number, number>();
  for (const [place, { name }] of tensors.entries()) if (name.startsWith(way)) places.set(place, places.size);
  const layers = network?.layers.flatMap(({ weight, bias, isTransposed }) => {
    const own = { weight: places.get(weight), bias: bias === null ? null : places.get(bias), isTransposed };
    return own.weight === undefined || own.bias === undefined ? [] : [{ ...own, weight: own.weight, bias: own.bias }];
  });
  if (network && layers?.length !== network.layers.length) return { ...summary, stateDict: null };
  return {
    ...summary,
    tensors: [...places.keys()].map((place) => ({ ...tensors[place], name: tensors[place].name.slice(way.length) })),
    network: network && { ...network, layers: layers ?? [] },
  };
}
