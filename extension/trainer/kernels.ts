import type { Arithmetic } from "../protocol/savedNetwork.ts";

/** What `kernels.wasm` exports. Pointers are bytes from the start of memory; see kernels/ for each. */
export interface Kernels {
  freeMemoryStart(): number;
  unpackExamples(examples: number, order: number, count: number, ahead: number, workspace: number): void;
  distortExamples(examples: number, order: number, count: number, distortions: number, distorted: number): void;
  forward(layers: number, layerCount: number, count: number, workspace: number): number;
  cost(last: number, lastIndex: number, name: number, count: number, workspace: number): number;
  takeVerdicts(last: number, lastIndex: number, count: number, workspace: number, verdicts: number): void;
  backward(layers: number, layerCount: number, cost: number, count: number, scale: number, workspace: number): number;
  accumulate(destinations: number, layerCount: number, count: number, workspace: number): void;
  decay(weights: number, count: number, share: number): void;
  plainStep(gradient: number, parameters: number, count: number, learningRate: number, l2: number): void;
  momentumStep(velocities: number, parameters: number, count: number, momentum: number, decay: number): void;
  adamStep(
    gradient: number,
    means: number,
    squares: number,
    parameters: number,
    count: number,
    stepSize: number,
    rootScale: number,
    l2: number,
  ): void;
  squaredLength(gradient: number, parameters: number, count: number, l2: number): number;
  largestAbsolute(values: number, count: number): number;
  findCarrying(
    panel: number,
    inputs: number,
    width: number,
    activations: number,
    least: number,
    found: number,
    most: number,
  ): number;
  multiplyAddOnce(a: number, b: number, c: number): number;
}

/**
 * The kernels to train with: the relaxed build where the engine takes it, else the standard one.
 *
 * @param standard bytes of `kernels.wasm`
 * @param relaxed bytes of `kernels-relaxed.wasm`
 */
export function chooseKernels(standard: Uint8Array<ArrayBuffer>, relaxed: Uint8Array<ArrayBuffer>): WebAssembly.Module {
  return new WebAssembly.Module(WebAssembly.validate(relaxed) ? relaxed : standard);
}

/** How products are added up, on which a run's bits depend. */
export function arithmeticOf(kernels: Kernels): Arithmetic {
  // (1 + 2⁻¹²)² = 1 + 2⁻¹¹ + 2⁻²⁴: single precision has no room for the last term, unless the product is not rounded.
  const rest = kernels.multiplyAddOnce(1 + 2 ** -12, 1 + 2 ** -12, -(1 + 2 ** -11));
  return rest === 0 ? "standard" : "fused";
}
