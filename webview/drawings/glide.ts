/** What moves on its own: an EasedNumber, a SmoothLimit. */
export interface Moving {
  readonly isMoving: boolean;
  advance(nowMs: number): void;
  arrive(): void;
}

/** Draws on, frame by frame, until all that moves in a drawing has come to rest. */
export class Glide {
  readonly #parts: readonly Moving[];
  readonly #draw: () => void;
  #frame: number | undefined;

  /** @param draw calls {@link goOn} in its turn */
  constructor(parts: readonly Moving[], draw: () => void) {
    this.#parts = parts;
    this.#draw = draw;
  }

  /** To be called whenever the drawing has been drawn. */
  goOn(): void {
    if (!this.#parts.some((part) => part.isMoving)) return;
    this.#frame ??= requestAnimationFrame((nowMs) => {
      this.#frame = undefined;
      const isStill = window.matchMedia("(prefers-reduced-motion: reduce)").matches;
      for (const part of this.#parts) {
        if (isStill) part.arrive();
        else part.advance(nowMs);
      }
      this.#draw();
    });
  }

  dispose(): void {
    if (this.#frame !== undefined) cancelAnimationFrame(this.#frame);
  }
}
