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

const items = readdirSync(FOLDER)
  .filter((name) => name.endsWith('.json'))
  .flatMap((name) => JSON.parse(readFileSync(join(FOLDER, name), 'utf8')) as Item[]);

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

describe('errors over the corpus', () => {
  let verdicts: Verdict[];

  before(async () => {
    verdicts = await Promise.all(items.map(verdictOf));
  });

  it('are right in at least 98 of 100, and find at least 95 of 100', () => {
    const right = verdicts.flatMap((verdict) => verdict.right).length;
    const missed = verdicts.flatMap((verdict) => verdict.missed);
    const falseAlarms = verdicts.flatMap((verdict) => verdict.falseAlarms);
    const precision = right / (right + falseAlarms.length);
    const recall = right / (right + missed.length);
    console.log(
      `      ${items.length} configurations: precision ${precision.toFixed(3)}, recall ${recall.toFixed(3)}`,
    );
    for (const miss of missed) console.log(`      missed       ${miss}`);
    for (const alarm of falseAlarms) console.log(`      false alarm  ${alarm}`);
    assert.ok(precision >= 0.98, `precision ${precision}`);
    assert.ok(recall >= 0.95, `recall ${recall}`);
  });
});
