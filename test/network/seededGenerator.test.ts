import assert from "node:assert/strict";
import { test } from "node:test";
import { SeededGenerator } from "../../extension/network/seededGenerator.ts";

const draws = 200_000;

test("a generator gives the same numbers for the same seed, and others for another", () => {
  const drawTen = (seed: number) => {
    const generator = new SeededGenerator(seed);
    return Array.from({ length: 10 }, () => generator.nextUint32());
  };
  assert.deepEqual(drawTen(7), drawTen(7));
  assert.notDeepEqual(drawTen(7), drawTen(8));
});

test("a generator's numbers for seed 1 are those they have always been", () => {
  const generator = new SeededGenerator(1);
  const first = [generator.nextUint32(), generator.nextUint32(), generator.nextNormal()];
  assert.deepEqual(first, [2012149540, 1872316204, -1.7635196473409245]);
});

test("a generator made from another's state goes on like it", () => {
  const generator = new SeededGenerator(3);
  generator.shuffle(new Uint32Array(1000));
  const twin = SeededGenerator.fromState(generator.state);
  for (let i = 0; i < 100; i++) assert.equal(twin.nextUint32(), generator.nextUint32());
});

test("normal draws have mean 0, deviation 1 and the normal's share within one deviation", () => {
  const generator = new SeededGenerator(5);
  let sum = 0;
  let squares = 0;
  let within = 0;
  for (let i = 0; i < draws; i++) {
    const x = generator.nextNormal();
    sum += x;
    squares += x * x;
    if (Math.abs(x) < 1) within++;
  }
  // Five standard errors of each estimate: 1/√n, √2/√n, √(p(1−p))/√n.
  const standardError = 1 / Math.sqrt(draws);
  assert.ok(Math.abs(sum / draws) < 5 * standardError);
  assert.ok(Math.abs(squares / draws - 1) < 5 * Math.SQRT2 * standardError);
  assert.ok(Math.abs(within / draws - 0.682689) < 5 * 0.4655 * standardError);
});

test("a shuffle keeps every entry and puts each anywhere equally often", () => {
  const generator = new SeededGenerator(9);
  const size = 8;
  const rounds = 40_000;
  const counts = new Uint32Array(size);
  for (let round = 0; round < rounds; round++) {
    const order = Uint32Array.from({ length: size }, (_, i) => i);
    generator.shuffle(order);
    assert.deepEqual([...order].sort(), [0, 1, 2, 3, 4, 5, 6, 7]);
    counts[order.indexOf(0)]++;
  }
  const expected = rounds / size;
  const deviation = Math.sqrt(rounds * (1 / size) * (1 - 1 / size));
  for (const count of counts) assert.ok(Math.abs(count - expected) < 5 * deviation);
});

test("every stream of a seed is another sequence, and a stream 0 the seed's own", () => {
  const drawn = (...words: [number, number?, number?]) => new SeededGenerator(...words).nextUint32();
  assert.equal(drawn(5, 0, 0), drawn(5));
  assert.equal(new Set([drawn(5), drawn(5, 1), drawn(5, 0, 1), drawn(5, 1, 1), drawn(1, 5)]).size, 5);
});
