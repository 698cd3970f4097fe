import { writeNpy } from "../samples/writeNpy.ts";
import { writeZip, type ZipContent } from "../samples/writeZip.ts";
import { type BadFile, floats, sparseSource } from "./badFile.ts";

const whole = writeNpy({ shape: [2, 2], bytes: floats(1, 2, 3, 4) });
const header = (words: string) =>
  npy(`whose header says ${words.slice(0, 60)}`, writeNpy({ header: words, bytes: new Uint8Array(64) }));

/** Of `.npy` and `.npz`. */
export function badNumpy(): BadFile[] {
  return [...badArrays(), ...badArchives()];
}

function badArrays(): BadFile[] {
  return [
    npy("cut within its version", whole.slice(0, 7))(/^bad\.npy, bad: expected 8 bytes from byte 0 on, found 7\.$/),
    npy("cut within its header", whole.slice(0, 40))(/^bad\.npy, bad: expected 118 bytes from byte 10 on, found 30\.$/),
    npy(
      "cut within its numbers",
      whole.slice(0, -1),
    )(/^bad\.npy, bad: expected 16 bytes for F32 of shape \[2,2\], found 15 after the header\.$/),
    npy(
      "of version 9",
      whole.with(6, 9) as Uint8Array<ArrayBuffer>,
    )(/expected version 1\.0, 2\.0 or 3\.0 of NumPy's format, found 9\.0\.$/),
    npy(
      "whose header is longer than it",
      writeNpy({ headerLength: 60_000 }),
    )(/expected 60000 bytes from byte 10 on, found \d+\.$/),
    npy(
      "whose header has 4 GB",
      sparseSource(2 ** 33, [{ start: 0, bytes: writeNpy({ version: 2, headerLength: 2 ** 32 - 1 }) }]),
    )(/expected a header of at most 1048576 bytes, found 4294967295 declared\.$/),
    header("{'descr': '<f4', 'fortran_order': False, 'shape': (1099511627776, 1099511627776), }")(
      /expected 4\.83\S+e\+24 bytes for F32 of shape \[1099511627776,1099511627776\], found 64 after the header\.$/,
    ),
    header("{'descr': '<f4', 'fortran_order': False, 'shape': (-1,), }")(
      /expected a shape such as \(16, 784\), found \[-1\]\.$/,
    ),
    header("{'descr': '<f4', 'fortran_order': False, 'shape': (99999999999999999999, 0), }")(
      /expected a shape such as \(16, 784\), found \[100000000000000000000,0\]\.$/,
    ),
    header(`{'descr': '<f4', 'fortran_order': False, 'shape': (${"1,".repeat(1000)}), }`)(
      /expected a shape such as \(16, 784\), found \[1,1,.*…\.$/,
    ),
    header("{'descr': '<f4', 'fortran_order': False, 'shape': (1,), 'shape': (2,), }")(
      /another name than "shape" again at character 63/,
    ),
    header("{'descr': '<f4', 'fortran_order': False, }")(
      /expected a header of descr, fortran_order and shape, found \["descr","fortran_order"\]\.$/,
    ),
    header("{'descr': '<f4', 'fortran_order': 1, 'shape': (1,), }")(
      /expected fortran_order to be True or False, found 1\.$/,
    ),
    header("{'descr': __import__('os').system('true'), 'fortran_order': False, 'shape': (1,), }")(
      /expected a header in Python's words, a value at character 10, found/,
    ),
    header("{'descr': 'nonsense', 'fortran_order': False, 'shape': (1,), }")(
      /expected a descr such as '<f4', found "nonsense"\.$/,
    ),
    header("{'descr': [('a', '<f4', (-1,))], 'fortran_order': False, 'shape': (1,), }")(
      /expected a descr such as '<f4', found lists\.$/,
    ),
    header("[1, 2]")(/expected a header between \{ and \}, found \[1,2\]\.$/),
    npy(
      "whose header has brackets without end",
      writeNpy({ header: `{'descr': ${"[".repeat(500_000)}`, version: 2 }),
    )(/expected a header in Python's words, at most 32 brackets in each other, found/),
    npy("whose numbers are all NaN", writeNpy({ shape: [2, 2], bytes: floats(NaN, NaN, NaN, NaN) }), "shown")(/^$/),
    npy(
      "that holds a pickle",
      writeNpy({ descr: "|O", shape: [2 ** 40], bytes: new TextEncoder().encode("cos\nsystem\n(S'true'\ntR.") }),
      "shown",
    )(/Python's own objects as a pickle, which is not read: it may run code\./),
  ];
}

function badArchives(): BadFile[] {
  const array: ZipContent = { name: "a.npy", bytes: whole };
  const zeros = new Uint8Array(10_000_000);
  const bomb: ZipContent = {
    name: "bomb.npy",
    isDeflated: true,
    bytes: joined(writeNpy({ shape: [2_000_000], bytes: zeros })),
  };
  return [
    npz(
      "cut at its end",
      writeZip([array]).slice(0, -20),
    )(/^bad\.npz: expected a zip archive's end in its last \d+ bytes, found none: it is cut short\.$/),
    npz(
      "cut at its beginning",
      joined(new TextEncoder().encode("PK\u0003\u0004"), writeZip([array]).subarray(60)),
    )(/^bad\.npz: expected the table of contents to end at byte \d+, where the archive's end begins; it declares/),
    npz("with a name twice", writeZip([array, array]))(/^bad\.npz: expected every name once, found "a\.npy" twice\.$/),
    npz(
      "whose entries are one and the same",
      writeZip([array, { ...array, name: "b.npy", declared: { start: 0 } }]),
    )(/^bad\.npz, a\.npy: expected its 144 bytes to end before "b\.npy" at byte 0, found/),
    npz(
      "whose entries lie in one another",
      writeZip([
        { ...array, declared: { storedLength: 200, length: 200 } },
        { ...array, name: "b.npy" },
      ]),
    )(
      /^bad\.npz, a\.npy: expected its 200 bytes to end before "b\.npy" at byte 179, found them ending at 235 or after it\.$/,
    ),
    npz(
      "whose entry declares ten gigabytes",
      writeZip([{ ...bomb, isWide: true, declared: { length: 10e9 } }]),
    )(
      /^bad\.npz, bomb\.npy: expected at most \d+ bytes of content, all that \d+ deflated bytes can hold, the table of contents declares 10000000000\.$/,
    ),
    npz(
      "whose entry inflates to more than it declares",
      writeZip([{ ...bomb, declared: { length: 200_000 } }]),
    )(
      /^bad\.npz, bomb\.npy: expected 200000 bytes of content, its deflated bytes hold more\.$|^bad\.npz, bomb: expected 8000000 bytes for F32/,
    ),
    npz(
      "whose array is longer than its entry",
      writeZip([bomb]),
      "shown",
    )(/2000000 bytes follow the numbers of "bomb"/),
    npz(
      "whose entry ends before its array",
      writeZip([{ name: "a.npy", bytes: whole.slice(0, -4) }]),
    )(/^bad\.npz, a: expected 16 bytes for F32 of shape \[2,2\], found 12 after the header\.$/),
    npz(
      "whose deflated entry is cut",
      writeZip([{ ...array, isDeflated: true, declared: { storedLength: 40, length: 144 } }]),
    )(
      /^bad\.npz, a\.npy: expected deflated bytes, found damage|^bad\.npz, a\.npy: expected 144 bytes of content, its deflated bytes hold \d+\.$/,
    ),
    npz(
      "with an encrypted entry",
      writeZip([{ ...array, declared: { flags: 1 } }]),
    )(/^bad\.npz, a\.npy: expected a readable entry, found an encrypted one\.$/),
    npz(
      "compressed by a method from elsewhere",
      writeZip([{ ...array, declared: { method: 93 } }]),
    )(/^bad\.npz, a\.npy: expected a stored or deflated entry \(method 0 or 8\), found method 93\.$/),
    npz(
      "whose array is none",
      writeZip([{ name: "a.npy", bytes: new Uint8Array(200) }]),
    )(/^bad\.npz, a: expected a NumPy array, which begins with \\x93NUMPY, found other bytes\.$/),
    npz(
      "of something else",
      writeZip([{ name: "notes.txt", bytes: whole }]),
    )(
      /^bad\.npz: expected NumPy arrays, a PyTorch checkpoint or a Keras model in this zip archive, found "notes\.txt"\.$/,
    ),
    npz(
      "of five hundred bombs",
      writeZip(Array.from({ length: 500 }, (_, i) => ({ ...smallBomb, name: `${i}.npy` }))),
      "shown",
    )(/^$/),
    npz(
      "of more entries than any",
      writeZip(Array.from({ length: 50_001 }, (_, i) => ({ name: `${i}.txt`, bytes: new Uint8Array(0) }))),
    )(/^bad\.npz: expected at most 50000 entries, found 50001\.$/),
    npz(
      "of more arrays than any",
      writeZip(Array.from({ length: 10_001 }, (_, i) => ({ ...array, name: `${i}.npy` }))),
    )(/^bad\.npz: expected at most 10000 arrays, found 10001\.$/),
    npz(
      "of more compressed arrays than are quickly begun",
      writeZip(Array.from({ length: 2001 }, (_, i) => ({ ...array, name: `${i}.npy`, isDeflated: true }))),
    )(/^bad\.npz: expected at most 2000 compressed arrays, found 2001\.$/),
    npz(
      "whose headers come to five megabytes",
      writeZip(Array.from({ length: 5 }, (_, i) => ({ name: `${i}.npy`, bytes: longHeader, isDeflated: true }))),
    )(/^bad\.npz: expected headers of at most 4194304 bytes together, found more\.$/),
    npz(
      "whose table of contents is a terabyte's",
      manyNames(),
    )(/^bad\.npz: expected at most 16777216 bytes of names, found \d+\.$/),
  ];
}

const smallBomb: ZipContent = {
  name: "",
  isDeflated: true,
  bytes: writeNpy({ shape: [25_000], bytes: new Uint8Array(100_000) }),
};

const longHeader = writeNpy({
  header: `{'descr': '<f4', 'fortran_order': False, 'shape': (1,), }${" ".repeat(1_000_000)}`,
  version: 2,
  bytes: floats(1),
});

/** A table of contents that goes on for 20 MB: one entry with a long comment would be as good. */
function manyNames(): BadFile["content"] {
  const end = writeZip([{ name: "a.npy", bytes: whole }]).slice(-22);
  const view = new DataView(end.buffer);
  const length = 20_000_000;
  view.setUint32(12, length, true);
  view.setUint32(16, 200, true);
  const start = writeZip([{ name: "a.npy", bytes: whole }]).slice(0, 200);
  return sparseSource(200 + length + 22, [
    { start: 0, bytes: start },
    { start: 200 + length, bytes: end },
  ]);
}

function npy(title: string, content: BadFile["content"], comes: keyof BadFile["comes"] = "refused") {
  return (sentence: RegExp): BadFile => ({ title, name: "bad.npy", content, comes: { [comes]: sentence } });
}

function npz(title: string, content: BadFile["content"], comes: keyof BadFile["comes"] = "refused") {
  return (sentence: RegExp): BadFile => ({ title, name: "bad.npz", content, comes: { [comes]: sentence } });
}

function joined(...parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  return new Uint8Array(Buffer.concat(parts));
}
