import { Writer } from "protobufjs/minimal.js";
import type { Run } from "../protocol/curves.ts";
import { crc32c } from "./crc32c.ts";
import type { ExportedFile } from "./exportedFile.ts";

/**
 * The curves of all runs as TensorBoard reads them: an event file a run, each in a folder of its own, with the scalars
 * `cost/train`, `cost/held-out`, `accuracy` and `gradient/length`. Each export is a folder: of two event files in one,
 * TensorBoard would draw the points through each other.
 *
 * @param now when it is written, in seconds since 1970: the curves do not know when they were measured, so that
 *   TensorBoard's axis is to be "step"
 */
export function writeTensorBoard(runs: readonly Run[], now: number): ExportedFile[] {
  const folder = `downhill-${new Date(now * 1000).toISOString().slice(0, 19).replaceAll(":", "")}`;
  return runs.map((run) => ({
    path: `${folder}/run-${run.number}/events.out.tfevents.${Math.floor(now)}.downhill`,
    bytes: framed([versionEvent(now), ...scalarsOf(run).map((scalar) => scalarEvent(scalar, now))]),
  }));
}

interface Scalar {
  readonly step: number;
  readonly tag: string;
  readonly value: number;
}

function scalarsOf(run: Run): Scalar[] {
  const scalars = [
    ...run.training.map(({ step, trainingCost }) => ({ step, tag: "cost/train", value: trainingCost })),
    ...run.training.map(({ step, gradientLength }) => ({ step, tag: "gradient/length", value: gradientLength })),
    ...run.evaluations.map(({ step, cost }) => ({ step, tag: "cost/held-out", value: cost })),
    ...run.evaluations.map(({ step, accuracy }) => ({ step, tag: "accuracy", value: accuracy })),
  ];
  // What goes back in steps would be taken for a run begun anew.
  return scalars.sort((a, b) => a.step - b.step);
}

/** An Event that begins every file. @see https://github.com/tensorflow/tensorflow/blob/master/tensorflow/core/util/event.proto */
function versionEvent(now: number): Uint8Array {
  return Writer.create().uint32(tags.wallTime).double(now).uint32(tags.fileVersion).string("brain.Event:2").finish();
}

/** An Event with a Summary of one value. */
function scalarEvent({ step, tag, value }: Scalar, now: number): Uint8Array {
  const writer = Writer.create().uint32(tags.wallTime).double(now).uint32(tags.step).int64(step);
  writer.uint32(tags.summary).fork().uint32(tags.summaryValue).fork();
  writer.uint32(tags.tag).string(tag).uint32(tags.simpleValue).float(value);
  return writer.ldelim().ldelim().finish();
}

/** Field numbers times eight, and how each is written: 0 varint, 1 eight bytes, 2 a length and bytes, 5 four bytes. */
const tags = {
  wallTime: 1 * 8 + 1,
  step: 2 * 8,
  fileVersion: 3 * 8 + 2,
  summary: 5 * 8 + 2,
  summaryValue: 1 * 8 + 2,
  tag: 1 * 8 + 2,
  simpleValue: 2 * 8 + 5,
} as const;

/**
 * TFRecords: of each its length in eight bytes, the length's checksum, its bytes, and theirs.
 *
 * @see https://www.tensorflow.org/tutorials/load_data/tfrecord, "TFRecords format details"
 */
function framed(records: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(records.reduce((length, record) => length + record.length + frameBytes, 0));
  const view = new DataView(bytes.buffer);
  let start = 0;
  for (const record of records) {
    view.setBigUint64(start, BigInt(record.length), true);
    view.setUint32(start + 8, masked(crc32c(bytes.subarray(start, start + 8))), true);
    bytes.set(record, start + 12);
    view.setUint32(start + 12 + record.length, masked(crc32c(record)), true);
    start += record.length + frameBytes;
  }
  return bytes;
}

const frameBytes = 8 + 4 + 4;

/** So that a checksum of bytes which have checksums in them is none of the unlikely ones. */
function masked(checksum: number): number {
  return (((checksum >>> 15) | (checksum << 17)) + 0xa282ead8) >>> 0;
}
