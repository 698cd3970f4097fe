import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { activationNames, costNames, hiddenActivationNames } from "../extension/network/networkShape.ts";
import { descentNames, initialisationNames, plainSettings, scheduleNames } from "../extension/protocol/settings.ts";
import { completeNewNetwork } from "../extension/vscode/questions/newNetworkSettings.ts";

interface DeclaredSetting {
  readonly default: unknown;
  readonly enum?: readonly unknown[];
  readonly enumDescriptions?: readonly string[];
}

const manifest: { contributes: { configuration: { properties: Record<string, DeclaredSetting> } } } = JSON.parse(
  readFileSync(new URL("../package.json", import.meta.url), "utf8"),
);
const declared = (name: string) => manifest.contributes.configuration.properties[`downhill.newNetwork.${name}`];

test("the editor's settings as they are installed make the lesson's network", () => {
  const { settings, dataset } = completeNewNetwork(
    {},
    (name) => declared(name)?.default,
    () => 1,
  );
  assert.deepEqual(settings, plainSettings([784, 16, 16, 10]));
  assert.equal(dataset, "built-in");
});

const names: Readonly<Record<string, readonly string[]>> = {
  activation: hiddenActivationNames,
  output: activationNames,
  cost: costNames,
  descent: descentNames,
  schedule: scheduleNames,
  initialisation: initialisationNames,
};
for (const [name, values] of Object.entries(names)) {
  test(`the setting ${name} offers every name there is, and describes each`, () => {
    assert.deepEqual([...(declared(name)?.enum ?? [])].sort(), [...values].sort());
    assert.equal(declared(name)?.enumDescriptions?.filter((words) => words !== "").length, values.length);
  });
}
