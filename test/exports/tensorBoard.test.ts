import assert from "node:assert/strict";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { test } from "node:test";
import { crc32c } from "../../extension/exports/crc32c.ts";
import { writeTensorBoard } from "../../extension/exports/tensorBoard.ts";
import { findPython, runPython } from "../weights/writers/python.ts";
import { someRuns } from "./someRuns.ts";

/** Of values in Protocol Buffers, by how they are written. */
const lengthsOfKinds: ReadonlyMap<number, number> = new Map([
  [0, 1],
  [1, 8],
  [5, 4],
]);

test("CRC-32C is that of RFC 3720's examples", () => {
  assert.equal(crc32c(new Uint8Array(32)), 0x8a9136aa);
  assert.equal(crc32c(new Uint8Array(32).fill(0xff)), 0x62a8ab43);
  assert.equal(crc32c(Uint8Array.from({ length: 32 }, (_, i) => i)), 0x46dd794e);
  assert.equal(crc32c(new TextEncoder().encode("123456789")), 0xe3069283);
});

test("an event file begins as TensorFlow's own do: a record of 24 bytes, and the masked checksum of that length", () => {
  const [{ bytes }] = writeTensorBoard(someRuns, 1234.5);
  assert.deepEqual([...bytes.subarray(0, 13)], [0x18, 0, 0, 0, 0, 0, 0, 0, 0xa3, 0x7f, 0x4b, 0x22, 0x09]);
});

test("each run is a folder with an event file that reads back as its curves", () => {
  const files = writeTensorBoard(someRuns, 1234.5);
  assert.deepEqual(
    files.map(({ path }) => path),
    [1, 3].map((run) => `downhill-1970-01-01T002034/run-${run}/events.out.tfevents.1234.downhill`),
  );
  const [first, third] = files.map(({ bytes }) => recordsOf(new Uint8Array(bytes)).map(fieldsOf));
  assert.deepEqual(first[0], [
    [1, 1234.5],
    [3, "brain.Event:2"],
  ]);
  assert.deepEqual(first.slice(1).map(scalarOf), [
    [0, "cost/held-out", 2.5],
    [0, "accuracy", Math.fround(0.1)],
    [2, "cost/train", Math.fround(0.9)],
    [2, "gradient/length", 0.25],
    [4, "cost/train", Math.fround(0.3)],
    [4, "gradient/length", 0.125],
    [4, "cost/held-out", 0.75],
    [4, "accuracy", 0.625],
  ]);
  assert.deepEqual(third.slice(1).map(scalarOf), [
    [0, "cost/held-out", 2],
    [0, "accuracy", 0.125],
    [1, "cost/train", Number.POSITIVE_INFINITY],
    [1, "gradient/length", 3],
  ]);
});

const python = await findPython(["tensorboard"]);
const skip = python === undefined && "no Python that can import tensorboard was found";
test("TensorBoard reads the curves", { skip }, async (t) => {
  assert.ok(python);
  const folder = await mkdtemp(join(tmpdir(), "downhill-tensorboard-"));
  t.after(() => rm(folder, { recursive: true }));
  for (const { path, bytes } of writeTensorBoard(someRuns, 1234.5)) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), bytes);
  }
  const script = `
import json
from tensorboard.backend.event_processing.event_accumulator import EventAccumulator
events = EventAccumulator("downhill-1970-01-01T002034/run-1").Reload()
print(json.dumps([[event.step, event.value] for event in events.Scalars("cost/held-out")]))
`;
  assert.deepEqual(JSON.parse(await runPython(python, script, folder)), [
    [0, 2.5],
    [4, 0.75],
  ]);
});

/** TFRecords, each checked against its checksums. */
function recordsOf(bytes: Uint8Array<ArrayBuffer>): Uint8Array<ArrayBuffer>[] {
  const view = new DataView(bytes.buffer);
  const records: Uint8Array<ArrayBuffer>[] = [];
  for (let start = 0; start < bytes.length; ) {
    const length = Number(view.getBigUint64(start, true));
    const record = bytes.subarray(start + 12, start + 12 + length);
    assert.equal(unmasked(view.getUint32(start + 8, true)), crc32c(bytes.subarray(start, start + 8)));
    assert.equal(unmasked(view.getUint32(start + 12 + length, true)), crc32c(record));
    records.push(record);
    start += length + 16;
  }
  return records;
}

function unmasked(masked: number): number {
  const turned = (masked - 0xa282ead8) >>> 0;
  return ((turned >>> 17) | (turned << 15)) >>> 0;
}

type Value = number | string | Uint8Array<ArrayBuffer>;

/** A message's fields with their numbers, byte by byte. All varints here are of one byte, and so are all lengths. */
function fieldsOf(message: Uint8Array<ArrayBuffer>): [number, Value][] {
  const fields: [number, Value][] = [];
  for (let at = 0; at < message.length; ) {
    const [number, kind] = [message[at] >> 3, message[at] & 7];
    const start = kind === 2 ? at + 2 : at + 1;
    const length = kind === 2 ? message[at + 1] : (lengthsOfKinds.get(kind) ?? 0);
    fields.push([number, readValue(kind, message.subarray(start, start + length))]);
    at = start + length;
  }
  return fields;
}

function readValue(kind: number, bytes: Uint8Array<ArrayBuffer>): Value {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  if (kind === 0) return bytes[0];
  if (kind === 1) return view.getFloat64(0, true);
  if (kind === 5) return view.getFloat32(0, true);
  const isText = bytes.every((byte) => byte >= 0x20 && byte < 0x7f);
  return isText ? new TextDecoder().decode(bytes) : bytes;
}

/** @param event its time, its step, and a summary of one value */
function scalarOf(event: [number, Value][]): Value[] {
  const [[, time], [, step], [, summary]] = event;
  assert.equal(time, 1234.5);
  assert.deepEqual(
    event.map(([number]) => number),
    [1, 2, 5],
  );
  assert.ok(summary instanceof Uint8Array);
  const [[, value]] = fieldsOf(summary);
  assert.ok(value instanceof Uint8Array);
  return [step, ...fieldsOf(value).map(([, content]) => content)];
}
