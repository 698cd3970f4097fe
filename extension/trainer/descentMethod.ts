import { assertNever } from "../protocol/assertNever.ts";
import type { NetworkSettings } from "../protocol/settings.ts";
import type { KernelNetwork } from "./kernelNetwork.ts";
import type { Workspace } from "./workspace.ts";

/** How a mini-batch moves a network. */
export interface DescentMethod {
  /**
   * Moves the network by a whole mini-batch at once, whose δ were scaled by −η / its size. Null where the gradient has to be
   * known before anything can move.
   */
  readonly nudge: ((workspace: Workspace, count: number, learningRate: number) => void) | null;
  /** Moves the network by the gradient in its buffer, which is zero afterwards. @param steps this step's number, from 1 */
  descend(learningRate: number, steps: number): void;
}

/** @param settings of these the descent, μ and λ */
export function descentMethodOf(
  network: KernelNetwork,
  { descent, momentum, l2 }: Pick<NetworkSettings, "descent" | "momentum" | "l2">,
): DescentMethod {
  switch (descent) {
    case "plain":
      return {
        nudge: (workspace, count, learningRate) => {
          if (l2 > 0) network.decay(learningRate, l2);
          network.nudge(workspace, count);
        },
        descend: (learningRate) => network.plainStep(learningRate, l2),
      };
    case "momentum":
      return {
        nudge: (workspace, count, learningRate) => {
          network.nudgeVelocities(workspace, count);
          network.momentumStep(learningRate, momentum, l2);
        },
        descend: (learningRate) => {
          network.pushVelocities(learningRate);
          network.momentumStep(learningRate, momentum, l2);
        },
      };
    case "adam":
      return {
        nudge: null,
        descend: (learningRate, steps) => network.adamStep(learningRate, steps, l2),
      };
    default:
      return assertNever(descent);
  }
}
