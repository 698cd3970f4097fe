import assert from "node:assert/strict";
import { test } from "node:test";
import {
  centreOf,
  layOutNetwork,
  type NetworkLayout,
  type NetworkRoom,
  neuronAt,
} from "../../../webview/drawings/networkLayout.ts";
import { fc } from "../../properties.ts";

const room: NetworkRoom = { width: 1000, height: 500, headingHeight: 36, footHeight: 20, outputLabelWidth: 120 };
const rooms = fc.record({
  width: fc.integer({ min: 300, max: 2400 }),
  height: fc.integer({ min: 160, max: 1400 }),
  headingHeight: fc.constant(36),
  footHeight: fc.constant(20),
  outputLabelWidth: fc.integer({ min: 40, max: 140 }),
});
const hiddenSizes = fc.array(fc.integer({ min: 1, max: 4096 }), { maxLength: 10 });
const right = ({ left, columns, pitch }: NetworkLayout[number]) => left + columns * pitch;
/** Sums of a dozen doubles of about 1000 differ by less. */
const rounding = 1e-6;

test("a network's layers stand from left to right, apart, within their room, below the headings", () => {
  fc.assert(
    fc.property(hiddenSizes, rooms, (hidden, space) => {
      const layout = layOutNetwork([784, ...hidden, 10], space);
      for (const [layer, place] of layout.entries()) {
        if (layer > 0) assert.ok(place.left >= right(layout[layer - 1]) - rounding);
        assert.ok(place.top >= space.headingHeight - rounding);
        assert.ok(place.top + place.rows * place.pitch <= space.height - space.footHeight + rounding);
        assert.ok(place.columns * place.rows >= place.count);
      }
      assert.ok(right(layout[layout.length - 1]) <= space.width - space.outputLabelWidth + rounding);
    }),
  );
});

test("every neuron is found at its own centre", () => {
  fc.assert(
    fc.property(hiddenSizes, rooms, fc.nat(), fc.nat(), (hidden, space, anyLayer, anyNeuron) => {
      const layout = layOutNetwork([784, ...hidden, 10], space);
      const layer = anyLayer % layout.length;
      const address = { layer, neuron: anyNeuron % layout[layer].count };
      assert.deepEqual(neuronAt(layout, centreOf(layout, address)), address);
    }),
  );
});

test("a layer of 16 is a column, one of 500 a grid", () => {
  const [input, small, large, output] = layOutNetwork([784, 16, 500, 10], room);
  assert.deepEqual([input.columns, input.rows], [28, 28]);
  assert.deepEqual([small.columns, small.rows], [1, 16]);
  assert.ok(large.columns > 1 && large.rows > 1);
  assert.equal(output.columns, 1);
});

test("cells of a grid of 2048 are at least 4 pixels wide in a view of 1000 × 500", () => {
  const layout = layOutNetwork([784, 2048, 2048, 10], room);
  assert.ok(layout[1].pitch >= 4, `found ${layout[1].pitch}`);
});

test("the input's neurons are its pixels, in reading order", () => {
  const layout = layOutNetwork([784, 10], room);
  const first = centreOf(layout, { layer: 0, neuron: 0 });
  const below = centreOf(layout, { layer: 0, neuron: 28 });
  const beside = centreOf(layout, { layer: 0, neuron: 1 });
  assert.ok(Math.abs(below.x - first.x) < rounding && below.y > first.y);
  assert.ok(Math.abs(beside.y - first.y) < rounding && beside.x > first.x);
});

test("no neuron is found between the layers, nor in a grid's last row beyond its neurons", () => {
  const layout = layOutNetwork([784, 500, 10], room);
  assert.equal(neuronAt(layout, { x: (right(layout[0]) + layout[1].left) / 2, y: 250 }), null);
  const { columns, rows, left, top, pitch, count } = layout[1];
  if (columns * rows > count) {
    assert.equal(neuronAt(layout, { x: left + (columns - 0.5) * pitch, y: top + (rows - 0.5) * pitch }), null);
  }
  assert.ok(columns * rows > count, "the example has to have an unfilled last row");
});

test("outputs stand in a column however low the picture is, since their names stand beside them", () => {
  const room = { width: 600, height: 140, headingHeight: 36, footHeight: 20, outputLabelWidth: 110 };
  const layout = layOutNetwork([784, 16, 10], room);
  assert.ok(layout[1].columns > 1);
  assert.equal(layout[2].columns, 1);
  assert.equal(layout[2].rows, 10);
});
