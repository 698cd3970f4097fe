import { numberCount } from "../../protocol/numberCount.ts";
import type { TensorForm } from "../../protocol/weightsSummary.ts";
import { type ByteSource, sourceWithin } from "../byteSource.ts";
import { contiguousTensor } from "../tensors/contiguousTensor.ts";
import { mostDimensions } from "../tensors/mostDimensions.ts";
import type { StoredTensor, Surroundings } from "../weightsFile.ts";
import { inWords, WeightsFileError } from "../weightsFileError.ts";
import { joinedSource } from "./joinedSource.ts";
import { type OnnxDataType, onnxDataType, typedFields } from "./onnxDataTypes.ts";
import { readOnnxEntry } from "./onnxEntry.ts";
import type { ProtobufReader, Stretch } from "./protobufReader.ts";
import { varintTensor } from "./varintTensor.ts";

/** A tensor of a model, and where its numbers are. */
export interface OnnxTensor extends TensorForm {
  /** in bytes of its file */
  readonly start: number;
  /** null for a kind that ONNX does not have by now */
  readonly dataType: OnnxDataType | null;
  /** its numbers side by side; null when they are elsewhere */
  readonly raw: Stretch | null;
  /** its numbers in the field for their kind, packed or each in a field of its own */
  readonly typed: readonly Stretch[];
  /** of numbers in another file: `location`, `offset`, `length`; null when they are in this one */
  readonly external: ReadonlyMap<string, string> | null;
}

/**
 * Reads what a TensorProto says of itself, and none of its numbers.
 *
 * @param name for a tensor that has none of its own
 * @throws {WeightsFileError} when its shape, its kind and the bytes it has do not agree
 */
export function readOnnxTensor(reader: ProtobufReader, message: Stretch, file: string, name = ""): OnnxTensor {
  const what = "a tensor";
  const shape: number[] = [];
  /** by field */
  const typed = new Map<number, Stretch[]>();
  const external = new Map<string, string>();
  const own = { name, code: 0, isExternal: false, raw: null as Stretch | null };
  for (const field of reader.fields(message, what)) {
    switch (field.number) {
      case 1:
        for (const size of reader.wholeNumbers(field, "a tensor's shape")) takeSize(shape, size, file, own.name);
        break;
      case 2:
        own.code = field.value;
        break;
      case 8:
        own.name = reader.text(field, "a tensor's name");
        break;
      case 9:
        own.raw = field;
        break;
      case 13: {
        const [key, text] = readOnnxEntry(reader, field);
        external.set(key, text);
        break;
      }
      case 14:
        own.isExternal = field.value === 1;
        break;
      default:
        if (!typedFieldNumbers.has(field.number)) break;
        if (!typed.has(field.number)) typed.set(field.number, []);
        typed.get(field.number)?.push(field);
    }
  }
  const dataType = onnxDataType(own.code) ?? null;
  const tensor: OnnxTensor = {
    name: own.name,
    dtype: dataType?.dtype ?? `kind ${own.code}`,
    shape,
    start: message.start,
    dataType,
    raw: own.raw,
    typed: dataType === null ? [] : (typed.get(typedFields[dataType.field]) ?? []),
    external: own.isExternal ? external : null,
  };
  requireItsBytes(tensor, file);
  return tensor;
}

const typedFieldNumbers: ReadonlySet<number> = new Set(Object.values(typedFields));

function takeSize(shape: number[], size: number, file: string, name: string): void {
  if (Number.isSafeInteger(size) && size >= 0 && shape.length < mostDimensions) {
    shape.push(size);
    return;
  }
  const expected = `expected a shape of at most ${mostDimensions} whole numbers`;
  throw new WeightsFileError(`${file}, ${name || "a tensor"}`, `${expected}, found ${inWords([...shape, size])}.`);
}

/** Bytes that a tensor takes where its numbers stand side by side. A shape of absurd size gives more than any file has. */
function byteLengthOf({ shape, dataType }: OnnxTensor): number {
  return Math.ceil((numberCount(shape) * (dataType?.bits ?? 0)) / 8);
}

function requireItsBytes(tensor: OnnxTensor, file: string): void {
  const { name, dtype, shape, dataType, raw, typed, external } = tensor;
  if (dataType === null || external !== null) return;
  const count = numberCount(shape);
  const typedBytes = typed.reduce((sum, { length }) => sum + length, 0);
  const refuse = (expected: string, found: number): never => {
    const form = `for ${dtype} of shape ${inWords(shape)}`;
    throw new WeightsFileError(`${file}, ${name}`, `expected ${expected} ${form}, found ${found}.`);
  };
  if (dataType.field === "texts") return;
  if (raw !== null) {
    const length = byteLengthOf(tensor);
    if (raw.length !== length) refuse(`${length} bytes`, raw.length);
  } else if (dataType.field === "floats" || dataType.field === "doubles") {
    const length = byteLengthOf(tensor);
    if (typedBytes !== length) refuse(`${length} bytes`, typedBytes);
  } else if (dataType.bits >= 8 && (typedBytes < count || typedBytes > count * mostVarintBytes)) {
    refuse(`${count} to ${count * mostVarintBytes} bytes`, typedBytes);
  }
}

const mostVarintBytes = 10;

/**
 * A tensor whose numbers are read when they are asked for.
 *
 * @param source of the file that the tensor is in
 * @param remarks is told of a file that is not there, once
 * @throws {WeightsFileError} when another file is to have its numbers, and is too short or not beside this one
 */
export function storedOnnxTensor(
  tensor: OnnxTensor,
  source: ByteSource,
  file: string,
  surroundings: Surroundings,
  remarks: Set<string>,
): StoredTensor {
  const { name, dtype, shape, dataType, raw, typed, external } = tensor;
  const form = { name, dtype, shape };
  const cannotBeRead = (because: string): StoredTensor => ({
    ...form,
    isReadable: false,
    read: () => {
      throw new WeightsFileError(`${file}, ${name}`, because);
    },
  });
  if (dataType === null) return cannotBeRead(`expected a dtype such as F32, found ${dtype}.`);
  if (external !== null) {
    const found = externalBytes(tensor, external, file, surroundings);
    if (typeof found !== "string") return contiguousTensor(form, found, 0, file);
    remarks.add(`${file}: ${found}`);
    return cannotBeRead(found);
  }
  if (raw !== null) return contiguousTensor(form, source, raw.start, file);
  const pieces = joinedSource(source, typed);
  const isFixedWidth = dataType.field === "floats" || dataType.field === "doubles";
  return isFixedWidth ? contiguousTensor(form, pieces, 0, file) : varintTensor(form, pieces, file);
}

/** @returns why there are none when the file they are in is not there */
function externalBytes(
  tensor: OnnxTensor,
  external: ReadonlyMap<string, string>,
  file: string,
  surroundings: Surroundings,
): ByteSource | string {
  const where = `${file}, ${tensor.name}`;
  const location = external.get("location") ?? "";
  if (/^\.{0,2}$|[/\\]/.test(location)) {
    const found = `found ${inWords(location)}`;
    throw new WeightsFileError(where, `expected its numbers in a file of the same folder, ${found}.`);
  }
  const wanted = byteLengthOf(tensor);
  const offset = wholeNumberOf(external, "offset", 0, where);
  const length = wholeNumberOf(external, "length", wanted, where);
  if (length !== wanted) {
    throw new WeightsFileError(where, `expected ${wanted} bytes in ${inWords(location)}, its length says ${length}.`);
  }
  const other = surroundings.sibling(location);
  if (other === undefined) return `expected numbers in ${inWords(location)} beside it, found no such file.`;
  if (offset + length <= other.length) return sourceWithin(other, offset, length);
  const expected = `expected ${length} bytes from byte ${offset} on in ${inWords(location)}`;
  throw new WeightsFileError(where, `${expected}, found ${Math.max(0, other.length - offset)}.`);
}

function wholeNumberOf(entries: ReadonlyMap<string, string>, key: string, otherwise: number, where: string): number {
  const text = entries.get(key);
  if (text === undefined) return otherwise;
  const value = /^\d{1,16}$/.test(text) ? Number(text) : Number.NaN;
  if (Number.isSafeInteger(value)) return value;
  throw new WeightsFileError(where, `expected a whole number as the ${key} of its bytes, found ${inWords(text)}.`);
}
