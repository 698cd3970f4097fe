import { counted } from "./counted.ts";
import { fittingOf } from "./fitting.ts";
import { layerName } from "./layerName.ts";
import { percentText } from "./percentText.ts";
import { pictureSideOf } from "./pictureSide.ts";
import type {
  ComparedReadings,
  ComparisonOutline,
  NeuronMatching,
  TensorDifference,
  TensorPair,
} from "./weightsComparison.ts";

/** A pair of tensors, and how far they are apart once that is known. */
export interface MeasuredPair {
  readonly pair: TensorPair;
  readonly difference: TensorDifference | null;
}

/** A pair that was measured. */
type KnownPair = MeasuredPair & { readonly difference: TensorDifference };

/** Changes all pairs together came to; null where none of them was measured, or A is zero. */
function wholeChange(measured: readonly MeasuredPair[]): number | null {
  const share = wholeLength(measured, "lengthOfChange") / wholeLength(measured, "lengthA");
  return Number.isFinite(share) ? share : null;
}

/** Of all tensors that were measured, as of one: √Σ length². They may be too many for the arguments of one call. */
function wholeLength(measured: readonly MeasuredPair[], name: "lengthA" | "lengthB" | "lengthOfChange"): number {
  return measured.reduce((whole, { difference }) => Math.hypot(whole, difference?.[name] ?? 0), 0);
}

/**
 * The answer to "what changed?" in one sentence: networks of unlike form have no change in numbers that says much; else how
 * far the numbers moved.
 *
 * @param layerCount of the network, the input layer included; null where they are no networks of the same sizes
 * @param matching where the pairs were measured in the files' order and the neurons were matched
 */
export function answerInWords(
  { differences }: Pick<ComparisonOutline, "differences">,
  measured: readonly MeasuredPair[],
  layerCount: number | null,
  matching: NeuronMatching | null = null,
): string {
  const isUnlike = measured.length === 0 || measured.some(({ pair }) => pair.problem !== null);
  if (isUnlike && layerCount === null && differences.length > 0) return differences[0];
  return (matching && sameInOtherOrder(matching)) ?? changeInWords(measured, layerCount);
}

/** Of what differs in hardly more than its neurons' order it would mislead to say by how much its numbers differ. */
function sameInOtherOrder(matching: NeuronMatching): string | null {
  const share = reorderedShare(matching);
  if (share < 1 - mostLeftOfSame) return null;
  const isMoved = matching.layers.some(({ partners }) => partners.some((b, a) => a !== b));
  const how = isMoved ? "with its neurons in another order" : "with the signs of some neurons turned";
  return `B is ${matching.lengthReordered === 0 ? "" : "nearly "}A ${how}.`;
}

const mostLeftOfSame = 0.05;

/**
 * What changed, in one sentence, of tensors that were measured: "Every weight moved a little: 3.1 % in all, most in hidden
 * layer 1 (4.0 %)."
 *
 * @param layerCount of the network, the input layer included; null where there is none
 */
export function changeInWords(measured: readonly MeasuredPair[], layerCount: number | null): string {
  const known = measured.flatMap(({ pair, difference }) => (difference === null ? [] : [{ pair, difference }]));
  const count = sumOf(known, ({ count }) => count);
  if (count === 0) return "There are no numbers that can be held against each other.";
  const equal = sumOf(known, (difference) => difference.equal);
  const notFinite = notFiniteInWords(known, count);
  if (equal === count) return [`All ${count.toLocaleString("en")} numbers are the same.`, ...notFinite].join(" ");
  if (notFinite.length > 0 && known.every(({ difference }) => difference.lengthOfChange === 0)) {
    return [...notFinite, "All others are the same."].join(" ");
  }
  return [...notFinite, finiteChangeInWords(known, layerCount)].join(" ");
}

/** The same of what is finite, and not the same throughout. */
function finiteChangeInWords(known: readonly KnownPair[], layerCount: number | null): string {
  const count = sumOf(known, ({ count }) => count);
  const equal = sumOf(known, (difference) => difference.equal);
  const change = wholeChange(known);
  if (change === null) return "They differ, by more than can be counted.";
  const what = layerCount === null ? "number" : "weight";
  const size = `${percentInWords(change)} in all`;
  const most = mostChanged(known, layerCount);
  if (equal > count / 2) {
    const others = (count - equal).toLocaleString("en");
    return `${others} of ${count.toLocaleString("en")} numbers changed: ${size}${most}.`;
  }
  if (change >= largeChange) {
    const { cosine, growth } = wholeDirection(known);
    if (!(cosine >= leastLikeCosine)) return `The two have little in common: they differ by ${size}${most}.`;
    const times = growth.toLocaleString("en", { maximumFractionDigits: 1 });
    return `B went on in much the same direction (cosine ${cosine.toFixed(2)}), to ${times} times A’s length: changed by ${size}${most}.`;
  }
  const how = change < 0.01 ? "barely moved" : change < 0.1 ? "moved a little" : "moved";
  return `${equal === 0 ? `Every ${what}` : `Nearly every ${what}`} ${how}: ${size}${most}.`;
}

/** "2 of B’s 13,002 numbers are NaN or infinite."; none where all are finite */
function notFiniteInWords(known: readonly KnownPair[], count: number): string[] {
  const inA = sumOf(known, ({ notFiniteInA }) => notFiniteInA);
  const inB = sumOf(known, ({ notFiniteInB }) => notFiniteInB);
  if (inA + inB === 0) return [];
  const whose = [
    ...(inA === 0 ? [] : [`${inA.toLocaleString("en")} of A’s`]),
    ...(inB === 0 ? [] : [`${inB.toLocaleString("en")} of B’s`]),
  ];
  return [
    `${whose.join(" and ")} ${count.toLocaleString("en")} numbers ${inA + inB === 1 ? "is" : "are"} NaN or infinite.`,
  ];
}

/**
 * Of two directions that have nothing to do with each other the difference is as long as either, or longer: √2 of it. So it is
 * where a network has trained long enough for its weights to grow; then the direction tells the two cases apart.
 */
const largeChange = 1;
/** By chance two directions of thousands of numbers are within a few hundredths of a right angle. */
const leastLikeCosine = 0.5;

/** The angle's cosine between all of A and all of B, and how many times as long B is. */
function wholeDirection(measured: readonly KnownPair[]): {
  readonly cosine: number;
  readonly growth: number;
} {
  const [a, b, change] = (["lengthA", "lengthB", "lengthOfChange"] as const).map((name) => wholeLength(measured, name));
  return { cosine: (a * a + b * b - change * change) / (2 * a * b), growth: b / a };
}

/** How much of the difference between two networks is a matter of their neurons' order. */
function reorderedShare({ lengthOfChange, lengthReordered }: NeuronMatching): number {
  return lengthOfChange > 0 ? 1 - lengthReordered / lengthOfChange : 0;
}

/** Below this an order that fits better says nothing: of many orders one always fits a little better. */
const leastReorderedShare = 0.1;

/** "With 14 neurons reordered, 98 % of the difference vanishes."; null when the order explains nothing. */
export function matchingInWords(matching: NeuronMatching): string | null {
  const share = reorderedShare(matching);
  if (share < leastReorderedShare) return null;
  const moved = matching.layers.reduce((sum, { partners }) => sum + partners.filter((b, a) => a !== b).length, 0);
  const flipped = matching.layers.reduce((sum, { isFlipped }) => sum + isFlipped.filter(Boolean).length, 0);
  const turned = moved === 0 ? `the signs of ${counted(flipped, "neuron")} turned` : `the signs of ${flipped} turned`;
  const how = [...(moved === 0 ? [] : [`${counted(moved, "neuron")} reordered`]), ...(flipped === 0 ? [] : [turned])];
  const all = matching.lengthReordered === 0 ? "all" : percentInWords(share);
  return `With ${how.join(" and ")}, ${all} of the difference vanishes.`;
}

/** "A reads 94.2 %, B 95.3 %; they disagree on 214 of 10,000." */
export function readingsInWords({ examples, rightA, rightB, disagreements }: ComparedReadings): string {
  const read = `A reads ${percentText(rightA / examples, 1)}, B ${percentText(rightB / examples, 1)}`;
  if (disagreements === 0) return `${read}; they agree on all ${examples.toLocaleString("en")}.`;
  return `${read}; they disagree on ${disagreements.toLocaleString("en")} of ${examples.toLocaleString("en")}.`;
}

/** "They disagree on 239 of 2,000 examples: A alone is right on 84, B alone on 140" */
export function disagreementsInWords(readings: ComparedReadings): string {
  const [all, count, onlyA, onlyB] = [
    readings.examples,
    readings.disagreements,
    readings.onlyRightA,
    readings.onlyRightB,
  ].map((number) => number.toLocaleString("en"));
  if (readings.disagreements === 0) return `They agree on all ${all} examples`;
  return `They disagree on ${count} of ${all} examples: A alone is right on ${onlyA}, B alone on ${onlyB}`;
}

/** ", scaled to 8×8 for A", where the size of pictures differs from the dataset's; else "" */
export function scalingInWords(sizesOfA: readonly number[], sizesOfB: readonly number[]): string {
  const [ofA, ofB] = [sizesOfA, sizesOfB].map((sizes) => {
    const { kind, inputs } = fittingOf(sizes);
    const side = pictureSideOf(inputs);
    return kind === "scaled" ? `${side}×${side}` : null;
  });
  if (ofA === ofB) return ofA === null ? "" : `, scaled to ${ofA}`;
  const scaled = [...(ofA === null ? [] : [`${ofA} for A`]), ...(ofB === null ? [] : [`${ofB} for B`])];
  return `, scaled to ${scaled.join(" and ")}`;
}

/** What a tensor is in its network, or its name in A: "hidden layer 1, weights" */
export function pairName({ part }: TensorPair, nameInA: string, layerCount: number | null): string {
  return part === null || layerCount === null ? nameInA : `${layerName(part.layer, layerCount)}, ${part.role}`;
}

/** A share in two digits or three: 0.031 → `3.1 %`, 1.41 → `141 %`, 0.00002 → `0.002 %` */
export function percentInWords(share: number): string {
  const percent = share * 100;
  if (percent === 0) return "0 %";
  if (percent < 0.001) return "under 0.001 %";
  const decimals = percent >= 9.95 ? 0 : percent >= 0.95 ? 1 : percent >= 0.095 ? 2 : 3;
  return percentText(share, decimals);
}

function sumOf(measured: readonly KnownPair[], number: (difference: TensorDifference) => number): number {
  return measured.reduce((sum, { difference }) => sum + number(difference), 0);
}

/** ", most in hidden layer 1 (4.0 %)" where layers can be told apart by it */
function mostChanged(known: readonly KnownPair[], layerCount: number | null): string {
  const groups = new Map<string, MeasuredPair[]>();
  for (const measured of known) {
    const { part } = measured.pair;
    if (part === null || layerCount === null) continue;
    const name = layerName(part.layer, layerCount);
    groups.set(name, [...(groups.get(name) ?? []), measured]);
  }
  if (groups.size < 2) return "";
  const [[name, change]] = [...groups]
    .map(([layer, ofLayer]) => [layer, wholeChange(ofLayer) ?? 0] as const)
    .sort(([, one], [, other]) => other - one);
  const its = name === "output layer" ? "the output layer" : name;
  return `, most in ${its} (${percentInWords(change)})`;
}
