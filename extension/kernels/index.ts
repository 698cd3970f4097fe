// The kernels: the mathematics of extension/network/ in single precision, four numbers at a time, without a library.
// Memory is laid out by trainer/, by its placed….ts and workspace.ts; see records.ts.
export { accumulate } from "./accumulate";
export { adamStep } from "./adamStep";
export { backward } from "./backward";
export { cost } from "./cost";
export { decay } from "./decay";
export { distortExamples } from "./distortExamples";
export { findCarrying } from "./findCarrying";
export { forward } from "./forward";
export { largestAbsolute } from "./largestAbsolute";
export { momentumStep } from "./momentumStep";
export { multiplyAddOnce } from "./multiplyAdd";
export { plainStep } from "./plainStep";
export { squaredLength } from "./squaredLength";
export { takeVerdicts } from "./takeVerdicts";
export { unpackExamples } from "./unpackExamples";

/** Where the kernels' own constants end and memory is free. */
export function freeMemoryStart(): usize {
  return __heap_base;
}
