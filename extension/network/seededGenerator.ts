/** The whole state of a {@link SeededGenerator}: four unsigned 32-bit words. */
export type GeneratorState = readonly [number, number, number, number];

/**
 * The one source of randomness: sfc32, a small, fast generator of 128 bits of state. Every draw uses whole-number
 * arithmetic, the four operations and the square root alone, which IEEE 754 defines to the last bit, so that a seed
 * gives the same numbers on every machine.
 *
 * @see Chris Doty-Humphrey, PractRand, "sfc"
 */
export class SeededGenerator {
  #a = 0;
  #b = 0;
  #c = 0;
  #counter = 0;
  #spareNormal: number | undefined;

  /**
   * @param seed a whole number from 0 to 2³² − 1
   * @param stream, substream choose another sequence of the same seed: for what is drawn out of turn
   */
  constructor(seed: number, stream = 0, substream = 0) {
    this.#a = substream >>> 0;
    this.#b = seed >>> 0;
    this.#c = stream >>> 0;
    this.#counter = 1;
    // Lets every bit of the seed reach every bit of the state.
    for (let round = 0; round < 12; round++) this.nextUint32();
  }

  static fromState(state: GeneratorState): SeededGenerator {
    const generator = new SeededGenerator(0);
    [generator.#a, generator.#b, generator.#c, generator.#counter] = state;
    return generator;
  }

  /** To be kept in a checkpoint between two draws of anything but {@link nextNormal}, which may hold back a number. */
  get state(): GeneratorState {
    return [this.#a >>> 0, this.#b >>> 0, this.#c >>> 0, this.#counter >>> 0];
  }

  /** Uniform over the whole numbers from 0 to 2³² − 1. */
  nextUint32(): number {
    const result = (this.#a + this.#b + this.#counter) | 0;
    this.#counter = (this.#counter + 1) | 0;
    this.#a = this.#b ^ (this.#b >>> 9);
    this.#b = (this.#c + (this.#c << 3)) | 0;
    this.#c = ((this.#c << 21) | (this.#c >>> 11)) + result;
    this.#c |= 0;
    return result >>> 0;
  }

  /** Uniform over [0, 1), in steps of 2⁻³². */
  nextUniform(): number {
    return this.nextUint32() / 4294967296;
  }

  /** Uniform over the whole numbers from 0 to bound − 1. The bias for a bound under 2²⁰ is below 2⁻¹². */
  nextBelow(bound: number): number {
    return Math.floor(this.nextUniform() * bound);
  }

  /** Normal with mean 0 and deviation 1, by Marsaglia's polar method. */
  nextNormal(): number {
    if (this.#spareNormal !== undefined) {
      const spare = this.#spareNormal;
      this.#spareNormal = undefined;
      return spare;
    }
    for (;;) {
      const x = 2 * this.nextUniform() - 1;
      const y = 2 * this.nextUniform() - 1;
      const radiusSquared = x * x + y * y;
      if (radiusSquared === 0 || radiusSquared >= 1) continue;
      const scale = Math.sqrt((-2 * naturalLogarithm(radiusSquared)) / radiusSquared);
      this.#spareNormal = y * scale;
      return x * scale;
    }
  }

  /** Puts the entries in random order (Fisher and Yates), every order equally likely. @param order changed in place */
  shuffle(order: Uint32Array): void {
    for (let last = order.length - 1; last > 0; last--) {
      const other = this.nextBelow(last + 1);
      const moved = order[last];
      order[last] = order[other];
      order[other] = moved;
    }
  }
}

/**
 * ln x by the four operations: x = m · 2ᵉ with m in [1, 2), and ln m = 2 artanh((m − 1) / (m + 1)) by its series.
 * `Math.log` may differ in its last bit between machines. Relative error under 1e-14.
 *
 * @param x a positive, normal number
 */
function naturalLogarithm(x: number): number {
  let mantissa = x;
  let exponent = 0;
  while (mantissa >= 2) {
    mantissa /= 2;
    exponent++;
  }
  while (mantissa < 1) {
    mantissa *= 2;
    exponent--;
  }
  const ratio = (mantissa - 1) / (mantissa + 1); // at most 1/3
  const square = ratio * ratio;
  let series = 0;
  for (let odd = 33; odd >= 1; odd -= 2) series = series * square + 1 / odd;
  return 2 * ratio * series + exponent * Math.LN2;
}
