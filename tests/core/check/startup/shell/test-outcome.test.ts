// Tests in shell texts: which of the commands behind them are come to at the first start of a container.

import assert from 'node:assert/strict';
import { readPreRun, readStartup } from '../../../../../tasks/core/check/startup/read-startup.js';
import type { Reach } from '../../../../../tasks/core/check/startup/startup.js';
import type { Layout } from '../../../../../tasks/core/terms/layout.js';
import { tree } from '../startup-fixtures.js';

const APP = { 'requirements.txt': 'flask', 'src/app.py': '', 'empty.txt': '', 'run.sh': '' };

type Row = readonly [text: string, reach: Reach, layout?: Layout];

/** How far `INSTALL` is come to. The text is a script of the app. */
async function reachOf(text: string, layout?: Layout, complete = true, files = APP) {
  const app = tree({ ...files, 'start.sh': text }, complete);
  const { commands } = await readStartup('bash start.sh', app, layout);
  return commands.find(({ words }) => words.includes('INSTALL'))?.reach;
}

function rows(name: string, list: readonly Row[], complete = true): void {
  describe(name, () => {
    for (const [text, reach, layout] of list) {
      it(`${reach}: ${text}${layout === undefined ? '' : `, ${layout}`}`, async () => {
        assert.equal(await reachOf(text, layout, complete), reach);
      });
    }
  });
}

describe('a command behind a test', () => {
  rows('for a file of the app', [
    ['INSTALL', 'certain'],
    ['if [ -f requirements.txt ]; then INSTALL; fi', 'certain'],
    ['if test -e "requirements.txt"; then INSTALL; fi', 'certain'],
    ['if [[ -s requirements.txt ]]; then INSTALL; fi', 'certain'],
    ['if [ -f requirements.txt ]; then a; else INSTALL; fi', 'never'],
    ['if [ -f other.txt ]; then INSTALL; fi', 'never'],
    ['if [ -f other.txt ]; then a; else INSTALL; fi', 'certain'],
    ['if [ -f other.txt ]; then a; elif [ -f requirements.txt ]; then INSTALL; fi', 'certain'],
    ['if [ -f requirements.txt ]; then a; elif [ -f run.sh ]; then INSTALL; fi', 'never'],
    ['if [ $X ]; then a; elif [ -f requirements.txt ]; then INSTALL; fi', 'unknown'],
    ['[ -f requirements.txt ] && INSTALL', 'certain'],
    ['[ -f requirements.txt ] && a && INSTALL', 'certain'],
    ['[ -f requirements.txt ] || INSTALL', 'never'],
    ['[ ! -f requirements.txt ] || INSTALL', 'certain'],
    ['! test -f requirements.txt && INSTALL', 'never'],
    ['[ -f other.txt ] && a || INSTALL', 'unknown'],
    ['if [ -f requirements.txt ] && [ -f other.txt ]; then INSTALL; fi', 'never'],
    ['if [ -f requirements.txt ] || [ $X ]; then INSTALL; fi', 'certain'],
    ['if [[ -f requirements.txt && ! -f other.txt ]]; then INSTALL; fi', 'certain'],
    ['if [[ ( -f other.txt || $A == b ) ]]; then INSTALL; fi', 'unknown'],
    ['if [ -d src ]; then INSTALL; fi', 'certain'],
    ['if [ -d requirements.txt ]; then INSTALL; fi', 'never'],
    ['if [ -f src ]; then INSTALL; fi', 'never'],
    ['if [ -s empty.txt ]; then INSTALL; fi', 'never'],
    ['cd src; if [ -f app.py ]; then INSTALL; fi', 'certain'],
    ['cd src; if [ -f requirements.txt ]; then INSTALL; fi', 'never'],
    ['cd $X; if [ -f requirements.txt ]; then INSTALL; fi', 'unknown'],
    ['F=requirements.txt; if [ -f "$F" ]; then INSTALL; fi', 'certain'],
    ['if [ -f "$F" ]; then INSTALL; fi', 'unknown'],
    ['if [ -f "$APP_PATH/requirements.txt" ]; then INSTALL; fi', 'certain'],
    ['f() { INSTALL; }; if [ -f other.txt ]; then f; fi', 'never'],
    ['if [ -f requirements.txt ]; then if [ $X ]; then INSTALL; fi; fi', 'unknown'],
    ['if [ -f other.txt ]; then if [ -d src ]; then INSTALL; fi; fi', 'never'],
  ]);

  rows('for a file that may have changed before', [
    ['touch other.txt; if [ ! -f other.txt ]; then INSTALL; fi', 'unknown'],
    ['a > other.txt; if [ -f other.txt ]; then INSTALL; fi', 'unknown'],
    ['rm -f requirements.txt; if [ -f requirements.txt ]; then INSTALL; fi', 'unknown'],
    ['if [ -f x ]; then touch other; fi; if [ ! -f other ]; then INSTALL; fi', 'certain'],
  ]);

  rows(
    'for a file of an app that is not wholly known',
    [
      ['if [ -f requirements.txt ]; then INSTALL; fi', 'certain'],
      ['if [ -f requirements-prod.txt ]; then INSTALL; fi', 'likely'],
      ['if [ -f other.txt ]; then INSTALL; fi', 'unknown'],
      ['if [ -f requirements-prod.txt ]; then a; else INSTALL; fi', 'unknown'],
      ['if [ ! -f .done ]; then INSTALL; touch .done; fi', 'likely'],
      ['[ ! -f /home/.done ] && INSTALL && touch /home/.done', 'likely'],
      ['if [ ! -f .done ]; then INSTALL; fi', 'unknown'],
      ['if [ -f oryx-manifest.toml ]; then INSTALL; fi', 'unknown'],
    ],
    false,
  );

  rows('for the venv', [
    ['if [ ! -d antenv ]; then INSTALL; fi', 'never', 'venvTarball'],
    ['if [ ! -d /home/site/wwwroot/antenv ]; then INSTALL; fi', 'never', 'flat'],
    ['if [ ! -d /antenv ]; then INSTALL; fi', 'never', 'venvZip'],
    ['if [ ! -d /antenv ]; then INSTALL; fi', 'certain', 'flat'],
    ['if [ -f antenv/bin/activate ]; then a; else INSTALL; fi', 'never', 'appTarball'],
    ['if [ -d antenv ]; then INSTALL; fi', 'certain', 'venvTarball'],
    ['if [ -f antenv/bin/flask ]; then INSTALL; fi', 'unknown', 'venvTarball'],
    ['if [ ! -d antenv ]; then INSTALL; fi', 'unknown'],
    ['rm -rf antenv; if [ ! -d antenv ]; then INSTALL; fi', 'unknown', 'venvTarball'],
    ['if [ ! -d .venv ]; then python -m venv .venv; INSTALL; fi', 'certain', 'venvTarball'],
    ['if [ ! -d /tmp/venv ]; then INSTALL; fi', 'certain', 'venvTarball'],
    ['if [ ! -d /tmp/venv ]; then INSTALL; fi', 'unknown', 'appTarball'],
    ['if [ ! -d /tmp/venv ]; then python -m venv /tmp/venv; INSTALL; fi', 'likely', 'appTarball'],
  ]);

  rows('for a program', [
    ['command -v gunicorn || INSTALL', 'never'],
    ['if ! command -v poetry >/dev/null 2>&1; then INSTALL; fi', 'likely'],
    ['if which uv; then a; else INSTALL; fi', 'likely'],
    ['if command -v uv; then INSTALL; fi', 'unknown'],
    ['curl -O uv; command -v uv || INSTALL', 'unknown'],
    ['command -v ffmpeg || INSTALL', 'unknown'],
  ]);

  rows('that nobody can judge', [
    ['if [ "$A" = b ]; then INSTALL; fi', 'unknown'],
    ['if pip check; then INSTALL; fi', 'unknown'],
    ['pip check || INSTALL', 'unknown'],
    ['case $A in b) INSTALL;; esac', 'unknown'],
    ['while a; do INSTALL; done', 'unknown'],
    ['for i in 1 2; do INSTALL; done', 'certain'],
    ['if a; b; then INSTALL; fi', 'unknown'],
    ['if true; then INSTALL; fi', 'certain'],
  ]);

  it('runs before there is a venv in PRE_RUN_COMMAND', async () => {
    const value = '[ -d antenv ] || INSTALL; [ -f requirements.txt ] && INSTALL';
    const setting = { name: 'PRE_RUN_COMMAND', value, slotSetting: undefined };
    const commands = await readPreRun([setting], tree(APP), 'venvTarball');
    assert.deepEqual(
      commands.filter(({ words }) => words[0] === 'INSTALL').map(({ reach }) => reach),
      ['unknown', 'certain'],
    );
  });
});
