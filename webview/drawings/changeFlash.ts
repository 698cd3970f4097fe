import { EasedNumber } from "./easedNumber.ts";
import { Picture } from "./picture.ts";
import type { Theme } from "./theme.ts";

/** What changed most is covered with so much of the flash's colour at first. */
const mostOpacity = 0.8;

/** Numbers that changed light up, each as strongly as it changed beside the others, and fade. */
export class ChangeFlash {
  readonly #picture = new Picture();
  /** of the way from flashing to calm */
  readonly #calm = new EasedNumber();
  #shares: Float32Array | null = null;
  #isPainted = false;
  #isDark = false;

  /** Whether {@link advance} has to be called again. */
  get isMoving(): boolean {
    return this.#calm.isMoving;
  }

  /** Lights up what differs between two pictures of the same numbers, [rows, columns] each. */
  show(before: ArrayLike<number>, after: ArrayLike<number>): void {
    const isStill = window.matchMedia("(prefers-reduced-motion: reduce)").matches;
    this.#shares = isStill ? null : changedShares(before, after);
    this.#isPainted = false;
    this.#calm.reset();
    if (this.#shares === null) return;
    const nowMs = performance.now();
    this.#calm.aim(0, nowMs);
    this.#calm.aim(1, nowMs);
  }

  /** Forgets: other numbers are shown. */
  clear(): void {
    this.#shares = null;
    this.#calm.reset();
  }

  advance(nowMs: number): void {
    this.#calm.advance(nowMs);
  }

  arrive(): void {
    this.#calm.arrive();
  }

  /**
   * Has what lights up drawn over the numbers' picture.
   *
   * @param draw draws the picture it is given where the numbers are
   */
  draw(
    context: CanvasRenderingContext2D,
    theme: Theme,
    rows: number,
    columns: number,
    draw: (picture: Picture) => void,
  ): void {
    const shares = this.#shares;
    const opacity = (1 - this.#calm.value) * mostOpacity;
    if (shares === null || shares.length !== rows * columns || opacity < 0.01) return;
    if (!this.#isPainted || this.#isDark !== theme.isDark) {
      const lightness = theme.isDark ? 255 : 0;
      this.#picture.paintWords(rows, columns, (words) => {
        const bytes = new Uint8ClampedArray(words.buffer);
        bytes.fill(lightness);
        shares.forEach((share, i) => {
          bytes[4 * i + 3] = share * 255;
        });
      });
      this.#isPainted = true;
      this.#isDark = theme.isDark;
    }
    context.globalAlpha = opacity;
    draw(this.#picture);
    context.globalAlpha = 1;
  }
}

/** How much each number changed, as a share of the largest change; null when none did, or they are not as many. */
export function changedShares(before: ArrayLike<number>, after: ArrayLike<number>): Float32Array | null {
  if (before.length !== after.length) return null;
  const shares = new Float32Array(after.length);
  let largest = 0;
  let hasChanged = false;
  for (let i = 0; i < shares.length; i++) {
    if (Object.is(before[i], after[i])) continue;
    hasChanged = true;
    shares[i] = Math.abs(after[i] - before[i]);
    if (Number.isFinite(shares[i]) && shares[i] > largest) largest = shares[i];
  }
  if (!hasChanged) return null;
  for (let i = 0; i < shares.length; i++) {
    // What became or ceased to be a finite number changed as much as can be.
    if (!Number.isFinite(shares[i])) shares[i] = 1;
    else if (largest > 0) shares[i] /= largest;
  }
  return shares;
}
