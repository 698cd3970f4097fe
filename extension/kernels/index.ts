// The kernels: the mathematics of extension/network/ in single precision, four numbers at a time, without a library.
// Memory is laid out by trainer/kernelNetwork.ts; see records.ts.
export { accumulate } from "./accumulate";
export { addInto } from "./addInto";
export { backward } from "./backward";
export { cost } from "./cost";
export { distortExamples } from "./distortExamples";
export { forward } from "./forward";
export { multiplyAddOnce } from "./multiplyAdd";
export { sumOfSquares } from "./sumOfSquares";
export { takeVerdicts } from "./takeVerdicts";
export { unpackExamples } from "./unpackExamples";

/** Where the kernels' own constants end and memory is free. */
export function freeMemoryStart(): usize {
  return __heap_base;
}
