import assert from "node:assert/strict";
import { test } from "node:test";
import { mixColours } from "../../extension/protocol/colour.ts";
import { divergingColour, divergingColours, signColour } from "../../extension/weightsReader/divergingColours.ts";
import { divergingScale, scaleColour } from "../../webview/drawings/colourScales.ts";

const backgrounds = { light: [255, 255, 255], dark: [31, 31, 31] } as const;

for (const page of ["light", "dark"] as const) {
  const background = backgrounds[page];
  const panel = divergingScale(background);

  /** A palette's colour as it looks on the theme's own background. */
  const seen = (index: number) => {
    const [red, green, blue, opacity] = divergingColours(page).subarray(index * 4, index * 4 + 4);
    return mixColours(background, [red, green, blue], opacity / 255);
  };

  test(`a picture's colours on a ${page} page are the panel's, from end to end`, () => {
    for (let step = -63; step <= 63; step++) {
      const share = step / 63;
      // The panel's scale has 256 steps: the colour lies between those of the two around it.
      const ends = [Math.floor(share * 256), Math.ceil(share * 256)].map((entry) => scaleColour(panel, entry / 256));
      seen(divergingColour(share, 1)).forEach((channel, k) => {
        // Half a level for the opacity's rounding and half for the mixture's.
        const [least, most] = [Math.min(ends[0][k], ends[1][k]) - 1, Math.max(ends[0][k], ends[1][k]) + 1];
        assert.ok(channel >= least && channel <= most, `${share}: ${channel} is not from ${least} to ${most}`);
      });
    }
  });

  test(`zero is clear on a ${page} page, and bars of any length have their sign's colour`, () => {
    assert.equal(divergingColours(page)[divergingColour(0, 1) * 4 + 3], 0);
    assert.equal(signColour(1e-9, page), signColour(7, page));
    assert.equal(signColour(-1e-9, page), signColour(-7, page));
    assert.notEqual(signColour(7, page), signColour(-7, page));
    assert.notEqual(signColour(Number.POSITIVE_INFINITY, page), signColour(7, page));
  });
}
