import {
  called,
  dict,
  global,
  items,
  list,
  none,
  opcodes,
  type Pickled,
  persistent,
  pickle,
  text,
  tuple,
  whole,
} from "../samples/pickleBytes.ts";
import { joined } from "../samples/protobufBytes.ts";
import { floatStorage, legacyTorch, orderedDict, storageId, tensor, torchArchive } from "../samples/torchBytes.ts";
import { writeZip } from "../samples/writeZip.ts";
import { type BadFile, sparseSource } from "./badFile.ts";

const storage = floatStorage("0", [1, 2, 3, 4]);
const matrix = tensor(storage, [2, 2], [2, 1]);

/** Checkpoints, of both formats. */
export function badPytorch(): BadFile[] {
  const archive = torchArchive(orderedDict({ weight: matrix }), [storage]);
  const legacy = legacyTorch(orderedDict({ weight: matrix }), [storage]);
  return [
    bad("that is cut", archive.slice(0, -30), {
      refused: /^bad\.pt: expected a zip archive's end in its last \d+ bytes, found none: it is cut short\.$/,
    }),
    bad("of the old format that is cut", legacy.slice(0, -5), {
      refused: /^bad\.pt, storage \S+: expected 16 bytes from byte \d+ on, found 11\.$/,
    }),
    ...programs(),
    ...views(),
    ...shapesOfPickles(),
    bad("whose storage is not there", torchArchive(orderedDict({ weight: matrix }), []), {
      refused: /^bad\.pt.*: expected .*, found no such entry\.$/,
    }),
    bad(
      "whose storage is shorter than it says",
      torchArchive(orderedDict({ weight: matrix }), [{ ...storage, bytes: new Uint8Array(12) }]),
      { refused: /^bad\.pt.*: expected .*16.*, found .*12.*\.$/ },
    ),
    bad(
      "of the old format whose storage has exabytes",
      legacyTorch(orderedDict({ weight: matrix }), [{ ...storage, length: 2 ** 60 }]),
      { refused: /^bad\.pt.*: expected / },
    ),
    bad("with a name twice, in two dicts", torchArchive(dict({ "a.b": matrix, a: dict({ b: matrix }) }), [storage]), {
      refused: /^bad\.pt.*: expected every name once, found "a\.b" twice\.$/,
    }),
    bad(
      "whose numbers are all NaN",
      torchArchive(orderedDict({ weight: matrix }), [floatStorage("0", [NaN, NaN, NaN, NaN])]),
      { shown: /^$/ },
    ),
  ];
}

/** What would run something in Python. */
function programs(): BadFile[] {
  const command = text("touch executed");
  const refused = (name: string) => ({
    refused: new RegExp(
      `^bad\\.pt.*: expected tensors and plain values, found ${name}, which could run anything and was not run`,
    ),
  });
  const ofPickle = (title: string, value: Pickled, name: string) => bad(title, torchArchive(value, []), refused(name));
  return [
    ofPickle("that would run a command", called(global("os", "system"), command), "os\\.system"),
    ofPickle(
      "that would run a command, in Python 2's words",
      joined([opcodes("("), command, opcodes("iposix\nsystem\n")]),
      "posix\\.system",
    ),
    ofPickle(
      "that would run a command by a name on its stack",
      joined([text("subprocess"), text("Popen"), opcodes("\x93"), tuple(command), opcodes("R")]),
      "subprocess\\.Popen",
    ),
    ofPickle(
      "that would evaluate a text",
      dict({ a: called(global("builtins", "eval"), text("1 + 1")) }),
      "builtins\\.eval",
    ),
    ofPickle(
      "that would fetch an attribute",
      called(global("builtins", "getattr"), none, text("a")),
      "builtins\\.getattr",
    ),
    bad(
      "of the old format that would run a command",
      legacyTorch(called(global("os", "system"), command), []),
      refused("os\\.system"),
    ),
    bad("that holds a model's class", torchArchive(called(global("__main__", "Net")), []), {
      refused:
        /found a whole model of the class __main__\.Net, which only its own code can rebuild: save model\.state_dict\(\) instead\.$/,
    }),
  ];
}

/** Tensors that do not lie in their storage. */
function views(): BadFile[] {
  const refused = { refused: /^bad\.pt.*: expected .*\.$/ };
  const of = (title: string, value: Pickled) => bad(title, torchArchive(dict({ weight: value }), [storage]), refused);
  return [
    of("whose tensor begins after its storage", tensor(storage, [1], [1], { offset: 4 })),
    of("whose tensor begins before its storage", tensor(storage, [1], [1], { offset: -1 })),
    of("whose strides lead out of the storage", tensor(storage, [2, 2], [3, 1])),
    of("whose strides lead back", tensor(storage, [2, 2], [-2, 1])),
    of("whose tensor is larger than its storage", tensor(storage, [2 ** 40, 2 ** 40], [2 ** 40, 1])),
    of("whose tensor repeats one number without end", tensor(storage, [2 ** 40, 2 ** 40], [0, 0])),
    of("of a thousand dimensions", tensor(storage, new Array(1000).fill(1), new Array(1000).fill(1))),
    of("whose storage is something else", tensor(storage, [1], [1], { id: tuple(text("module"), none) })),
    of("whose storage says it has more", tensor(storage, [5], [1], { id: storageId({ ...storage, length: 5 }) })),
  ];
}

/** Pickles that go on, down, or back into themselves. */
function shapesOfPickles(): BadFile[] {
  const of = (title: string, value: Pickled, refused: RegExp) => bad(title, torchArchive(value, []), { refused });
  const twelveMillion = new Uint8Array(12_000_000);
  // Each list is twice the one before: forty of them have as many entries as there are atoms in a gram.
  const doubled = Array.from({ length: 40 }, (_, i) => opcodes(`](h${byte(i)}h${byte(i)}e\x94`));
  const deviceOfLists = joined([global("torch", "device"), opcodes("(](K\x01e\x94"), ...doubled, opcodes("tR")]);
  const texts = list(...Array.from({ length: 1000 }, (_, i) => text(`${i}`.padEnd(10_000))));
  const sharedTexts = joined([
    dict({ first: joined([texts, opcodes("\x94")]) }),
    items(Object.fromEntries(Array.from({ length: 100 }, (_, i) => [`again ${i}`, opcodes("h\x00")]))),
  ]);
  const sixtyFour = tuple(...new Array(64).fill(whole(1)));
  const endless = sparseSource(2 ** 40, [
    { start: 0, bytes: legacyTorch(none, []).slice(0, -30) },
    { start: 40, bytes: new Uint8Array(1_000_000).fill("N".charCodeAt(0)) },
  ]);
  return [
    of(
      "whose pickle never ends",
      twelveMillion.fill("N".charCodeAt(0)),
      /expected a pickle that holds at most \d+ values at once, found more\.$/,
    ),
    of(
      "whose pickle does nothing without end",
      fill(twelveMillion, "N0"),
      /expected a pickle of at most \d+ instructions, found no end of it\.$/,
    ),
    of(
      "whose pickle makes lists without end",
      fill(twelveMillion, "]0"),
      /expected a pickle of at most \d+ lists, tuples and dicts, found more\.$/,
    ),
    of(
      "whose pickle sets marks without end",
      fill(new Uint8Array(100_000), "("),
      /expected a pickle nested at most \d+ deep, found more\.$/,
    ),
    of(
      "whose dicts lie in one another",
      Array.from({ length: 200 }).reduce<Pickled>((inner) => dict({ a: inner }), none),
      /expected dicts at most \d+ deep, found deeper\.$/,
    ),
    of("whose list holds itself", opcodes("]\x94h\x00a"), /expected dicts at most \d+ deep, found deeper\.$/),
    of(
      "whose lists double forty times",
      joined([opcodes("](K\x01e\x94"), ...doubled]),
      /expected (at most \d+ values, found more|dicts at most \d+ deep, found deeper)\.$/,
    ),
    of(
      "whose text has four gigabytes",
      opcodes("X\xff\xff\xff\xff"),
      /expected a text of at most \d+ bytes, found the length 4294967295\.$/,
    ),
    of(
      "whose number has two gigabytes",
      opcodes("\x8b\xff\xff\xff\x7f"),
      /expected a whole number of at most \d+ bytes, found 2147483647\.$/,
    ),
    of(
      "whose texts come to more than any",
      list(...new Array(70).fill(text("long".repeat(250_000)))),
      /expected a pickle of at most \d+ bytes of texts and entries, found more\.$/,
    ),
    of(
      "whose tensors without end share a shape of 64 dimensions",
      joined([
        global("torch._utils", "_rebuild_tensor_v2"),
        opcodes("\x94"),
        tuple(persistent(storageId(storage)), whole(0), sixtyFour, sixtyFour),
        opcodes("\x94"),
        fill(new Uint8Array(2_500_000), "h\x00h\x01R"),
      ]),
      /expected a pickle of at most \d+ bytes of texts and entries, found more\.$/,
    ),
    of(
      "whose lines come to more than any",
      fill(new Uint8Array(80_000_000), `S${"long".repeat(1000)}\n`),
      /expected a pickle of at most \d+ bytes of texts and entries, found more\.$/,
    ),
    of(
      "whose numbers are written out for a hundred megabytes",
      fill(new Uint8Array(101_000_000), `F${"9".repeat(4000)}\n0`),
      /expected a pickle of at most 100000000 bytes, found no end of it\.$/,
    ),
    of(
      "whose dict has a key of two thousand characters",
      dict({ ["k".repeat(2000)]: whole(1) }),
      /expected keys of at most 1000 characters, found one of 2000\.$/,
    ),
    bad("whose device is lists that double forty times", torchArchive(deviceOfLists, []), { shown: /^$/ }),
    bad(
      "of the old format whose version is lists that double forty times",
      joined([legacyTorch(none, []).slice(0, 15), pickle(joined([opcodes("](K\x01e\x94"), ...doubled]))]),
      { refused: /^bad\.pt: expected the format's version 1001, found a list\.$/ },
    ),
    bad("which has one list of long texts in it a hundred times", torchArchive(sharedTexts, []), {
      shown: /^Of 101 texts of metadata 2 are not shown\.$/,
    }),
    bad(
      "whose storage has a name of a million letters",
      torchArchive(tensor(storage, [5], [1], { id: storageId({ ...storage, key: "long".repeat(250_000) }) }), []),
      { refused: /^bad\.pt, .{1,500}\.$/ },
    ),
    of("that recalls what it never kept", opcodes("h\x07"), /expected a value that was kept as 7, found none\.$/),
    of("that pops what is not there", opcodes("0"), /expected a value on the pickle's stack, found it empty\.$/),
    of("whose storage has no name", persistent(list(whole(1))), /^bad\.pt.*: expected .*\.$/),
    bad("of the old format that goes on for a terabyte", endless, { refused: /^bad\.pt.*: expected .*\.$/ }),
    bad(
      "whose byte order is a third one",
      torchArchive(none, [], [{ name: "archive/byteorder", bytes: new TextEncoder().encode("middle") }]),
      { refused: /^bad\.pt, archive\/byteorder: expected little or big, found "middle"\.$/ },
    ),
    bad("whose pickle is empty", writeZip([{ name: "archive/data.pkl", bytes: new Uint8Array(0) }]), {
      refused: /^bad\.pt.*: expected 1 bytes from byte 0 on, found 0\.$/,
    }),
  ];
}

function bad(title: string, content: BadFile["content"], comes: BadFile["comes"]): BadFile {
  return { title, name: "bad.pt", content, comes };
}

function fill(bytes: Uint8Array<ArrayBuffer>, instructions: string): Pickled {
  const codes = opcodes(instructions);
  return bytes.map((_, i) => codes[i % codes.length]);
}

function byte(value: number): string {
  return String.fromCharCode(value);
}
