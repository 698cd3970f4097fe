import type { ActivationName } from "../../extension/network/networkShape.ts";
import type { NetworkSummary } from "../../extension/protocol/liveState.ts";
import { numberText } from "../../extension/protocol/numberText.ts";
import { pictureSideOf } from "../../extension/protocol/pictureSide.ts";
import type { NeuronAddress, Snapshot } from "../../extension/protocol/snapshot.ts";
import { answerOf, outputActivationOf } from "../answer.ts";
import { wholeText } from "../figureText.ts";
import { activationRange, activationScale } from "./activationRange.ts";
import { Canvas, type Surface } from "./canvas.ts";
import { drawConnectionLines } from "./connectionLines.ts";
import { LayerDrawing, neuronRadius } from "./layerDrawing.ts";
import { centreOf, layOutNetwork, type NetworkLayout } from "./networkLayout.ts";
import { OutputLabels } from "./outputLabels.ts";
import { Picture } from "./picture.ts";
import { pointedConnections } from "./pointedConnections.ts";
import { SmoothLimit } from "./smoothLimit.ts";

/** What the picture shows. */
export interface DrawnNetwork {
  readonly network: NetworkSummary;
  /** null before the first */
  readonly snapshot: Snapshot | null;
  readonly inspected: NeuronAddress | null;
}

const headingHeight = 36;
const footHeight = 20;
/** Of neurons in grids over connections that pass behind them. */
const gridOpacity = 0.75;
/** Factors of the connections' opacity: of the pointed-at neuron's, and of the others meanwhile. */
const pointedStrength = 1.5;
const steppedBackStrength = 0.12;
/** Between two drawings that only glide. */
const glideIntervalMs = 45;
/** A snapshot is waited for so many times as long as the one before it, but no longer than this. */
const lateSnapshots = 1.5;
const longestWaitMs = 500;

/**
 * A network answering the shown example: the input's picture, the layers as columns or grids of neurons filled by
 * activation, and between them the connections that carry most.
 */
export class NetworkDrawing extends Canvas {
  readonly #picture = new Picture();
  readonly #layerDrawing = new LayerDrawing();
  #drawn: DrawnNetwork | null = null;
  #layout: NetworkLayout = [];
  #pointed: NeuronAddress | null = null;
  /** of |w · a|, one a pair of layers, so that widths do not waver */
  #carriedLimits: SmoothLimit[] = [];
  /** of activations, one a layer after the input */
  #activationLimits: SmoothLimit[] = [];
  #glide: ReturnType<typeof setTimeout> | undefined;
  /** when the last snapshot came, and how long after the one before; 0 when it has been waited for in vain */
  #snapshotMs = 0;
  #snapshotIntervalMs = 0;

  show(drawn: DrawnNetwork): void {
    if (drawn.network.shape.sizes.join() !== this.#drawn?.network.shape.sizes.join()) {
      this.#carriedLimits = drawn.network.shape.activations.map(() => new SmoothLimit());
      this.#activationLimits = drawn.network.shape.activations.map(() => new SmoothLimit());
    }
    if (drawn.snapshot !== this.#drawn?.snapshot) {
      const nowMs = performance.now();
      this.#snapshotIntervalMs = nowMs - this.#snapshotMs;
      this.#snapshotMs = nowMs;
    }
    this.#drawn = drawn;
    this.scheduleDraw();
  }

  /** Where the neurons were drawn last; empty before the first time. */
  get layout(): NetworkLayout {
    return this.#layout;
  }

  /** Brings this neuron's connections forward; null brings all back. */
  point(address: NeuronAddress | null): void {
    this.#pointed = address;
    this.scheduleDraw();
  }

  override dispose(): void {
    clearTimeout(this.#glide);
    super.dispose();
  }

  protected override draw(surface: Surface): void {
    if (this.#drawn === null) return;
    const { network, snapshot } = this.#drawn;
    const labels = new OutputLabels(network.outputNames, surface);
    this.#layout = layOutNetwork(network.shape.sizes, {
      width: surface.widthCssPixels,
      height: surface.heightCssPixels,
      headingHeight,
      footHeight,
      outputLabelWidth: labels.width,
    });
    this.#followLimits();
    this.#drawHints(surface);
    this.#drawGrids(surface, 1);
    this.#drawConnections(surface);
    // Once more, so that connections are pale over pixels and over neurons in grids, which stay readable.
    this.#drawGrids(surface, gridOpacity);
    this.#drawPointedConnections(surface);
    this.#drawColumns(surface);
    const outputs = snapshot?.layers?.at(-1)?.activations ?? null;
    labels.draw(this.#layout[this.#layout.length - 1], outputs, answerOf(snapshot, outputActivationOf(network.shape)));
    this.#drawHeadings(surface);
    this.#drawRing(surface, this.#drawn.inspected, "inspected");
    this.#drawRing(surface, this.#pointed, "pointed");
    this.#glideOn();
  }

  /**
   * Limits glide on to their ends when no further snapshot comes. While snapshots do come each of them is a step of the
   * glide: drawing more often than there is something new would take time from training.
   */
  #glideOn(): void {
    clearTimeout(this.#glide);
    if (![...this.#carriedLimits, ...this.#activationLimits].some((limit) => limit.isMoving)) return;
    const waitMs = Math.min(this.#snapshotIntervalMs * lateSnapshots, longestWaitMs);
    this.#snapshotIntervalMs = 0;
    this.#glide = setTimeout(() => this.scheduleDraw(), Math.max(waitMs, glideIntervalMs));
  }

  #followLimits(): void {
    const nowMs = performance.now();
    const snapshot = this.#drawn?.snapshot;
    for (const [pair, limit] of this.#carriedLimits.entries()) {
      limit.show(Math.abs(snapshot?.connections?.[pair]?.carried[0] ?? 0), nowMs);
    }
    for (const [pair, limit] of this.#activationLimits.entries()) {
      limit.show(this.#endsAtOne(pair + 1) ? 1 : largest(snapshot?.layers?.[pair].activations), nowMs);
    }
    for (const limit of [...this.#carriedLimits, ...this.#activationLimits]) limit.advance(nowMs);
  }

  /** Whether a layer's activations cannot exceed 1. */
  #endsAtOne(layer: number): boolean {
    return activationRange(this.#activationOf(layer)).endsAtOne;
  }

  /** What a layer does with its weighted sums; null for the input. */
  #activationOf(layer: number): ActivationName | null {
    return this.#drawn?.network.shape.activations[layer - 1] ?? null;
  }

  /** A pale band stands for the connections that are not drawn one by one; in words below, how many those are. */
  #drawHints({ context, heightCssPixels, theme }: Surface): void {
    context.font = `11px ${theme.fontFamily}`;
    context.textAlign = "center";
    context.textBaseline = "bottom";
    let hintsEnd = 0;
    for (let layer = 1; layer < this.#layout.length; layer++) {
      const [from, to] = [this.#layout[layer - 1], this.#layout[layer]];
      const right = from.left + from.columns * from.pitch;
      const total = from.count * to.count;
      const drawn = this.#drawn?.snapshot?.connections?.[layer - 1]?.from.length ?? 0;
      if (drawn < total) {
        context.beginPath();
        context.moveTo(right, from.top);
        context.lineTo(to.left, to.top);
        context.lineTo(to.left, to.top + to.rows * to.pitch);
        context.lineTo(right, from.top + from.rows * from.pitch);
        context.closePath();
        context.globalAlpha = theme.isHighContrast ? 0.08 : 0.05;
        context.fillStyle = theme.foreground;
        context.fill();
        context.globalAlpha = 1;
      }
      const counted = drawn < total ? `${wholeText(drawn)} of ${wholeText(total)}` : wholeText(total);
      const middle = (right + to.left) / 2;
      // A little wider than the gap, but not into what is said of the gap before.
      const room = Math.min(to.left - right + 16, 2 * (middle - hintsEnd));
      const fitting = [`${counted} weights`, counted].find((text) => context.measureText(text).width <= room);
      if (!fitting) continue;
      context.fillStyle = theme.mutedForeground;
      context.fillText(fitting, middle, heightCssPixels - 3);
      hintsEnd = middle + context.measureText(fitting).width / 2 + 6;
    }
  }

  /** The input's picture, and the layers that are too large for a column. */
  #drawGrids(surface: Surface, opacity: number): void {
    if (this.#hasPicture) this.#drawPicture(surface, opacity);
    for (let layer = this.#firstColumn; layer < this.#layout.length; layer++) {
      if (this.#layout[layer].columns > 1) this.#drawLayer(surface, layer, opacity);
    }
  }

  #drawColumns(surface: Surface): void {
    for (let layer = this.#firstColumn; layer < this.#layout.length; layer++) {
      if (this.#layout[layer].columns === 1) this.#drawLayer(surface, layer, 1);
    }
  }

  #drawLayer({ context, theme }: Surface, layer: number, opacity: number): void {
    const activations = layer === 0 ? this.#inputs : (this.#drawn?.snapshot?.layers?.[layer - 1].activations ?? null);
    const limit = layer === 0 ? 1 : this.#activationLimits[layer - 1].limit;
    // The outputs' stand beside them, among their labels.
    const isWritten = layer < this.#layout.length - 1;
    const scale = theme[activationScale(this.#activationOf(layer))];
    this.#layerDrawing.draw(context, theme, this.#layout[layer], activations, scale, limit, isWritten, opacity);
  }

  /** Whether the input is a picture; else its neurons are drawn like others. */
  get #hasPicture(): boolean {
    return this.#drawn !== null && pictureSideOf(this.#drawn.network.shape.sizes[0]) !== null;
  }

  get #firstColumn(): number {
    return this.#hasPicture ? 1 : 0;
  }

  /** The input layer's activations. */
  get #inputs(): Float32Array | null {
    const pixels = this.#drawn?.snapshot?.example?.pixels;
    return pixels ? Float32Array.from(pixels, (pixel) => pixel / 255) : null;
  }

  #drawPicture({ context, theme }: Surface, opacity: number): void {
    const { left, top, pitch, columns } = this.#layout[0];
    const side = pitch * columns;
    const pixels = this.#drawn?.snapshot?.example?.pixels;
    context.globalAlpha = opacity;
    if (pixels) {
      this.#picture.paint(pixels, columns, columns, theme.sequential, 255);
      this.#picture.drawTo(context, left, top, side, side);
    }
    context.globalAlpha = 1;
    context.strokeStyle = theme.border;
    context.lineWidth = 1;
    context.strokeRect(left - 0.5, top - 0.5, side + 1, side + 1);
  }

  #drawConnections({ context, theme }: Surface): void {
    const strength = this.#pointed ? steppedBackStrength : 1;
    for (const [pair, connections] of (this.#drawn?.snapshot?.connections ?? []).entries()) {
      const { limit } = this.#carriedLimits[pair];
      drawConnectionLines(context, theme, this.#layout, pair + 1, connections, limit, strength);
    }
  }

  #drawPointedConnections({ context, theme }: Surface): void {
    const snapshot = this.#drawn?.snapshot;
    if (!snapshot || !this.#pointed) return;
    for (const [pair, connections] of pointedConnections(snapshot, this.#pointed).entries()) {
      const { limit } = this.#carriedLimits[pair];
      if (connections) {
        drawConnectionLines(context, theme, this.#layout, pair + 1, connections, limit, pointedStrength);
      }
    }
  }

  /** Each layer's name, and below it its number of neurons. */
  #drawHeadings({ context, theme }: Surface): void {
    const last = this.#layout.length - 1;
    context.textAlign = "center";
    context.textBaseline = "middle";
    for (const [layer, { left, columns, pitch, count }] of this.#layout.entries()) {
      const x = left + (columns * pitch) / 2;
      const isRoomy = this.#layout.length < 7 || layer === 0 || layer === last;
      const name = layer === 0 ? "input" : layer === last ? "output" : isRoomy ? `layer ${layer}` : String(layer);
      const limit = this.#endsAtOne(layer) ? 1 : this.#activationLimits[layer - 1].limit;
      const most = `${activationRange(this.#activationOf(layer)).isSigned ? "±" : ""}${numberText(limit, 1)}`;
      const counted = layer === 0 && this.#hasPicture ? `${columns} × ${columns}` : wholeText(count);
      context.font = `600 12px ${theme.fontFamily}`;
      context.fillStyle = theme.foreground;
      context.fillText(name, x, 9);
      context.font = `11px ${theme.fontFamily}`;
      context.fillStyle = theme.mutedForeground;
      context.fillText(limit === 1 || !isRoomy ? counted : `${counted} · to ${most}`, x, 23);
    }
  }

  #drawRing({ context, theme }: Surface, address: NeuronAddress | null, which: "inspected" | "pointed"): void {
    if (address === null || address.neuron >= (this.#layout[address.layer]?.count ?? 0)) return;
    const place = this.#layout[address.layer];
    const { x, y } = centreOf(this.#layout, address);
    const isRoomy = place.pitch >= 24 || place.pitch < 6;
    const radius = (address.layer === 0 ? place.pitch / 2 : neuronRadius(place)) + (isRoomy ? 3 : 1.8);
    const ring = (colour: string, width: number) => {
      context.strokeStyle = colour;
      context.lineWidth = width;
      context.beginPath();
      context.arc(x, y, radius, 0, 2 * Math.PI);
      context.stroke();
    };
    // Set off from the lines behind it, where no neighbour is touched.
    if (isRoomy) ring(theme.background, 6);
    ring(which === "inspected" ? theme.focusBorder : theme.foreground, which === "inspected" ? 2.4 : 1.5);
  }
}

function largest(values: Float32Array | undefined): number {
  let most = 0;
  for (const value of values ?? []) most = Math.max(most, Math.abs(value));
  return most;
}
