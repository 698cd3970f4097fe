import assert from "node:assert/strict";
import { test } from "node:test";
import { panelPage } from "../../../extension/vscode/panel/panelPage.ts";

const page = panelPage({
  scriptAddress: "https://files.example/panel.js",
  styleAddress: "https://files.example/panel.css",
  ownSource: "https://files.example",
  nonce: "bm9uY2U=",
});
const policy = /Content-Security-Policy" content="([^"]*)"/.exec(page)?.[1] ?? "";

test("the panel's policy forbids all that it does not name", () => {
  assert.match(policy, /^default-src 'none'; /);
  assert.doesNotMatch(policy, /unsafe|https:(?!\/\/files\.example)|\*/);
});

test("the panel's scripts are those that bear the nonce", () => {
  assert.match(policy, /script-src 'nonce-bm9uY2U='$/);
  assert.deepEqual(page.match(/<script[^>]*>/g), ['<script nonce="bm9uY2U=" src="https://files.example/panel.js">']);
  assert.doesNotMatch(page, /\son\w+=|javascript:/);
});
