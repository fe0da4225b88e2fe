import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join, relative } from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";

const require = createRequire(import.meta.url);
const { loadWASM, OnigScanner, OnigString } = require("vscode-oniguruma");
const { INITIAL, Registry, parseRawGrammar } = require("vscode-textmate");

const here = dirname(fileURLToPath(import.meta.url));
const root = join(here, "../../..");
const grammarFile = join(here, "../cnn.tmLanguage.json");

await loadWASM(readFileSync(require.resolve("vscode-oniguruma/release/onig.wasm")).buffer);
const registry = new Registry({
  onigLib: Promise.resolve({
    createOnigScanner: (patterns) => new OnigScanner(patterns),
    createOnigString: (text) => new OnigString(text),
  }),
  loadGrammar: async () => parseRawGrammar(readFileSync(grammarFile, "utf8"), grammarFile),
});
const grammar = await registry.loadGrammar("source.cnn");

/** Every token of a text with its innermost scopes, and how deep the rules are nested at its end. */
function tokenize(text) {
  let state = INITIAL;
  const tokens = [];
  text.split(/\r?\n/).forEach((line, number) => {
    const result = grammar.tokenizeLine(line, state);
    for (const { startIndex, endIndex, scopes } of result.tokens) {
      tokens.push({ text: line.slice(startIndex, endIndex), scopes, line: number + 1 });
    }
    state = result.ruleStack;
  });
  return { tokens, depth: state.depth };
}

function scopesOf(text, wanted) {
  const found = tokenize(text).tokens.find((token) => token.text.trim() === wanted);
  assert.ok(found, `no token ${wanted} in ${text}`);
  return found.scopes.slice(1).join(" ");
}

function sources(folder) {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) {
      return entry.name.startsWith(".") || ["target", "node_modules"].includes(entry.name)
        ? []
        : sources(path);
    }
    return /\.(cnn|pipeline)$/.test(entry.name) ? [path] : [];
  });
}

const cases = [
  ["network Small {", "network", "storage.type.network.cnn"],
  ["network Small {", "Small", "entity.name.type.network.cnn"],
  ["block fire(x, squeeze: int) {", "fire", "entity.name.function.block.cnn"],
  ["block fire(x, squeeze: int) {", "int", "support.type.kind.cnn"],
  ["block fire(x, squeeze: int) {", "squeeze", "variable.parameter.cnn"],
  ["  input image: f32[N, 3, 8, 8]", "f32", "support.type.element.cnn"],
  ["  input image: f32[N, 3, 8, 8]", "image", "variable.other.port.cnn"],
  ["  x = y |> conv(8, kernel: 1) |> relu", "relu", "entity.name.function.call.cnn"],
  ["  x = y |> conv(8, kernel: 1) |> relu", "kernel", "variable.parameter.cnn"],
  ["  x = y |> conv(8, kernel: 1) |> relu", "=", "keyword.operator.assignment.cnn"],
  ["  for unit in 1..s[2] {", "1", "constant.numeric.integer.cnn"],
  ["  for unit in 1..s[2] {", "..", "keyword.operator.range.cnn"],
  ["  for unit in 1..s[2] {", "in", "keyword.control.cnn"],
  ["  a = 2e-5", "2e-5", "constant.numeric.float.cnn"],
  ["  a = b /* c", "/*", "comment.block.cnn"],
  ["  /// Squeezes.", "/// Squeezes.", "comment.line.documentation.cnn"],
  ['  @picture(mean: [104, 117], channels: "BGR")', "picture", "storage.modifier.annotation.cnn"],
  ['  w = "stage{i + 1}"', "i", "string.quoted.double.cnn meta.interpolation.cnn variable.other.cnn"],
  ['  w = "a\\"b"', '\\"', "string.quoted.double.cnn constant.character.escape.cnn"],
  ["  `conv1.weight` = x", "`conv1.weight`", "variable.other.quoted.cnn"],
  ['import slope, swish from "blocks.cnn"', "from", "keyword.control.import.cnn"],
  ["pipeline Small { include exact", "exact", "meta.pipeline.cnn entity.name.type.pipeline.cnn"],
  [
    'pipeline Small { fold-batch-norm(layers: "conv*")',
    "fold-batch-norm",
    "meta.pipeline.cnn entity.name.function.pass.cnn",
  ],
  [
    'pipeline Small { fold-batch-norm(layers: "conv*")',
    "layers",
    "meta.pipeline.cnn variable.parameter.cnn",
  ],
  ["pipeline Small { target 512, 256 {", "target", "meta.pipeline.cnn keyword.control.target.cnn"],
  ["pipeline Small { target 512, 256 {", "256", "meta.pipeline.cnn constant.numeric.integer.cnn"],
  ["pipeline Small { target scalar {", "scalar", "meta.pipeline.cnn constant.other.target.cnn"],
  ["pipeline Small { guard(top1: 0.5)", "guard", "meta.pipeline.cnn keyword.control.guard.cnn"],
];

for (const [text, token, scope] of cases) {
  test(`${token} in ${text.trim()}`, () => assert.equal(scopesOf(text, token), scope));
}

test("a string ends with its line", () => {
  assert.equal(tokenize('x = "open\ny = 1').depth, tokenize("").depth);
  assert.equal(tokenize('x = "open {i\ny = 1').depth, tokenize("").depth);
});

test("a pipeline ends with its brace", () => {
  assert.equal(tokenize("pipeline P {\n target 512 {\n a\n }\n b(x: 1)\n}").depth, tokenize("").depth);
});

const files = sources(root).filter((file) => !file.includes(join("resources", "errors")));
assert.ok(files.length > 50, "the sources of the repository");
for (const file of files) {
  test(`every token of ${relative(root, file)} has a scope`, () => {
    const { tokens, depth } = tokenize(readFileSync(file, "utf8"));
    for (const token of tokens) {
      const isPlain = token.scopes.filter((scope) => !scope.startsWith("meta.")).length === 1;
      assert.ok(!isPlain || token.text.trim() === "", `line ${token.line}: ${token.text}`);
    }
    assert.equal(depth, tokenize("").depth, "something stays open");
  });
}
