import assert from "node:assert/strict";

type Numbers = number | readonly Numbers[];

/** Requires that all numbers of each entry are the same to 1e-5, of themselves where they are larger than 1. */
export function requireAlike(found: object, expected: object): void {
  assert.deepEqual(Object.keys(found), Object.keys(expected));
  for (const [name, numbers] of Object.entries(expected)) requireNear(found[name as keyof typeof found], numbers, name);
}

function requireNear(found: Numbers, expected: Numbers, where: string): void {
  if (typeof expected === "number") {
    const tolerance = 1e-5 * Math.max(1, Math.abs(expected));
    assert.ok(Math.abs(Number(found) - expected) <= tolerance, `${where}: expected ${expected}, found ${found}`);
    return;
  }
  assert.ok(Array.isArray(found) && found.length === expected.length, `${where}: expected ${expected.length} numbers`);
  for (const [index, entry] of expected.entries()) requireNear(found[index], entry, `${where}, ${index}`);
}
