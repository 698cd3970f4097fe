import assert from "node:assert/strict";
import { test } from "node:test";
import { namedFiles } from "../../../extension/vscode/namedFiles/namedFiles.ts";

/** A text, and what it names: the stretch as written, `→` the path that is meant, with `@` what it is relative to. */
type Case = readonly [language: string, text: string, ...named: string[]];

const cases: readonly Case[] = [
  [
    "Python",
    `weights = load_file("models/digits.safetensors")`,
    `"models/digits.safetensors" → models/digits.safetensors`,
  ],
  ["Python", `torch.load('net.pt', weights_only=True)`, `'net.pt' → net.pt`],
  ["Python", String.raw`np.load(r"C:\models\net.npz")`, String.raw`r"C:\models\net.npz" → C:\models\net.npz`],
  ["Python", `path = os.path.join("models", "digits.pt")`, `os.path.join("models", "digits.pt") → models/digits.pt`],
  [
    "Python",
    `join(\n    "models",\n    "digits.pt",\n)`,
    `join(\n    "models",\n    "digits.pt",\n) → models/digits.pt`,
  ],
  [
    "Python",
    `p = Path("models") / "deep" / "digits.pt"`,
    `Path("models") / "deep" / "digits.pt" → models/deep/digits.pt`,
  ],
  ["Python", `Path("models", "digits.h5").exists()`, `Path("models", "digits.h5") → models/digits.h5`],
  ["Python", `Path(__file__).parent / "digits.npy"`, `Path(__file__).parent / "digits.npy" → digits.npy @document`],
  [
    "Python",
    `Path(__file__).resolve().parent.parent / "m" / "digits.npy"`,
    `Path(__file__).resolve().parent.parent / "m" / "digits.npy" → ../m/digits.npy @document`,
  ],
  ["Python", `Path(__file__).parents[1] / "x.npy"`, `Path(__file__).parents[1] / "x.npy" → ../x.npy @document`],
  [
    "Python",
    `os.path.join(os.path.dirname(os.path.abspath(__file__)), "digits.keras")`,
    `os.path.join(os.path.dirname(os.path.abspath(__file__)), "digits.keras") → digits.keras @document`,
  ],
  ["Python", `Path.home() / "m.onnx"`, `Path.home() / "m.onnx" → m.onnx @home`],
  ["Python", `Path("a").joinpath("b", "m.onnx")`, `Path("a").joinpath("b", "m.onnx") → a/b/m.onnx`],
  ["Python", `load(f"models/digits.pt")`, `f"models/digits.pt" → models/digits.pt`],
  ["Python", `load(f"models/{name}.pt")`],
  ["Python", `load(folder / "digits.pt")`],
  ["Python", `load(os.path.join(folder, "digits.pt"))`],
  ["Python", `load("models/" + "digits.pt")`, `"models/" + "digits.pt" → models/digits.pt`],
  ["Python", `load(folder + "/digits.pt")`],
  ["Python", `# don't load('digits.pt') twice`, `digits.pt → digits.pt`],
  [
    "TypeScript",
    "readFile(`./models/digits.safetensors`)",
    "`./models/digits.safetensors` → ./models/digits.safetensors",
  ],
  ["TypeScript", `readFile(\`\${folder}/digits.safetensors\`)`],
  [
    "TypeScript",
    `join(__dirname, "..", "models", "digits.onnx")`,
    `join(__dirname, "..", "models", "digits.onnx") → ../models/digits.onnx @document`,
  ],
  [
    "TypeScript",
    `new URL("./digits.onnx", import.meta.url)`,
    `new URL("./digits.onnx", import.meta.url) → ./digits.onnx @document`,
  ],
  ["TypeScript", `// "digits.onnx" is made by export.py`, `"digits.onnx" → digits.onnx`],
  ["JSON", String.raw`{ "weights": "models\\digits.pt" }`, String.raw`"models\\digits.pt" → models\digits.pt`],
  [
    "JSON",
    `{ "weights": "\${workspaceFolder}/m/digits.pt" }`,
    `"\${workspaceFolder}/m/digits.pt" → \${workspaceFolder}/m/digits.pt`,
  ],
  [
    "JSON",
    `{ "w": "\${workspaceFolder:my net}/x.pt" }`,
    `"\${workspaceFolder:my net}/x.pt" → \${workspaceFolder:my net}/x.pt`,
    `\${workspaceFolder:my net}/x.pt → \${workspaceFolder:my net}/x.pt`,
  ],
  [
    "JSON",
    `{ "command": "python train.py --weights models/digits.pt" }`,
    `"python train.py --weights models/digits.pt" → python train.py --weights models/digits.pt`,
    `models/digits.pt → models/digits.pt`,
  ],
  ["JSON", String.raw`"source": ["load_file(\"digits.safetensors\")\n"]`, "digits.safetensors → digits.safetensors"],
  ["YAML", "weights: models/digits.safetensors", "models/digits.safetensors → models/digits.safetensors"],
  [
    "YAML",
    "weights: my models/digits.pt",
    "my models/digits.pt → my models/digits.pt",
    "models/digits.pt → models/digits.pt",
  ],
  ["YAML", "- digits.pt", "digits.pt → digits.pt"],
  ["TOML", `weights = "models/digits.npz"`, `"models/digits.npz" → models/digits.npz`],
  [
    "Markdown",
    "The [digits](models/my%20digits.safetensors) read well.",
    "models/my%20digits.safetensors → models/my%20digits.safetensors",
  ],
  [
    "Markdown",
    "See **digits.npz**, or `models/digits.pt`.",
    "digits.npz → digits.npz",
    "`models/digits.pt` → models/digits.pt",
  ],
  [
    "Markdown",
    "It is in <file:///data/digits.pt>.",
    "file:///data/digits.pt → file:///data/digits.pt",
    "///data/digits.pt → ///data/digits.pt",
  ],
  [
    "shell",
    "python train.py --weights=models/digits.pt -v",
    "--weights=models/digits.pt → --weights=models/digits.pt",
    "models/digits.pt → models/digits.pt",
  ],
  ["shell", String.raw`cat my\ models/digits.pt | wc`, String.raw`my\ models/digits.pt → my models/digits.pt`],
  [
    "shell",
    "cp ~/models/digits.pth $HOME/x.h5",
    "~/models/digits.pth → ~/models/digits.pth",
    "$HOME/x.h5 → $HOME/x.h5",
  ],
  ["shell", "python read.py $MODELS/digits.pt"],
  ["shell", `scp "$MODELS/digits.pt" there:`],
  [
    "plain text",
    "The weights are in models/digits.safetensors.",
    "models/digits.safetensors → models/digits.safetensors",
  ],
  [
    "plain text",
    "epoch=3-step=10.ckpt.",
    "epoch=3-step=10.ckpt → epoch=3-step=10.ckpt",
    "3-step=10.ckpt → 3-step=10.ckpt",
    "10.ckpt → 10.ckpt",
  ],
  [
    "plain text",
    "An index: model.safetensors.index.json",
    "model.safetensors.index.json → model.safetensors.index.json",
  ],
  ["plain text", "archives such as digits.pt.zip or digits.pt-old are none, nor is .npz or a/.npz"],
  ["plain text", "There is no weights file here."],
];

for (const [language, text, ...expected] of cases) {
  test(`in ${language}, ${text} names ${expected.length === 0 ? "no weights file" : "what it does"}`, () => {
    assert.deepEqual(named(text), expected);
  });
}

function named(text: string, definitions: Readonly<Record<string, string>> = {}): string[] {
  return namedFiles(text, (name) => definitions[name]).map(({ start, end, path, base }) => {
    return `${text.slice(start, end)} → ${path}${base === "anywhere" ? "" : ` @${base}`}`;
  });
}

test("a path that begins with a name is read where the document defines the name", () => {
  const definitions = { models: `Path("models")`, best: "models / 'best'", here: "Path(__file__).parent  # here" };
  assert.deepEqual(named(`load(models / "x.pt")`, definitions), [`models / "x.pt" → models/x.pt`]);
  assert.deepEqual(named(`load(best / "x.pt")`, definitions), [`best / "x.pt" → models/best/x.pt`]);
  assert.deepEqual(named(`load(here.parent / "x.pt")`, definitions), [`here.parent / "x.pt" → ../x.pt @document`]);
  assert.deepEqual(named(`load(other / "x.pt")`, definitions), []);
});

test("a name that is defined by itself, or by a call, has no path", () => {
  const definitions = { models: `models / "a"`, args: "parser.parse_args()" };
  assert.deepEqual(named(`load(models / "x.pt")`, definitions), []);
  assert.deepEqual(named(`load(args / "x.pt")`, definitions), []);
});

test("a hundred kilobytes of what looks like paths are read in steps that grow with their length", () => {
  const text = `${"a=".repeat(20_000)}.pt ${"/".repeat(20_000)}x.pt ${"(".repeat(20_000)}"x.pt" ${"'".repeat(20_001)}`;
  assert.ok(Array.isArray(namedFiles(text)));
});
