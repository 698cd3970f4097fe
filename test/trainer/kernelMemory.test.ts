import assert from "node:assert/strict";
import { suite, test } from "node:test";
import { KernelMemory } from "../../extension/trainer/kernelMemory.ts";
import { MemoryShare } from "../../extension/trainer/memoryShare.ts";
import { fc } from "../properties.ts";
import { kernelsModule } from "./randomExamples.ts";

suite("the kernels' memory", () => {
  test("gives out zeroed pieces at cache lines that never overlap, whatever was given back before", () => {
    const request = fc.record({ bytes: fc.integer({ min: 0, max: 100_000 }), freed: fc.nat() });
    fc.assert(
      fc.property(fc.array(request, { minLength: 1, maxLength: 60 }), (requests) => {
        const memory = new KernelMemory(kernelsModule);
        const pieces: { start: number; bytes: number; mark: number }[] = [];
        requests.forEach(({ bytes, freed }, index) => {
          if (freed % 3 === 0 && pieces.length > 0) {
            memory.free(pieces.splice(freed % pieces.length, 1)[0].start);
          }
          const start = memory.allocate(bytes);
          assert.equal(start % 64, 0);
          assert.ok(start >= memory.kernels.freeMemoryStart());
          assert.ok(memory.bytes(start, bytes).every((byte) => byte === 0));
          const mark = 1 + (index % 255);
          memory.bytes(start, bytes).fill(mark);
          pieces.push({ start, bytes, mark });
          for (const piece of pieces) {
            assert.ok(memory.bytes(piece.start, piece.bytes).every((byte) => byte === piece.mark));
          }
        });
      }),
      { numRuns: 30, seed: 1 },
    );
  });

  test("does not grow when as much as was given back is asked for again", () => {
    const memory = new KernelMemory(kernelsModule);
    memory.allocate(1000);
    const sizes = [300_000, 64, 5000];
    const take = () => {
      const share = new MemoryShare(memory);
      for (const size of sizes) share.allocate(size);
      return share;
    };
    take().dispose();
    const { grownBytes, usedBytes } = memory;
    for (let k = 0; k < 20; k++) take().dispose();
    assert.equal(memory.grownBytes, grownBytes);
    assert.equal(memory.usedBytes, usedBytes);
  });

  test("refuses to take back what is not given out", () => {
    const memory = new KernelMemory(kernelsModule);
    const start = memory.allocate(10);
    memory.free(start);
    assert.throws(() => memory.free(start), RangeError);
  });
});
