import type { NetworkPart, PairedTensors, TensorPair } from "../../protocol/weightsComparison.ts";
import type { FoundNetwork } from "../../protocol/weightsSummary.ts";
import { sharedShapes } from "../tensors/sharedShapes.ts";
import type { StoredTensor } from "../weightsFile.ts";
import { plainSentence } from "../weightsFileError.ts";
import { bareNames } from "./bareNames.ts";
import type { ComparedFile } from "./comparedFile.ts";

/**
 * Finds each tensor's partner: in two networks of as many layers by layer, whatever the formats call them; else by name;
 * else by what is left of the names without the prefixes in which frameworks wrap a model.
 */
export function pairTensors(a: ComparedFile, b: ComparedFile): PairedTensors {
  const pairs: TensorPair[] = [];
  const free = { a: placesOf(a), b: placesOf(b) };
  const sharedShape = sharedShapes();
  const add = (pair: Omit<TensorPair, "shape" | "problem">) => {
    free.a.delete(pair.a);
    free.b.delete(pair.b);
    const { shape, problem } = formOf(pair, a.file.tensors[pair.a], b.file.tensors[pair.b]);
    pairs.push({ ...pair, shape: sharedShape(shape), problem });
  };
  for (const pair of layerPairs(a.network, b.network)) add(pair);
  for (const namesOf of [fullNames, bareNames]) {
    const byName = new Map(entriesOf(namesOf(b.file.tensors), free.b));
    for (const [name, place] of entriesOf(namesOf(a.file.tensors), free.a)) {
      const partner = byName.get(name);
      if (partner !== undefined && free.b.has(partner)) {
        add({ a: place, b: partner, part: null, isTurnedInA: false, isTurnedInB: false });
      }
    }
  }
  return { pairs: inOrder(pairs), onlyInA: [...free.a], onlyInB: [...free.b] };
}

function placesOf({ file }: ComparedFile): Set<number> {
  return new Set(file.tensors.keys());
}

function fullNames(tensors: readonly StoredTensor[]): string[] {
  return tensors.map(({ name }) => name);
}

function entriesOf(names: readonly string[], places: ReadonlySet<number>): (readonly [string, number])[] {
  return [...places].map((place) => [names[place], place]);
}

function layerPairs(a: FoundNetwork | null, b: FoundNetwork | null): Omit<TensorPair, "shape" | "problem">[] {
  if (a === null || b === null || a.layers.length !== b.layers.length) return [];
  return a.layers.flatMap((ofA, place) => {
    const ofB = b.layers[place];
    const part = (role: NetworkPart["role"]) => ({ layer: place + 1, role });
    const turns = { isTurnedInA: ofA.isTransposed, isTurnedInB: ofB.isTransposed };
    const weights = { a: ofA.weight, b: ofB.weight, part: part("weights"), ...turns };
    if (ofA.bias === null || ofB.bias === null) return [weights];
    return [weights, { a: ofA.bias, b: ofB.bias, part: part("biases"), isTurnedInA: false, isTurnedInB: false }];
  });
}

/** The shape in which two tensors are compared, and why they cannot be. */
function formOf(
  pair: Omit<TensorPair, "shape" | "problem">,
  a: StoredTensor,
  b: StoredTensor,
): Pick<TensorPair, "shape" | "problem"> {
  // A bias may be kept [n], [n, 1] or [1, n].
  const plain = (shape: readonly number[]) => (pair.part?.role === "weights" ? [...shape] : withoutOnes(shape));
  const shapeOfA = turnedShape(plain(a.shape), pair.isTurnedInA);
  const shapeOfB = turnedShape(plain(b.shape), pair.isTurnedInB);
  const shape = shapeOfA;
  if (shapeOfA.join() !== shapeOfB.join()) {
    return {
      shape,
      problem: plainSentence(`${a.name} is ${shapeInWords(shapeOfA)} in A and ${shapeInWords(shapeOfB)} in B.`),
    };
  }
  const unreadable = [a, b].find(({ isReadable }) => !isReadable);
  if (unreadable === undefined) return { shape, problem: null };
  const file = unreadable === a ? "A" : "B";
  const problem = `${unreadable.name} is of dtype ${unreadable.dtype} in ${file}, which cannot be read.`;
  return { shape, problem: plainSentence(problem) };
}

function withoutOnes(shape: readonly number[]): number[] {
  return shape.filter((size) => size !== 1);
}

function turnedShape(shape: number[], isTurned: boolean): number[] {
  return isTurned ? shape.reverse() : shape;
}

function shapeInWords(shape: readonly number[]): string {
  if (shape.length === 0) return "a single number";
  return shape.length === 1 ? `a list of ${shape[0]}` : shape.join(" × ");
}

function inOrder(pairs: readonly TensorPair[]): TensorPair[] {
  const ofNetwork = pairs.filter(({ part }) => part !== null);
  return [...ofNetwork, ...pairs.filter(({ part }) => part === null).sort((one, other) => one.a - other.a)];
}
