// antenv validate, as a user calls it: what was not said is not known, and a wrong call is told as one.

import assert from 'node:assert/strict';
import { readFile, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import type { ValidateReport } from '../../tasks/core/report/report.js';
import { runCli, type CliRun } from '../helpers/cli-run.js';
import { output } from '../helpers/programs.js';
import { folderPerTest, writeFiles } from '../helpers/temp-folder.js';

const STACKS =
  "Choose one of 'PYTHON|3.9', 'PYTHON|3.10', 'PYTHON|3.11', 'PYTHON|3.12', 'PYTHON|3.13', 'PYTHON|3.14'. In YAML quote a bare version: 3.10 without quotes is 3.1.";

describe('antenv validate', () => {
  const folder = folderPerTest();
  const validate = (...args: readonly string[]): Promise<CliRun> =>
    runCli(['validate', ...args], { folder: folder.path });

  async function detected(...args: readonly string[]): Promise<unknown> {
    await writeFiles(join(folder.path, 'app'), {
      'main.py': 'from fastapi import FastAPI\napp = FastAPI()\n',
      'requirements.txt': 'fastapi\n',
    });
    const run = await validate('app', '--runtime-stack=PYTHON|3.12', ...args, '--json');
    const { findings } = JSON.parse(run.stdout) as ValidateReport;
    const told = findings.filter(({ code }) => code === 'app/nothing-detected');
    return { code: run.code, severities: told.map(({ severity }) => severity) };
  }

  it('takes no startup command for one that is not known', async () => {
    assert.deepEqual(await detected(), { code: 0, severities: ['note'] });
  });

  it('takes an empty startup command for none that is set', async () => {
    assert.deepEqual(await detected('--startup-command='), { code: 1, severities: ['error'] });
  });

  it('rehearses nothing that the platform builds itself', async () => {
    await writeFiles(folder.path, {
      'app.py': 'import flask\napp = flask.Flask(__name__)\n',
      'requirements.txt': 'flask\n',
    });
    const files = ['app.py', 'requirements.txt'].map((name) => join(folder.path, name));
    output('zip', ['-jq', join(folder.path, 'web.zip'), ...files]);
    const settings = '--settings={"SCM_DO_BUILD_DURING_DEPLOYMENT": "True"}';
    const start = '--startup-command=gunicorn --bind=0.0.0.0 --timeout 600 app:app';
    const run = await validate('web.zip', '--runtime-stack=PYTHON|3.12', start, settings, '--json');
    const { rehearsal } = JSON.parse(run.stdout) as ValidateReport;
    assert.deepEqual(rehearsal, {
      notRun: "The platform builds a site of its own (SCM_DO_BUILD_DURING_DEPLOYMENT is 'True').",
    });
    assert.equal(run.code, 0, run.stderr);
  });

  for (const { name, args, titles } of [
    { name: 'a rehearsal that is off', args: ['web.zip', '--rehearse=off'], titles: 2 },
    { name: 'no package', args: ['--startup-command=gunicorn app:app'], titles: 2 },
    { name: 'the folder of an app', args: ['app'], titles: 2 },
    { name: 'a package that is judged bad', args: ['web.zip', '--startup-command=('], titles: 2 },
    { name: 'one that cannot be rehearsed', args: ['web.zip'], titles: 3 },
  ]) {
    it(`shows ${titles} stages with ${name}`, async () => {
      await writeFiles(join(folder.path, 'app'), { 'app.py': '' });
      output('zip', ['-jq', join(folder.path, 'web.zip'), join(folder.path, 'app', 'app.py')]);
      const { stdout } = await validate(...args);
      assert.deepEqual(
        stdout.split('\n').filter((line) => /^(?:Gather|Check|Rehearse): /.test(line)),
        [
          'Gather: what there is to be judged',
          'Check: would it start?',
          'Rehearse: does it start?',
        ].slice(0, titles),
      );
    });
  }

  it('refuses the folder that holds the package, as the deploying tasks take it', async () => {
    await writeFiles(join(folder.path, 'drop'), { 'antenv-report.json': '{}', 'web.zip': '' });
    const { code, stderr } = await validate('drop/');
    assert.equal(code, 1);
    assert.equal(
      stderr,
      `\nThis folder is no app, but holds a package.\n  PACKAGE: '${folder.path}/drop/'\n  found 'web.zip'\nGive the path of the zip: ${folder.path}/drop/web.zip\n`,
    );
  });

  for (const beside of ['app.py', 'src/app.py', 'startup.sh']) {
    it(`takes a folder with a zip and ${beside} for an app`, async () => {
      await writeFiles(join(folder.path, 'app'), { 'data.zip': '', [beside]: '' });
      const { code, stdout, stderr } = await validate('app');
      assert.deepEqual({ code, stderr }, { code: 0, stderr: '' });
      // The log alone: the report is asked for.
      assert.doesNotMatch(stdout, /^\{/m);
    });
  }

  it('is a wrong call with nothing to judge', async () => {
    const { code, stderr } = await validate();
    assert.equal(code, 2);
    assert.equal(
      stderr,
      '\nThere is nothing to judge.\n  None of PACKAGE, --startup-command, --settings, --runtime-stack and --app is given.\nGive at least one of them.\n',
    );
  });

  it('says so when the SARIF file cannot be written', async () => {
    const sarif = join(folder.path, 'gone', 'x.sarif');
    const { code, stderr } = await validate('--runtime-stack=PYTHON|3.12', '--sarif', sarif);
    assert.equal(code, 1);
    assert.equal(
      stderr,
      `\nThe file cannot be written.\n  --sarif='${sarif}'\n  ENOENT: no such file or directory, open '${sarif}'\nGive the agent the right to write there, or choose another --sarif.\n`,
    );
  });

  it('writes SARIF in place: a link, such as /dev/stdout, stays one', async () => {
    await writeFiles(folder.path, { 'real.sarif': '' });
    await symlink('real.sarif', join(folder.path, 'link.sarif'));
    const { code } = await validate('--runtime-stack=NODE|20', '--sarif=link.sarif');
    assert.equal(code, 1);
    const text = await readFile(join(folder.path, 'real.sarif'), 'utf8');
    assert.match(text, /"ruleId": "runtime\/not-python"/);
  });

  for (const stack of ['python3.11', 'PYTHON|3.99', 'PYTHON', '3.1']) {
    it(`refuses the runtime stack ${stack} as package does`, async () => {
      const { code, stderr } = await validate('--runtime-stack', stack);
      assert.equal(code, 1);
      assert.equal(
        stderr,
        `\nThis runtime stack is not known.\n  --runtime-stack='${stack}'\n${STACKS}\n`,
      );
    });
  }

  it('prints ten of 10,000 findings of one code, and reports all', async () => {
    const names = Array.from({ length: 10_000 }, (_, index) => [`bad name ${index}`, 'x']);
    await writeFiles(folder.path, { 'bad.json': JSON.stringify(Object.fromEntries(names)) });
    const run = await validate('--settings', 'bad.json', '--json');
    const { findings } = JSON.parse(run.stdout) as ValidateReport;
    const told = findings.filter(({ code }) => code === 'setting/name-invalid');
    const lines = run.stderr.split('\n').filter((line) => line.includes('[setting/name-invalid]'));
    assert.deepEqual([told.length, lines.length], [10_000, 10]);
    assert.match(run.stderr, /^ +and 9990 more of setting\/name-invalid$/m);
  });
});
