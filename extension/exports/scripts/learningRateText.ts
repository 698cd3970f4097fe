import type { DescribedTraining } from "../../protocol/savedNetwork.ts";

/** Python for η of a mini-batch, after its schedule; it takes `math` for the cosine. */
export function learningRateText(training: DescribedTraining): string {
  return `def learning_rate(epochs):
    """How far a step goes after so many epochs, in fractions."""
    return ${formula(training)}`;
}

function formula({ learningRate, schedule, scheduleEpochs }: DescribedTraining): string {
  switch (schedule) {
    case "constant":
      return `${learningRate}`;
    case "inverseTime":
      return `${learningRate} / (1 + epochs / ${scheduleEpochs})`;
    case "cosine":
      return `${learningRate} * (0.01 + 0.99 * (1 + math.cos(math.pi * min(1, epochs / ${scheduleEpochs}))) / 2)`;
  }
}
