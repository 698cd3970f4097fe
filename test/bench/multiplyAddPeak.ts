/** Sums that do not wait for each other: enough for two units of four steps each, few enough for sixteen registers. */
const sumCount = 12;
const rounds = 1_000_000;
const tries = 20;
/** numbers in a 128-bit vector */
const lanes = 4;

/**
 * The most multiply-adds a second that one thread gets out of 128-bit vectors here, with the instruction that the kernels use:
 * measured in a loop that does nothing else. No network can be trained faster than its multiply-adds allow.
 */
export function multiplyAddPeak(): number {
  const relaxed = loopModule([fd, 0x85, 0x02]); // f32x4.relaxed_madd
  // Where there is none: f32x4.mul, f32x4.add
  const bytes = WebAssembly.validate(relaxed) ? relaxed : loopModule([fd, 0xe6, 0x01, fd, 0xe4, 0x01]);
  // Which it does not use.
  const memory = new WebAssembly.Memory({ initial: 1, maximum: 1 });
  const { exports } = new WebAssembly.Instance(new WebAssembly.Module(bytes), { env: { memory } });
  const run = exports.run as (factor: number, count: number) => number;
  let shortestMs = Number.POSITIVE_INFINITY;
  for (let k = 0; k < tries; k++) {
    const start = performance.now();
    run(0.5, rounds);
    shortestMs = Math.min(shortestMs, performance.now() - start);
  }
  return (rounds * sumCount * lanes * 1000) / shortestMs;
}

/** Before the number of every vector instruction. */
const fd = 0xfd;

/**
 * A WebAssembly module, written by hand: its function `run(factor: f32, count: i32): f32` goes round a loop `count` times, and
 * does sum = a · sum + a for each sum.
 *
 * @param multiplyAdd one instruction that makes a · sum + a of a, sum, a, or two of a, a, sum
 * @see https://webassembly.github.io/spec/core/binary/
 */
function loopModule(multiplyAdd: readonly number[]): Uint8Array<ArrayBuffer> {
  const [factor, count, a, firstSum] = [0, 1, 2, 3];
  const sums = Array.from({ length: sumCount }, (_, k) => firstSum + k);
  const isOneInstruction = multiplyAdd.length === 3;
  const get = (local: number) => [0x20, local];
  const set = (local: number) => [0x21, local];
  const step = (sum: number) =>
    isOneInstruction ? [...get(a), ...get(sum), ...get(a)] : [...get(a), ...get(a), ...get(sum)];
  const code = [
    ...[1, 1 + sumCount, 0x7b], // locals: vectors
    ...[...get(factor), fd, 0x13, ...set(a)], // f32x4.splat
    ...sums.flatMap((sum) => [...get(a), ...set(sum)]),
    ...[0x03, 0x40], // loop
    ...sums.flatMap((sum) => [...step(sum), ...multiplyAdd, ...set(sum)]),
    ...[...get(count), 0x41, 1, 0x6b, 0x22, count, 0x0d, 0], // count − 1; again, unless it is 0
    0x0b, // end of the loop
    ...get(sums[0]),
    ...sums.slice(1).flatMap((sum) => [...get(sum), fd, 0xe4, 0x01]), // f32x4.add
    ...[fd, 0x1f, 0, 0x0b], // the first lane
  ];
  const sized = (bytes: readonly number[]) => [(bytes.length & 127) | 128, bytes.length >> 7, ...bytes];
  const section = (id: number, bytes: readonly number[]) => [id, ...sized(bytes)];
  return Uint8Array.from([
    ...[0, 0x61, 0x73, 0x6d, 1, 0, 0, 0],
    ...section(1, [1, 0x60, 2, 0x7d, 0x7f, 1, 0x7d]), // a type: (f32, i32) → f32
    ...section(3, [1, 0]), // a function of it
    ...section(7, [1, 3, 0x72, 0x75, 0x6e, 0, 0]), // exported as "run"
    ...section(10, [1, ...sized(code)]),
  ]);
}
