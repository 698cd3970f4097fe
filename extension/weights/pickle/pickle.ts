import type { ByteCursor } from "../byteCursor.ts";
import { PickleMachine } from "./pickleMachine.ts";
import { kindOf, PickleDict, PickleGlobal, type PickleReading, PickleTuple, type PickleValue } from "./pickleValues.ts";

/** What a pickle needs from around it. */
export interface PickleContext {
  /**
   * Finds what a pickle names.
   *
   * @throws {WeightsFileError} for every name that is not known to be harmless
   */
  findGlobal(module: string, name: string, reading: PickleReading): PickleGlobal;
  /** Gives what the pickle keeps outside itself, by its own mark for it. */
  findPersistent(id: PickleValue, reading: PickleReading): PickleValue;
}

/**
 * Reads one pickle of protocol 0 to 5 as plain values. A pickle is a program for a small stack machine, which in Python
 * may call whatever can be imported. Here it can only name what `context` knows, and nothing is executed. The machine
 * needs no recursion, and its steps and its values are counted, so that every pickle comes to an end.
 *
 * @param cursor stands at the pickle's first byte, and afterwards behind its last
 * @param where the file and the part of it, for error messages
 * @throws {WeightsFileError}
 * @see https://github.com/python/cpython/blob/3.13/Lib/pickletools.py, `opcodes`
 */
export function readPickle(cursor: ByteCursor, context: PickleContext, where: string): PickleValue {
  const machine = new PickleMachine(where);
  const start = cursor.position;
  for (let count = 0; count < mostInstructions; count++) {
    const opcode = cursor.byte();
    if (opcode === stop) return machine.pop();
    const instruction = instructions.get(opcode);
    if (instruction === undefined) {
      return machine.refuse(`expected an instruction of a pickle, found the byte ${opcode} at ${cursor.position - 1}.`);
    }
    instruction(machine, cursor, context);
    if (cursor.position - start > mostPickleBytes) {
      machine.refuseAsUnsupported(`expected a pickle of at most ${mostPickleBytes} bytes, found no end of it.`);
    }
  }
  return machine.refuseAsUnsupported(
    `expected a pickle of at most ${mostInstructions} instructions, found no end of it.`,
  );
}

/** Far more than the checkpoint of any network needs; in each, a tensor takes about forty. */
const mostInstructions = 4_000_000;
/** Numbers that are written out are read digit by digit, and not counted among the texts. */
const mostPickleBytes = 100_000_000;
const mostTextBytes = 16_777_216;
const mostIntegerBytes = 64;
const stop = ".".charCodeAt(0);

type Instruction = (machine: PickleMachine, cursor: ByteCursor, context: PickleContext) => void;

/** By opcode, in the order of pickletools.py. Whatever is not here needs buffers or registries outside the pickle. */
const instructions: ReadonlyMap<number, Instruction> = new Map(
  Object.entries({
    // whole numbers
    I: (machine, cursor) => machine.push(integerOfLine(machine, cursor.line())),
    J: (machine, cursor) => machine.push(cursor.view(4).getInt32(0, true)),
    K: (machine, cursor) => machine.push(cursor.byte()),
    M: (machine, cursor) => machine.push(cursor.view(2).getUint16(0, true)),
    L: (machine, cursor) => machine.push(integerOfLine(machine, cursor.line().replace(/L$/, ""))),
    "\x8a": (machine, cursor) => machine.push(littleEndianInteger(machine, cursor, cursor.byte())),
    "\x8b": (machine, cursor) => machine.push(littleEndianInteger(machine, cursor, cursor.view(4).getInt32(0, true))),
    // texts and bytes; Python 2's strings are either
    S: (machine, cursor) => machine.pushText(cursor.line().replace(/^(['"])(.*)\1$/s, "$2")),
    T: (machine, cursor) => machine.pushText(latinText(cursor.bytes(lengthOf(machine, cursor, 4)))),
    U: (machine, cursor) => machine.pushText(latinText(cursor.bytes(cursor.byte()))),
    B: (machine, cursor) => machine.pushText(cursor.bytes(lengthOf(machine, cursor, 4)).slice()),
    C: (machine, cursor) => machine.pushText(cursor.bytes(cursor.byte()).slice()),
    "\x8e": (machine, cursor) => machine.pushText(cursor.bytes(lengthOf(machine, cursor, 8)).slice()),
    "\x96": (machine, cursor) => machine.pushText(cursor.bytes(lengthOf(machine, cursor, 8)).slice()),
    V: (machine, cursor) => machine.pushText(unescapedText(cursor.line())),
    X: (machine, cursor) => machine.pushText(unicodeText(cursor.bytes(lengthOf(machine, cursor, 4)))),
    "\x8c": (machine, cursor) => machine.pushText(unicodeText(cursor.bytes(cursor.byte()))),
    "\x8d": (machine, cursor) => machine.pushText(unicodeText(cursor.bytes(lengthOf(machine, cursor, 8)))),
    // None, True, False, floating-point numbers
    N: (machine) => machine.push(null),
    "\x88": (machine) => machine.push(true),
    "\x89": (machine) => machine.push(false),
    F: (machine, cursor) => machine.push(Number(cursor.line())),
    G: (machine, cursor) => machine.push(cursor.view(8).getFloat64(0)),
    // lists, tuples, dicts, sets
    "]": (machine) => machine.pushContainer([]),
    l: (machine) => machine.pushContainer(machine.popToMark()),
    a: (machine) => machine.append([machine.pop()]),
    e: (machine) => machine.append(machine.popToMark()),
    ")": (machine) => machine.pushContainer(new PickleTuple([])),
    t: (machine) => machine.pushContainer(new PickleTuple(machine.popToMark())),
    "\x85": (machine) => machine.pushContainer(new PickleTuple([machine.pop()])),
    "\x86": (machine) => machine.pushContainer(new PickleTuple(popInOrder(machine, 2))),
    "\x87": (machine) => machine.pushContainer(new PickleTuple(popInOrder(machine, 3))),
    "}": (machine) => machine.pushContainer(new PickleDict()),
    d: (machine) => {
      const values = machine.popToMark();
      machine.pushContainer(new PickleDict());
      machine.setItems(values);
    },
    s: (machine) => machine.setItems(popInOrder(machine, 2)),
    u: (machine) => machine.setItems(machine.popToMark()),
    "\x8f": (machine) => machine.pushContainer([]),
    "\x90": (machine) => machine.append(machine.popToMark()),
    "\x91": (machine) => machine.pushContainer(machine.popToMark()),
    // the stack and the memo
    "0": (machine) => machine.pop(),
    "1": (machine) => machine.popToMark(),
    "2": (machine) => machine.push(machine.top()),
    "(": (machine) => machine.mark(),
    g: (machine, cursor) => machine.recall(Number(cursor.line())),
    h: (machine, cursor) => machine.recall(cursor.byte()),
    j: (machine, cursor) => machine.recall(cursor.view(4).getUint32(0, true)),
    p: (machine, cursor) => machine.remember(Number(cursor.line())),
    q: (machine, cursor) => machine.remember(cursor.byte()),
    r: (machine, cursor) => machine.remember(cursor.view(4).getUint32(0, true)),
    "\x94": (machine) => machine.remember(),
    // what would be imported and called
    c: (machine, cursor, context) => machine.pushContainer(context.findGlobal(cursor.line(), cursor.line(), machine)),
    "\x93": (machine, _cursor, context) => {
      const [module, name] = popInOrder(machine, 2);
      if (typeof module !== "string" || typeof name !== "string") {
        return machine.refuse(
          `expected a module's name and a name in it, found ${kindOf(module)} and ${kindOf(name)}.`,
        );
      }
      machine.pushContainer(context.findGlobal(module, name, machine));
    },
    R: (machine) => {
      const args = machine.popTuple();
      machine.pushContainer(popGlobal(machine).call(args, machine));
    },
    "\x81": (machine) => {
      const args = machine.popTuple();
      machine.pushContainer(popGlobal(machine).call(args, machine));
    },
    i: (machine, cursor, context) => {
      const made = context.findGlobal(cursor.line(), cursor.line(), machine);
      machine.pushContainer(made.call(machine.popToMark(), machine));
    },
    o: (machine) => {
      const [made, ...args] = machine.popToMark();
      machine.pushContainer(requireGlobal(machine, made).call(args, machine));
    },
    b: (machine) => machine.setState(),
    P: (machine, cursor, context) => machine.pushContainer(context.findPersistent(cursor.line(), machine)),
    Q: (machine, _cursor, context) => machine.pushContainer(context.findPersistent(machine.pop(), machine)),
    // what frames the rest
    "\x80": (machine, cursor) => {
      const protocol = cursor.byte();
      if (protocol > 5) machine.refuse(`expected a pickle of protocol 0 to 5, found ${protocol}.`);
    },
    "\x95": (_machine, cursor) => cursor.bytes(8),
  } satisfies Record<string, Instruction>).map(([character, instruction]) => [character.charCodeAt(0), instruction]),
);

function popInOrder(machine: PickleMachine, count: 2 | 3): PickleValue[] {
  return Array.from({ length: count }, () => machine.pop()).reverse();
}

function popGlobal(machine: PickleMachine): PickleGlobal {
  return requireGlobal(machine, machine.pop());
}

function requireGlobal(machine: PickleMachine, value: PickleValue | undefined): PickleGlobal {
  if (value instanceof PickleGlobal) return value;
  return machine.refuse(`expected a function that rebuilds a tensor, found ${kindOf(value)}.`);
}

/** Of a text or of bytes. */
function lengthOf(machine: PickleMachine, cursor: ByteCursor, bytes: 4 | 8): number {
  const view = cursor.view(bytes);
  const length = bytes === 4 ? view.getUint32(0, true) : view.getBigUint64(0, true);
  if (length > mostTextBytes)
    machine.refuse(`expected a text of at most ${mostTextBytes} bytes, found the length ${length}.`);
  return Number(length);
}

const utf8 = new TextDecoder();
const latin = new TextDecoder("latin1");

function unicodeText(bytes: Uint8Array): string {
  return utf8.decode(bytes);
}

function latinText(bytes: Uint8Array): string {
  return latin.decode(bytes);
}

/** Latin-1, and other characters by their numbers: Python's raw-unicode-escape. */
function unescapedText(line: string): string {
  return line.replace(/\\u([0-9a-f]{4})|\\U(000[0-9a-f]{5}|0010[0-9a-f]{4})/gi, (_, short, long) =>
    String.fromCodePoint(Number.parseInt(short ?? long, 16)),
  );
}

/** Protocol 0 writes True and False as 01 and 00. */
function integerOfLine(machine: PickleMachine, line: string): PickleValue {
  if (line === "00" || line === "01") return line === "01";
  if (/^-?\d{1,150}$/.test(line)) return narrowest(BigInt(line));
  return machine.refuse(`expected a whole number, found "${line.slice(0, 40)}".`);
}

function littleEndianInteger(machine: PickleMachine, cursor: ByteCursor, length: number): PickleValue {
  if (!(length >= 0 && length <= mostIntegerBytes)) {
    machine.refuse(`expected a whole number of at most ${mostIntegerBytes} bytes, found ${length}.`);
  }
  const unsigned = cursor.bytes(length).reduceRight((value, byte) => value * 256n + BigInt(byte), 0n);
  return narrowest(BigInt.asIntN(8 * length, unsigned));
}

function narrowest(value: bigint): number | bigint {
  const number = Number(value);
  return Number.isSafeInteger(number) ? number : value;
}
