import assert from "node:assert/strict";
import { test } from "node:test";
import { type PathSurroundings, possiblePlaces } from "../../../extension/vscode/namedFiles/possiblePlaces.ts";

const onDisk = (path: string) => ({ scheme: "file", authority: "", path });
const surroundings: PathSurroundings = {
  documentFolder: onDisk("/work/net/src"),
  workspaceFolders: [
    { name: "net", place: onDisk("/work/net") },
    { name: "my data", place: onDisk("/data") },
  ],
  home: onDisk("/home/ann"),
};

const cases: readonly (readonly [path: string, ...places: string[]])[] = [
  ["models/x.pt", "/work/net/src/models/x.pt", "/work/net/models/x.pt", "/data/models/x.pt"],
  ["../x.pt", "/work/net/x.pt", "/work/x.pt", "/x.pt"],
  ["models\\x.pt", "/work/net/src/models/x.pt", "/work/net/models/x.pt", "/data/models/x.pt"],
  ["/models/./x.pt", "/models/x.pt"],
  ["C:\\models\\x.pt", "/C:/models/x.pt"],
  ["~/x.pt", "/home/ann/x.pt"],
  ["$HOME/x.pt", "/home/ann/x.pt"],
  [`\${userHome}/x.pt`, "/home/ann/x.pt"],
  [`\${workspaceFolder}/x.pt`, "/work/net/x.pt", "/data/x.pt"],
  [`\${workspaceFolder:my data}/x.pt`, "/data/x.pt"],
  [`\${workspaceFolder:other}/x.pt`],
  [`\${fileDirname}/x.pt`, "/work/net/src/x.pt"],
  ["file:///data/x.pt", "/data/x.pt"],
  ["file://localhost/data/x.pt", "/data/x.pt"],
  ["file:////data//x.pt", "/data/x.pt"],
  ["file://stranger/share/x.pt"],
  ["file:///my%20data/x.pt", "/my%20data/x.pt", "/my data/x.pt"],
  [
    "my%20data/x.pt",
    ...["my%20data", "my data"].flatMap((name) => [
      `/work/net/src/${name}/x.pt`,
      `/work/net/${name}/x.pt`,
      `/data/${name}/x.pt`,
    ]),
  ],
  ["100%.pt", "/work/net/src/100%.pt", "/work/net/100%.pt", "/data/100%.pt"],
  ["https://example.org/x.pt"],
];
for (const [path, ...places] of cases) {
  test(`${path} may be at ${places.length === 0 ? "no place" : "the likeliest place first"}`, () => {
    const found = possiblePlaces({ start: 0, end: 0, path, base: "anywhere" }, surroundings);
    assert.deepEqual(found, places.map(onDisk));
  });
}

test("a path from the document's own folder is looked for there alone", () => {
  const named = { start: 0, end: 0, path: "../x.pt", base: "document" } as const;
  assert.deepEqual(possiblePlaces(named, surroundings), [onDisk("/work/net/x.pt")]);
  assert.deepEqual(possiblePlaces(named, { ...surroundings, documentFolder: null }), []);
});

test("in a virtual workspace paths stay on its file system", () => {
  const memory = { scheme: "memfs", authority: "host", path: "/a" };
  const named = { start: 0, end: 0, path: "/x.pt", base: "anywhere" } as const;
  const virtual = { documentFolder: memory, workspaceFolders: [], home: null };
  assert.deepEqual(possiblePlaces(named, virtual), [{ ...memory, path: "/x.pt" }]);
});

test("another machine is looked at only where the document or the workspace is on it", () => {
  const share = { scheme: "file", authority: "server", path: "/share/net" };
  const named = { start: 0, end: 0, path: "file://server/share/x.pt", base: "anywhere" } as const;
  const found = possiblePlaces(named, { documentFolder: share, workspaceFolders: [], home: null });
  assert.deepEqual(found, [{ scheme: "file", authority: "server", path: "/share/x.pt" }]);
});
