import { parseArgs } from "node:util";
import { runFuzz } from "./runFuzz.ts";

const help = `Opens weights files that are changed at random: each must be shown or refused with one sentence.

  npm run fuzz -- --cases COUNT --seed SEED --first NUMBER

  --cases COUNT    how many, 100,000 if not given
  --seed SEED      of the changes, 1 if not given
  --first NUMBER   of the first case, 0 if not given: a case that failed is run again by its number
`;

const { values } = parseArgs({
  options: {
    cases: { type: "string", default: "100000" },
    seed: { type: "string", default: "1" },
    first: { type: "string", default: "0" },
    help: { type: "boolean", default: false },
  },
});
if (values.help) {
  console.log(help);
} else {
  const [cases, seed, first] = [values.cases, values.seed, values.first].map(Number);
  if (![cases, seed, first].every((number) => Number.isSafeInteger(number) && number >= 0)) {
    console.error(
      `Expected whole numbers, found --cases ${values.cases} --seed ${values.seed} --first ${values.first}.`,
    );
    process.exit(2);
  }
  const startMs = performance.now();
  const { outcomes, failures } = await runFuzz({ seed, first, cases }, (news) => console.error(news));
  const seconds = ((performance.now() - startMs) / 1000).toFixed(1);
  const failed = failures.length === 0 ? "none failed" : `${failures.length} failed`;
  console.log(`${cases} cases in ${seconds} s: ${outcomes.shown} shown, ${outcomes.refused} refused, ${failed}.`);
  process.exitCode = failures.length === 0 ? 0 : 1;
}
