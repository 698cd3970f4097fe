import { activationWords } from "../../protocol/choiceNames.ts";
import { counted } from "../../protocol/counted.ts";
import type { PairedTensors, TensorPair } from "../../protocol/weightsComparison.ts";
import type { FoundNetwork } from "../../protocol/weightsSummary.ts";
import type { ComparedFile } from "./comparedFile.ts";

/** More of a kind are counted, not named. */
const mostNamed = 4;

/** How two files differ in form, a sentence each, what matters most first. */
export function differencesOfForm(a: ComparedFile, b: ComparedFile, paired: PairedTensors): string[] {
  // What the networks' sizes say already is not said again of each tensor.
  const saidByNetworks = placesInNetwork(b.network === null ? null : a.network);
  const problems = paired.pairs.flatMap(({ a: place, problem }) => {
    const isReadable = a.file.tensors[place].isReadable;
    return problem === null || (saidByNetworks.has(place) && isReadable) ? [] : [problem];
  });
  return [
    ...networkDifferences(a.network, b.network),
    ...onlyIn("A", a, paired.onlyInA),
    ...onlyIn("B", b, paired.onlyInB),
    ...shortened(problems),
    ...dtypeDifferences(a, b, paired.pairs),
  ];
}

/** How tensors were matched, where that is not plain. */
export function remarksOnPairs(a: ComparedFile, b: ComparedFile, pairs: readonly TensorPair[]): string[] {
  const remarks: string[] = [];
  const renamed = pairs.find((pair) => a.file.tensors[pair.a].name !== b.file.tensors[pair.b].name);
  if (renamed) {
    const names = `A’s ${a.file.tensors[renamed.a].name} is B’s ${b.file.tensors[renamed.b].name}`;
    const how = renamed.part === null ? "without their prefixes" : "layer by layer";
    remarks.push(`The names differ (${names}): tensors are matched ${how}.`);
  }
  const isTurned = ({ isTurnedInA, isTurnedInB }: TensorPair) => isTurnedInA !== isTurnedInB;
  const turned = pairs.find(isTurned);
  if (turned) {
    const file = turned.isTurnedInA ? "A" : "B";
    remarks.push(`${file} keeps its weights as [inputs, neurons]: they are turned to be compared.`);
  }
  return remarks;
}

function networkDifferences(a: FoundNetwork | null, b: FoundNetwork | null): string[] {
  if (a === null && b === null) return [];
  if (a === null || b === null) {
    const [has, lacks, network] = a === null ? ["B", "A", b] : ["A", "B", a];
    return [`${has} is a dense network ${network?.sizes.join("–")}, ${lacks} is none.`];
  }
  const hidden = [a, b].map(({ sizes }) => sizes.length - 2);
  const differences = [
    ...(a.sizes[0] === b.sizes[0] ? [] : [`A takes ${a.sizes[0]} inputs where B takes ${b.sizes[0]}.`]),
    ...(hidden[0] === hidden[1] ? hiddenDifferences(a, b) : [hiddenCounts(a, b)]),
    ...(a.sizes.at(-1) === b.sizes.at(-1) ? [] : [`A has ${a.sizes.at(-1)} outputs where B has ${b.sizes.at(-1)}.`]),
  ];
  return differences;
}

function placesInNetwork(network: FoundNetwork | null): ReadonlySet<number | null> {
  return new Set(network?.layers.flatMap(({ weight, bias }) => [weight, bias]));
}

function hiddenCounts(a: FoundNetwork, b: FoundNetwork): string {
  const [inA, inB] = [a, b].map(({ sizes }) => {
    const hidden = sizes.slice(1, -1);
    if (hidden.length === 0) return "no hidden layer";
    return `${counted(hidden.length, "hidden layer")} (${hidden.join(", ")})`;
  });
  return `A has ${inA} where B has ${inB}.`;
}

function hiddenDifferences(a: FoundNetwork, b: FoundNetwork): string[] {
  const hasOne = a.sizes.length === 3;
  const differences: string[] = [];
  for (let layer = 1; layer < a.sizes.length - 1; layer++) {
    const [ofA, ofB] = [a.sizes[layer], b.sizes[layer]];
    if (ofA === ofB) continue;
    const [which, its] = hasOne ? ["a hidden layer", "B has"] : [`a hidden layer ${layer}`, "B’s has"];
    differences.push(`A has ${which} of ${ofA} neurons where ${its} ${ofB}.`);
  }
  a.activations.forEach((ofA, place) => {
    const ofB = b.activations[place];
    if (ofA === null || ofB === null || ofA === ofB) return;
    const isOutput = place === a.activations.length - 1;
    const what = isOutput ? "The output layer" : hasOne ? "The hidden layer" : `Hidden layer ${place + 1}`;
    differences.push(`${what} is ${activationWords[ofA].title} in A and ${activationWords[ofB].title} in B.`);
  });
  return differences;
}

function onlyIn(name: "A" | "B", { file }: ComparedFile, places: readonly number[]): string[] {
  if (places.length === 0) return [];
  return [`Only in ${name}: ${listed(places.map((place) => file.tensors[place].name))}.`];
}

function dtypeDifferences(a: ComparedFile, b: ComparedFile, pairs: readonly TensorPair[]): string[] {
  const dtypes = pairs.map((pair) => [a.file.tensors[pair.a], b.file.tensors[pair.b]] as const);
  const differing = dtypes.filter(([ofA, ofB]) => ofA.dtype !== ofB.dtype);
  if (differing.length === 0) return [];
  const kinds = new Set(differing.map(([ofA, ofB]) => `${ofA.dtype} in A and ${ofB.dtype} in B`));
  if (differing.length === dtypes.length && kinds.size === 1) return [`All numbers are ${[...kinds][0]}.`];
  return shortened(differing.map(([ofA, ofB]) => `${ofA.name} is ${ofA.dtype} in A and ${ofB.dtype} in B.`));
}

function shortened(sentences: readonly string[]): string[] {
  if (sentences.length <= mostNamed) return [...sentences];
  const left = sentences.length - mostNamed + 1;
  return [...sentences.slice(0, mostNamed - 1), `So it is with ${left.toLocaleString("en")} others.`];
}

/** `a`, `a and b`, `a, b, c and 12 others` */
function listed(names: readonly string[]): string {
  const shown = names.length <= mostNamed ? names.slice(0, -1) : names.slice(0, mostNamed - 1);
  const last = names.length <= mostNamed ? names[names.length - 1] : `${names.length - shown.length} others`;
  return shown.length === 0 ? last : `${shown.join(", ")} and ${last}`;
}
