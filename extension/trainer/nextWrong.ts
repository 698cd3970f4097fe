import type { Learner } from "./learner.ts";
import type { PlacedExamples } from "./placedDataset.ts";

/** Weights times examples between two looks at the messages: about ten milliseconds. */
const multiplicationsBetweenMessages = 100_000_000;

/**
 * Looks for the first example that is read wrong, from one on and round to it again.
 *
 * @param yieldToMessages called between pieces of a few milliseconds
 * @param isWanted asked between them: whether anybody still wants to know
 * @returns undefined when there is none, or nobody wants to know
 */
export async function findNextWrong(
  { network, evaluationWorkspace: workspace }: Learner,
  examples: PlacedExamples,
  start: number,
  yieldToMessages: () => Promise<void>,
  isWanted: () => boolean,
): Promise<number | undefined> {
  const { count } = examples;
  const { slots } = workspace;
  let multiplications = 0;
  for (let seen = 0; seen < count && isWanted(); seen += slots) {
    const indices = Uint32Array.from({ length: Math.min(slots, count - seen) }, (_, k) => (start + seen + k) % count);
    network.read(examples, indices, workspace);
    const verdicts = network.verdicts(workspace, indices.length);
    const labels = network.labels(examples);
    const wrong = indices.find((index, k) => verdicts[k] !== labels[index]);
    if (wrong !== undefined) return wrong;
    multiplications += indices.length * network.parameterCount;
    if (multiplications >= multiplicationsBetweenMessages) {
      await yieldToMessages();
      multiplications = 0;
    }
  }
  return undefined;
}
