import assert from "node:assert/strict";
import { test } from "node:test";
import { type Colour, contrast, lightness } from "../../../extension/protocol/colour.ts";
import {
  type ColourScale,
  cssColourOf,
  divergingScale,
  entryOf,
  scaleColour,
  sequentialScale,
} from "../../../webview/drawings/colourScales.ts";
import { paintValues } from "../../../webview/drawings/paintValues.ts";

const backgrounds: Readonly<Record<string, Colour>> = {
  dark: [18, 19, 20],
  "older dark": [31, 31, 31],
  light: [255, 255, 255],
  "high contrast": [0, 0, 0],
  "solarized light": [253, 246, 227],
  "solarized dark": [0, 43, 54],
  nord: [46, 52, 64],
};
const shares = Array.from({ length: 256 }, (_, k) => (k + 1) / 256);
/** Rounding to 256 levels moves L* by up to this much: 0.5 · 0.44 a level in the darkest green, a little from the other two. */
const roundingOfLightness = 0.5;

for (const [name, background] of Object.entries(backgrounds)) {
  const diverging = divergingScale(background);
  const sequential = sequentialScale(background);

  test(`zero is the editor's background in both scales on ${name}`, () => {
    assert.deepEqual(scaleColour(diverging, 0), background);
    assert.deepEqual(scaleColour(sequential, 0), background);
  });

  test(`colours leave the background steadily with a number's size on ${name}`, () => {
    const away = (colour: Colour) => Math.abs(lightness(colour) - lightness(background));
    for (const colourAt of [
      (share: number) => scaleColour(diverging, share),
      (share: number) => scaleColour(diverging, -share),
      (share: number) => scaleColour(sequential, share),
    ]) {
      let before = 0;
      for (const share of shares) {
        const now = away(colourAt(share));
        assert.ok(now >= before - roundingOfLightness, `${share}: ${now} after ${before}`);
        before = Math.max(before, now);
      }
      assert.ok(before > 45, `the end is only ${before} away`);
      // No stretch of a scale is flat: each eighth of it goes at least half of its share of the way.
      for (let eighth = 1; eighth <= 8; eighth++) {
        const way = away(colourAt(eighth / 8)) - away(colourAt((eighth - 1) / 8));
        assert.ok(way > before / 16, `eighth ${eighth}: ${way} of ${before}`);
      }
    }
  });

  test(`plus and minus the same number are equally light on ${name}`, () => {
    for (const share of shares.filter((part) => part >= 0.5)) {
      const difference = lightness(scaleColour(diverging, share)) - lightness(scaleColour(diverging, -share));
      // Ramps are entered to 1/4096 of their length of some 80 L*.
      assert.ok(Math.abs(difference) <= 2 * roundingOfLightness + 0.04, `${share}: ${difference}`);
    }
  });

  test(`the colour-blind tell plus from minus on ${name}`, () => {
    for (const [kind, seen] of Object.entries(colourBlindness)) {
      for (const share of [0.4, 0.6, 0.8, 1]) {
        const distance = distanceInLab(seen(scaleColour(diverging, share)), seen(scaleColour(diverging, -share)));
        assert.ok(distance > 20, `${kind} at ±${share}: ${distance}`);
      }
    }
  });

  test(`the ends of both scales stand out from the background on ${name}`, () => {
    for (const end of [scaleColour(diverging, 1), scaleColour(diverging, -1), scaleColour(sequential, 1)]) {
      assert.ok(contrast(end, background) >= 4.5, `${end}: ${contrast(end, background)}`);
    }
  });
}

test("positive is blue and negative is orange", () => {
  for (const background of Object.values(backgrounds)) {
    const scale = divergingScale(background);
    for (const share of [0.3, 0.5, 0.7, 1]) {
      const [plusRed, , plusBlue] = scaleColour(scale, share);
      const [minusRed, minusGreen, minusBlue] = scaleColour(scale, -share);
      assert.ok(plusBlue > plusRed);
      assert.ok(minusRed > minusGreen && minusGreen > minusBlue);
    }
  }
});

test("a number's colour depends on its share of the limit alone", () => {
  const scale = divergingScale([31, 31, 31]);
  assert.equal(cssColourOf(scale, -0.3, 1.2), cssColourOf(scale, -0.25));
});

test("what is beyond a scale's end has the end's colour", () => {
  const scale = divergingScale([31, 31, 31]);
  assert.equal(entryOf(scale, 7, 1), entryOf(scale, 1, 1));
  assert.equal(entryOf(scale, Number.NEGATIVE_INFINITY, 1), 0);
  assert.equal(entryOf(sequentialScale([31, 31, 31]), -0.1, 1), 0);
});

test("a scale without an extent, and what is not a number, are drawn as zero", () => {
  const scale = divergingScale([31, 31, 31]);
  assert.deepEqual(scaleColour(scale, 3, 0), [31, 31, 31]);
  assert.deepEqual(scaleColour(scale, Number.NaN, 1), [31, 31, 31]);
  assert.deepEqual([...paint(scale, [Number.NaN, 0], 1)], [...paint(scale, [0, 0], 1)]);
});

test("a picture's words are the colours of its values", () => {
  const values = [-2, -1, -0.9999, -0.5, -0.001, 0, 0.001, 0.3, 0.75, 1, 1.0001, 40];
  for (const scale of [divergingScale([0, 43, 54]), sequentialScale([0, 43, 54])]) {
    const words = paint(scale, values, 1);
    assert.deepEqual(
      [...words],
      values.map((value) => scale.words[entryOf(scale, value, 1)]),
    );
    const [red, green, blue, alpha] = new Uint8Array(words.buffer, 4 * 8, 4);
    assert.deepEqual([red, green, blue, alpha], [...scaleColour(scale, values[8]), 255]);
  }
});

test("a picture too small for its values is refused", () => {
  assert.throws(
    () => paintValues([1, 2, 3], divergingScale([0, 0, 0]), 1, new Uint32Array(2)),
    /expected room for 3 numbers, found 2/,
  );
});

function paint(scale: ColourScale, values: readonly number[], limit: number): Uint32Array<ArrayBuffer> {
  const words = new Uint32Array(values.length);
  paintValues(values, scale, limit, words);
  return words;
}

type Vector = readonly [number, number, number];

/** What people without one kind of cone see, linear light. @see Machado, Oliveira, Fernandes 2009, severity 1.0 */
const colourBlindness: Readonly<Record<string, (colour: Colour) => Vector>> = {
  protanopia: seenThrough([
    [0.152286, 1.052583, -0.204868],
    [0.114503, 0.786281, 0.099216],
    [-0.003882, -0.048116, 1.051998],
  ]),
  deuteranopia: seenThrough([
    [0.367322, 0.860646, -0.227968],
    [0.280085, 0.672501, 0.047413],
    [-0.01182, 0.04294, 0.968881],
  ]),
  tritanopia: seenThrough([
    [1.255528, -0.076749, -0.178779],
    [-0.078411, 0.930809, 0.147602],
    [0.004733, 0.691367, 0.3039],
  ]),
};

function seenThrough(matrix: readonly Vector[]): (colour: Colour) => Vector {
  return (colour) => {
    const light = colour.map((channel) => {
      const share = channel / 255;
      return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
    });
    const [red, green, blue] = matrix.map((row) =>
      Math.min(1, Math.max(0, row[0] * light[0] + row[1] * light[1] + row[2] * light[2])),
    );
    return [red, green, blue];
  };
}

/** CIE 1976 ΔE of two linear-light colours; 2.3 is just noticeable. */
function distanceInLab(one: Vector, other: Vector): number {
  const [a, b] = [one, other].map(([red, green, blue]) => {
    const f = (t: number) => (t > 216 / 24389 ? Math.cbrt(t) : (t * 24389) / 27 / 116 + 16 / 116);
    const x = f((0.4124564 * red + 0.3575761 * green + 0.1804375 * blue) / 0.95047);
    const y = f(0.2126729 * red + 0.7151522 * green + 0.072175 * blue);
    const z = f((0.0193339 * red + 0.119192 * green + 0.9503041 * blue) / 1.08883);
    return [116 * y - 16, 500 * (x - y), 200 * (y - z)];
  });
  return Math.hypot(a[0] - b[0], a[1] - b[1], a[2] - b[2]);
}
