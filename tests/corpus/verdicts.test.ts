// The rules over the corpus: how often an error is right, and how often a labelled one is found.

import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { CATALOGUE } from '../../tasks/core/check/catalogue.js';
import type { Evidence, Tree, TreeFile } from '../../tasks/core/check/evidence.js';
import { judge } from '../../tasks/core/check/judge.js';
import { readPreRun, readStartup } from '../../tasks/core/check/startup/read-startup.js';
import { findImage, readRuntimeStack } from '../../tasks/core/runtime/images.js';

interface Item {
  readonly id: string;
  readonly startupCommand?: string;
  readonly scripts?: Readonly<Record<string, string>>;
  readonly settings?: readonly { readonly name: string; readonly value: string }[];
  readonly runtimeStack?: string;
  readonly errors: readonly string[];
}

const FOLDER = 'tests/corpus';

function itemsOf(choose: (file: string) => boolean): Item[] {
  return readdirSync(FOLDER)
    .filter((name) => name.endsWith('.json') && choose(name))
    .flatMap((name) => JSON.parse(readFileSync(join(FOLDER, name), 'utf8')) as Item[]);
}

/** The second part was gathered and labelled after the rules had been corrected by the first. */
const PARTS = [
  {
    name: 'the part that was gathered first',
    items: itemsOf((file) => file !== 'holdout.json'),
  },
  { name: 'the part that was held out', items: itemsOf((file) => file === 'holdout.json') },
].filter(({ items }) => items.length > 0);

/** The context of every item, as the corpus's README has it: our package with its venv, app files unknown. */
async function evidenceOf(item: Item): Promise<Evidence> {
  const layout = 'venvTarball';
  const app = treeOf(item.scripts ?? {});
  const settings = item.settings?.map((setting) => ({ ...setting, slotSetting: undefined }));
  const runtimeStack = item.runtimeStack ?? 'PYTHON|3.11';
  return {
    layout,
    app,
    settings,
    settingProblems: settings && [],
    runtimeStack,
    image: findImage(readRuntimeStack(runtimeStack) ?? ''),
    startup:
      item.startupCommand === undefined
        ? undefined
        : await readStartup(item.startupCommand, app, layout, settings),
    preRun: settings && (await readPreRun(settings, app, layout)),
  };
}

function treeOf(scripts: Readonly<Record<string, string>>): Tree {
  const files = Object.entries(scripts).map(([path, text]): [string, TreeFile] => [
    path,
    { path, size: Buffer.byteLength(text), executable: true, text },
  ]);
  return { files: new Map(files), complete: false };
}

interface Verdict {
  readonly right: readonly string[];
  readonly missed: readonly string[];
  readonly falseAlarms: readonly string[];
}

async function verdictOf(item: Item): Promise<Verdict> {
  const { judgement } = judge(await evidenceOf(item), CATALOGUE, { failOn: 'error', suppress: [] });
  const errors = judgement.findings.filter(({ severity }) => severity === 'error');
  const found = [...new Set(errors.map(({ code }) => code))];
  return {
    right: found.filter((code) => item.errors.includes(code)),
    missed: item.errors
      .filter((code) => !found.includes(code))
      .map((code) => `${item.id}: ${code}`),
    falseAlarms: found
      .filter((code) => !item.errors.includes(code))
      .map((code) => `${item.id}: ${code}: ${errors.find((one) => one.code === code)?.message}`),
  };
}

/** Prints, for each code, what docs/corpus.md says of it: labelled, found, missed and false alarms. */
function printTable(verdicts: readonly Verdict[], items: readonly Item[]): void {
  const labelled = items.flatMap(({ errors }) => errors);
  const missed = verdicts.flatMap((verdict) => verdict.missed);
  const falseAlarms = verdicts.flatMap((verdict) => verdict.falseAlarms);
  const told = falseAlarms.map((alarm) => alarm.split(': ')[1] ?? '');
  for (const code of [...new Set([...labelled, ...told])].toSorted()) {
    const all = labelled.filter((one) => one === code).length;
    const lost = missed.filter((miss) => miss.endsWith(`: ${code}`)).length;
    const wrong = told.filter((one) => one === code).length;
    console.log(`      | \`${code}\` | ${all} | ${all - lost} | ${lost} | ${wrong} |`);
  }
  for (const miss of missed) console.log(`      missed       ${miss}`);
  for (const alarm of falseAlarms) console.log(`      false alarm  ${alarm}`);
}

interface Figures {
  readonly precision: number;
  readonly recall: number;
}

function figuresOf(verdicts: readonly Verdict[]): Figures {
  const right = verdicts.flatMap((verdict) => verdict.right).length;
  const missed = verdicts.flatMap((verdict) => verdict.missed).length;
  const falseAlarms = verdicts.flatMap((verdict) => verdict.falseAlarms).length;
  return { precision: right / (right + falseAlarms), recall: right / (right + missed) };
}

describe('errors over the corpus', () => {
  for (const { name, items } of PARTS) {
    it(`are right in at least 98 of 100, and 95 of 100 are found: ${name}`, async () => {
      const verdicts = await Promise.all(items.map(verdictOf));
      const { precision, recall } = figuresOf(verdicts);
      console.log(`      precision ${precision.toFixed(3)}, recall ${recall.toFixed(3)}`);
      printTable(verdicts, items);
      assert.equal(verdicts.length, items.length);
      assert.ok(precision >= 0.98, `precision ${precision}`);
      assert.ok(recall >= 0.95, `recall ${recall}`);
    });
  }
});
