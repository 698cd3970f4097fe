import type * as H5wasm from "h5wasm";
import { hdf5Bytes, kerasConfig } from "../samples/hdf5Samples.ts";
import { writeZip } from "../samples/writeZip.ts";
import { type BadFile, sparseSource, utf8 } from "./badFile.ts";

/** HDF5, and Keras's archives of it. */
export function badHdf5(): BadFile[] {
  const numbers = Float32Array.from({ length: 1000 }, (_, i) => i);
  const whole = hdf5Bytes((file) => void file.create_dataset({ name: "a", data: numbers, shape: [10, 100] }));
  const chunked = hdf5Bytes((file) => {
    file.create_dataset({ name: "a", data: numbers, shape: [10, 100], chunks: [5, 50], compression: 6 });
  });
  const looped = hdf5Bytes((file) => {
    file.create_group("a");
    file.create_hard_link("a", "a/again");
    file.create_dataset({ name: "b", data: numbers });
  });
  const withVariables = (name: string) =>
    hdf5Bytes((file) => {
      for (const group of ["layers", "layers/dense", "layers/dense/vars"]) file.create_group(group);
      file.create_dataset({ name: `layers/dense/vars/${name}`, data: numbers, shape: [10, 100] });
    });
  const layered = withVariables("0");
  const numbered = withVariables("4294967294");
  const linked = hdf5Bytes((file) => void file.create_external_link("/etc/passwd", "/", "secret"));
  const nan = hdf5Bytes((file) => void file.create_dataset({ name: "a", data: new Float32Array(4).fill(NaN) }));
  const flat = hdf5Bytes((file) => {
    for (let i = 0; i <= 10_000; i++) file.create_soft_link("/nowhere", `${i}`);
  });
  const deep = hdf5Bytes((file) => {
    const path = (depth: number) => new Array(depth).fill("a").join("/");
    for (let depth = 1; depth <= 40; depth++) file.create_group(path(depth));
  });
  const farAway = hdf5Bytes((file) => {
    const path = new Array(20).fill("a").join("/");
    for (let depth = 1; depth <= 20; depth++) file.create_group(path.slice(0, 2 * depth - 1));
    const last = file.get(path) as H5wasm.Group;
    for (let i = 0; i < 1000; i++) last.create_soft_link("/nowhere", `${i}`);
  });
  const described = hdf5Bytes((file) => {
    const names = Array.from({ length: 600 }, (_, i) => `layer${i}`);
    file.create_attribute("layer_names", names);
    for (const name of names) file.create_group(name).create_attribute("notes", "n".repeat(60_000));
  });
  const repeated = hdf5Bytes((file) => {
    file.create_attribute("layer_names", new Array(900).fill("a"));
    const layer = file.create_group("a") as H5wasm.Group;
    layer.create_attribute("weight_names", ["w"]);
    layer.create_attribute("notes", "n".repeat(60_000));
    layer.create_dataset({ name: "w", data: numbers, shape: [10, 100] });
  });
  const refused = { refused: /^bad\.(h5|keras).*: expected .*\.$/ };
  return [
    bad("that is cut within its header", whole.slice(0, 20), refused),
    bad("that is cut within its numbers", whole.slice(0, -100), refused),
    bad("of nothing but its signature", sparseSource(2 ** 40, [{ start: 0, bytes: whole.subarray(0, 8) }]), refused),
    bad(
      "whose addresses lie outside it",
      whole.map((byte, i) => (i >= 24 && i < 96 && byte !== 0 ? 0xfe : byte)),
      refused,
    ),
    bad(
      "whose deflated chunks are damaged",
      chunked.map((byte, i) => (i > chunked.length - 300 ? byte ^ 0x55 : byte)),
      {
        refusedWhenRead:
          /^bad\.h5, a: expected a file that HDF5 can read, found one of which it says: .*\.$|^It was read\.$/,
      },
    ),
    bad("of more links than any", flat, {
      refused: /^bad\.h5: expected at most 10000 groups, datasets and links, found more\.$/,
    }),
    bad("whose groups lie in each other forty deep", deep, {
      refused: /^bad\.h5: expected groups at most 32 deep in each other, found deeper\.$/,
    }),
    bad("to whose groups it is a long way", farAway, {
      refused: /^bad\.h5: expected at most 20000 steps from group to group, found more\.$/,
    }),
    // Read anew each time, its attributes come to 54 MB, and are refused.
    bad("whose list of layers names one of them nine hundred times", repeated, { shown: /^$/ }),
    bad("whose layers' attributes come to forty megabytes", described, {
      refused: /^bad\.h5, layer\d+: expected .* its attributes come to more than 33554432 bytes\.$/,
    }),
    bad("whose group holds itself", looped, { shown: /^/ }),
    bad("that links to another file", linked, { shown: /^/ }),
    bad("whose numbers are all NaN", nan, { shown: /^/ }),
    archive("without weights that can be read", [{ name: "model.weights.h5", bytes: utf8("nothing") }], refused),
    archive("whose weights are cut", [{ name: "model.weights.h5", bytes: whole.slice(0, 500) }], refused),
    archive(
      "whose description is none",
      [
        { name: "config.json", bytes: utf8("[".repeat(100_000)) },
        { name: "model.weights.h5", bytes: whole },
      ],
      { shown: /^/ },
    ),
    archive(
      "whose description has layers without end",
      [
        {
          name: "config.json",
          bytes: utf8(JSON.stringify({ ...kerasConfig, config: { layers: new Array(100_000).fill({}) } })),
        },
        { name: "model.weights.h5", bytes: whole },
      ],
      { shown: /^/ },
    ),
    bad("whose layer has four billion weights by their numbers", numbered, { shown: /^/ }),
    ...Object.entries({ "an object": '{"toString": 1}', lists: `${"[".repeat(100_000)}${"]".repeat(100_000)}` }).map(
      ([kind, scale]) =>
        archive(
          `whose description multiplies by ${kind}`,
          [
            { name: "config.json", bytes: utf8(scaledBy(scale)) },
            { name: "model.weights.h5", bytes: layered },
          ],
          { shown: new RegExp(`takes its inputs times ${kind} plus 0`) },
        ),
    ),
    archive(
      "whose description comes to a hundred times its length",
      [
        { name: "config.json", bytes: utf8(`[${"{},".repeat(5_000_000)}0]`), isDeflated: true },
        { name: "model.weights.h5", bytes: layered },
      ],
      { shown: /^Its model's description cannot be read: expected it to take at most 64 MB in memory/ },
    ),
    archive(
      "whose description is a bomb",
      [
        { name: "config.json", bytes: new Uint8Array(200_000_000).fill(0x5b), isDeflated: true },
        { name: "model.weights.h5", bytes: whole },
      ],
      refused,
    ),
    archive(
      "whose weights are a bomb",
      [{ name: "model.weights.h5", bytes: new Uint8Array(100_000_000), isDeflated: true }],
      refused,
    ),
  ];
}

function bad(title: string, content: BadFile["content"], comes: BadFile["comes"]): BadFile {
  return { title, name: "bad.h5", content, comes };
}

/** A Keras model's description whose first layer multiplies its inputs. @param scale in JSON */
function scaledBy(scale: string): string {
  const layers = `[{"class_name": "Rescaling", "config": {"scale": ${scale}}}, {"class_name": "Dense", "config": {}}]`;
  return `{"class_name": "Sequential", "config": {"layers": ${layers}}}`;
}

function archive(title: string, contents: Parameters<typeof writeZip>[0], comes: BadFile["comes"]): BadFile {
  return { title, name: "bad.keras", content: writeZip(contents), comes };
}
