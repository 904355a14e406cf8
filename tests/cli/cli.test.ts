// The command line: help, usage errors, what goes to which stream, and the whole way to a package and back.

import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import Ajv from 'ajv';
import { sha256 } from '../../tasks/core/archives/digest.js';
import type { Inspection } from '../../tasks/core/inspect/inspect.js';
import type {
  PackageReport,
  RefusedReport,
  ValidateReport,
} from '../../tasks/core/report/report.js';
import { runCli, type CliRun } from '../helpers/cli-run.js';
import { quickPython } from '../helpers/fake-python.js';
import { tempApp } from '../helpers/temp-app.js';
import { folderPerTest, writeFiles } from '../helpers/temp-folder.js';
import { output, pythonProgram } from '../helpers/programs.js';
import { writeWheel } from '../helpers/wheels.js';

const { version } = JSON.parse(readFileSync('package.json', 'utf8')) as { version: string };

/** What a pretended pip installs cannot be started. */
const OFF = ['--rehearse', 'off'] as const;

describe('antenv', () => {
  const folder = folderPerTest();
  const at = (...names: readonly string[]): string => join(folder.path, ...names);
  const run = (...args: readonly string[]): Promise<CliRun> =>
    runCli(args, { folder: folder.path });

  for (const args of [['--help'], ['-h'], ['help']]) {
    it(`${args.join(' ')}: every command in a line, on standard output`, async () => {
      const { code, stdout, stderr } = await run(...args);
      assert.deepEqual({ code, stderr }, { code: 0, stderr: '' });
      assert.match(stdout, /^Usage: antenv COMMAND …\n/);
      assert.match(stdout, /\n {2}package +Installs /);
      assert.match(stdout, /\n {2}inspect +Says /);
    });
  }

  for (const args of [
    ['package', '--help'],
    ['help', 'package'],
    ['package', 'x', '-h'],
  ]) {
    it(`${args.join(' ')}: every flag in a line`, async () => {
      const { code, stdout, stderr } = await run(...args);
      assert.deepEqual({ code, stderr }, { code: 0, stderr: '' });
      const flags = [...stdout.matchAll(/^ {2}(--[a-z-]+)/gm)].map((match) => match[1]);
      for (const flag of [
        '--requirements',
        '--runtime-stack',
        '--python',
        '--layout',
        '--compression',
        '--out',
        '--exclude',
        '--collect-static',
        '--startup-command',
        '--settings',
        '--rehearse',
        '--rehearse-timeout',
        '--rehearse-network',
        '--health-check-path',
        '--json',
      ]) {
        assert.ok(flags.includes(flag), flag);
      }
    });
  }

  for (const flag of ['--version', '-V']) {
    it(`${flag}: the version alone`, async () => {
      const { code, stdout, stderr } = await run(flag);
      assert.deepEqual({ code, stdout, stderr }, { code: 0, stdout: `${version}\n`, stderr: '' });
    });
  }

  /** Runs `--version` by a Node.js that says it is another one. */
  async function runBy(node: string): Promise<CliRun> {
    const code = `Object.defineProperty(process, 'version', { value: 'v${node}' });`;
    await writeFiles(folder.path, { 'node.cjs': code });
    const env = { NODE_OPTIONS: `--require=${at('node.cjs')}` };
    return runCli(['--version'], { folder: folder.path, env });
  }

  for (const old of ['16.20.2', '18.20.8', '20.16.0']) {
    it(`by Node.js ${old}: one line that says which it needs`, async () => {
      const { code, stdout, stderr } = await runBy(old);
      const says = `antenv needs Node.js 20.17 or later, and this is ${old} (${process.execPath}): install a later one.\n`;
      assert.deepEqual({ code, stdout, stderr }, { code: 1, stdout: '', stderr: says });
    });
  }

  for (const node of ['20.17.0', '22.1.0', '26.0.0-nightly']) {
    it(`by Node.js ${node}: runs`, async () => {
      const { code, stdout, stderr } = await runBy(node);
      assert.deepEqual({ code, stdout, stderr }, { code: 0, stdout: `${version}\n`, stderr: '' });
    });
  }

  interface Wrong {
    readonly args: readonly string[];
    /** How standard error begins; how it is meant follows. */
    readonly says: string;
  }

  const wrong: readonly Wrong[] = [
    { args: [], says: 'Usage: antenv COMMAND …\n' },
    {
      args: ['packge'],
      says: "antenv has no command 'packge'; perhaps 'package' is meant.\n\nUsage: antenv COMMAND …\n",
    },
    { args: ['deploy'], says: "antenv has no command 'deploy'.\n\nUsage: antenv COMMAND …\n" },
    {
      args: ['help', 'rehearsal'],
      says: "antenv has no command 'rehearsal'; perhaps 'rehearse' is meant.\n\nUsage: antenv COMMAND …\n",
    },
    {
      args: ['--help', 'deploy'],
      says: "antenv has no command 'deploy'.\n\nUsage: antenv COMMAND …\n",
    },
    {
      args: ['package'],
      says: '\nAPP_ROOT is missing: the folder that holds the app.\nantenv COMMAND --help tells what a command takes.\nUsage: antenv package APP_ROOT [options]\n',
    },
    {
      args: ['package', 'a', 'b'],
      says: "\nOne APP_ROOT, please; also found 'b'.\nantenv COMMAND --help tells what a command takes.\nUsage: antenv package",
    },
    {
      args: ['package', 'a', '--nonsense'],
      says: '\nThere is no flag --nonsense here.\nantenv COMMAND --help tells what a command takes.\nUsage: antenv package',
    },
    {
      args: ['package', '--layuot=flat', 'a'],
      says: '\nThere is no flag --layuot here; perhaps --layout is meant.\nantenv COMMAND --help tells what a command takes.\n',
    },
    { args: ['package', 'a', '-o', 'web.zip'], says: '\nThere is no flag -o here.\n' },
    { args: ['package', 'a', '--out'], says: "\nOption '--out <value>' argument missing\n" },
    {
      args: ['package', 'a', '--layout', 'flat', '--layout', 'venvZip'],
      says: '\n--layout is given more than once.\n',
    },
    { args: ['validate', 'a', 'b'], says: '\nOne package or app root, please.\n' },
    { args: ['rehearse'], says: '\nOne package, please.\n' },
    { args: ['rehearse', 'a', 'b'], says: '\nOne package, please.\n' },
    { args: ['rehearse', 'a', '--rehearse', 'off'], says: '\nThere is no flag --rehearse here.\n' },
    {
      args: ['rehearse', 'a', '--over', 'b', '--over', 'c'],
      says: '\n--over is given more than once.\n',
    },
    { args: ['inspect'], says: '\nOne PACKAGE.zip, please.\n' },
    { args: ['inspect', 'a', 'b'], says: '\nOne PACKAGE.zip, please.\n' },
  ];

  for (const { args, says } of wrong) {
    it(`${['antenv', ...args].join(' ')}: exit code 2, and how it is meant`, async () => {
      const { code, stdout, stderr } = await run(...args);
      assert.deepEqual({ code, stdout }, { code: 2, stdout: '' });
      assert.equal(stderr.slice(0, says.length), says);
      assert.match(stderr, /\nUsage: antenv |^Usage: antenv /);
      assert.doesNotMatch(stderr, /\n {4}at /);
    });
  }

  for (const [args, says] of [
    [['validate', '--fail-on=no'], '--fail-on does not take this value.'],
    [['validate', '--rehearse-timeout=5m'], '--rehearse-timeout takes a whole number.'],
    [['validate', '--health-check-path=up'], '--health-check-path takes a path of the site.'],
    [['validate'], 'There is nothing to judge.'],
    [['validate', '--startup-command='], 'There is nothing to judge.'],
    [['validate', '--slot=staging'], 'It is not said which web app is to be asked.'],
  ] as const) {
    it(`${['antenv', ...args].join(' ')}: exit code 2`, async () => {
      const { code, stdout, stderr } = await run(...args);
      assert.deepEqual({ code, stdout }, { code: 2, stdout: '' });
      assert.equal(stderr.split('\n')[1], says);
    });
  }

  it('rehearse: says what it needs to know of a package that does not tell it', async () => {
    await writeFiles(folder.path, { 'app.py': '' });
    output('zip', ['-jq', at('web.zip'), at('app.py')]);
    const { code, stderr } = await run('rehearse', 'web.zip');
    assert.equal(code, 1);
    assert.equal(
      stderr,
      "\nThe start cannot be rehearsed.\n  The runtime stack is not known: the package has no virtual environment that tells it. Name it, such as --runtime-stack='PYTHON|3.12'.\nMend that; docs/rehearse.md of the project tells what a rehearsal needs.\n",
    );
  });

  it('rehearse: says what of a package cannot be read', async () => {
    await writeFiles(folder.path, { 'antenv.tar.gz': 'no archive', 'app.py': '' });
    await writeFiles(folder.path, {
      'oryx-manifest.toml': 'compressedVirtualEnvFile = "antenv.tar.gz"\n',
    });
    const names = ['antenv.tar.gz', 'app.py', 'oryx-manifest.toml'];
    output('zip', ['-jq', at('web.zip'), ...names.map((name) => at(name))]);
    const { code, stderr } = await run('rehearse', 'web.zip');
    assert.equal(code, 1);
    assert.equal(
      stderr,
      "\nThe start cannot be rehearsed.\n  'antenv.tar.gz' in the package cannot be read: incorrect header check.\nMend that; docs/rehearse.md of the project tells what a rehearsal needs.\n",
    );
  });

  it('package: installs, packs, says where the package is', async () => {
    await mkdir(at('wheels'));
    await writeWheel(at('wheels'), { name: 'tiny', version: '1.0', scripts: ['tiny'] });
    await tempApp(at('My app'));
    const args = ['package', 'My app', ...OFF];
    const { code, stdout, stderr, leftTemp, leftRunning } = await runCli(args, {
      folder: folder.path,
      env: { PIP_FIND_LINKS: at('wheels'), SOURCE_DATE_EPOCH: '1700000000' },
    });
    assert.deepEqual(
      { code, stderr, leftTemp, leftRunning },
      { code: 0, stderr: '', leftTemp: [], leftRunning: [] },
    );
    assert.ok(stdout.includes(`\nPackage       ${at('My app.zip')}\n`), stdout);
    assert.match(stdout, /\nInstalled {5}1 distribution, \d+ B, by pip [\d.]+\n/);
    assert.match(stdout, /\n {2}Successfully installed tiny-1\.0\n/);
    // The log alone: the report is a file.
    assert.doesNotMatch(stdout, /^\{/m);
  });

  it('package: more distributions than files that may be open at a time', async () => {
    await tempApp(at('app'));
    const names = Array.from({ length: 100 }, (_, number) => `tiny${number}`);
    const python = await quickPython(
      at('quick'),
      names.map((name) => ({ name, version: '1.0' })),
    );
    const { code, stdout, stderr } = await runCli(['package', 'app', '--python', python, ...OFF], {
      folder: folder.path,
      inside: ['sh', '-c', 'ulimit -n 64; exec "$@"', 'sh'],
    });
    assert.deepEqual({ code, stderr }, { code: 0, stderr: '' });
    assert.match(stdout, /\nInstalled {5}100 distributions, /);
  });

  it('package --json: the report alone on standard output, the log on standard error', async () => {
    await tempApp(at('app'));
    await writeFiles(folder.path, { 'settings.json': '[{"name": "A", "value": "s"}]' });
    const python = await quickPython(at('quick'), [{ name: 'tiny', version: '1.0' }]);
    const args = ['app', '--json', '--python', python, '--settings', 'settings.json'];
    const more = ['--exclude', '*.md', '--exclude', 'docs/', '--out', 'out/web.zip', ...OFF];
    const command = '--startup-command=gunicorn app:app';
    const { code, stdout, stderr } = await run('package', ...args, ...more, command);
    assert.equal(code, 0, stderr);
    const report = JSON.parse(stdout) as PackageReport;
    assert.deepEqual(report, JSON.parse(readFileSync(at('out', 'antenv-report.json'), 'utf8')));
    assert.equal(report.package.path, at('out', 'web.zip'));
    assert.deepEqual(report.deployment, {
      startupCommand: 'gunicorn app:app',
      appSettings: ['A'],
    });
    assert.match(stderr, /\nPack: everything into one zip\n/);
  });

  it('package: takes an empty startup command for one that is known to be empty', async () => {
    await tempApp(at('app'));
    const python = await quickPython(at('quick'), []);
    const args = ['package', 'app', '--python', python, '--startup-command=', '--json', ...OFF];
    const { stdout } = await run(...args, '--fail-on=never');
    const { judgement } = JSON.parse(stdout) as PackageReport;
    assert.deepEqual(
      judgement.notRun.filter(({ missing }) => missing.includes('startup')),
      [],
    );
  });

  for (const command of ['python -m http.server 8000', 'exit 3']) {
    it(`rehearse --json: the report alone on standard output, of '${command}'`, async () => {
      await writeFiles(folder.path, { 'app.py': '' });
      output('zip', ['-jq', at('web.zip'), at('app.py')]);
      const minor = 'import sys; print("%d.%d" % sys.version_info[:2])';
      const stack = `PYTHON|${output(pythonProgram(), ['-c', minor]).trim()}`;
      const args = ['rehearse', 'web.zip', '--runtime-stack', stack, '--startup-command', command];
      const { code, stdout, stderr } = await run(...args, '--json');
      const { subject, rehearsal, judgement } = JSON.parse(stdout) as ValidateReport;
      assert.equal(subject, at('web.zip'));
      assert.match(stderr, /\nRehearse: does it start\?\n/);
      // A machine that cannot keep an app apart has nothing against either.
      const isBad = command === 'exit 3' && !('notRun' in rehearsal);
      assert.deepEqual([code, judgement.verdict], isBad ? [1, 'failed'] : [0, 'passed']);

      const text = await run(...args);
      assert.deepEqual([text.code, text.stderr], [code, '']);
      assert.doesNotMatch(text.stdout, /^\{/m);
    });
  }

  it('package --json: the report also of a package that is judged bad, and what to do', async () => {
    await tempApp(at('app'));
    const python = await quickPython(at('quick'), [{ name: 'tiny', version: '1.0' }]);
    const command = '--startup-command=pip install tiny && gunicorn app:app';
    const args = ['package', 'app', '--json', '--python', python, command, '--out', 'web.zip'];
    const { code, stdout, stderr } = await run(...args);
    const report = JSON.parse(stdout) as RefusedReport;
    assert.deepEqual(report, JSON.parse(readFileSync(at('antenv-report.json'), 'utf8')));
    assert.deepEqual([code, report.package, existsSync(at('web.zip'))], [1, null, false]);
    const errors = report.findings.filter(({ severity }) => severity === 'error').length;
    const warnings = report.findings.filter(({ severity }) => severity === 'warning').length;
    const said = `
The app would not run well as it is, so there is no package.
  Found ${errors} error${errors === 1 ? '' : 's'} and ${warnings} warning${warnings === 1 ? '' : 's'}; --fail-on is 'error'.
  The report is '${at('antenv-report.json')}'.
Mend what the findings in the log say, or name a rule in --suppress if it is wrong here.
`;
    assert.equal(stderr.slice(-said.length), said);
  });

  it('validate --json and --sarif: the report with its findings at the top, exit code 1', async () => {
    const command = '--startup-command=gunicorn --bind 127.0.0.1:8000 app:app';
    const { code, stdout } = await run('validate', command, '--json', '--sarif', 'found.sarif');
    const report = JSON.parse(stdout) as ValidateReport;
    const schema = JSON.parse(readFileSync('docs/antenv-report.schema.json', 'utf8')) as object;
    const validate = new Ajv({ strict: true, allowUnionTypes: true }).compile(schema);
    assert.ok(validate(report), JSON.stringify(validate.errors));
    assert.deepEqual(
      [code, report.subject, report.judgement.verdict, report.findings[0]?.code],
      [1, null, 'failed', 'server/bound-to-loopback'],
    );
    const sarif = JSON.parse(readFileSync(at('found.sarif'), 'utf8')) as {
      runs: { results: unknown[] }[];
    };
    assert.equal(sarif.runs[0]?.results.length, report.findings.length);
  });

  it('package --json: nothing on standard output when it stops', async () => {
    const { code, stdout, stderr } = await run('package', 'nowhere', '--json');
    assert.deepEqual({ code, stdout }, { code: 1, stdout: '' });
    assert.match(stderr, /\nThe app root does not exist\.\n/);
  });

  for (const layout of ['venvTarball', 'appTarball']) {
    it(`inspect: says what is in a ${layout} package, as text and as JSON`, async () => {
      await tempApp(at('app'));
      const python = await quickPython(at('quick'), [{ name: 'tiny', version: '1.0' }]);
      const args = ['package', 'app', '--json', '--python', python, '--layout', layout];
      const made = await run(...args, '--out', 'web.zip', ...OFF);
      const report = JSON.parse(made.stdout) as PackageReport;

      const json = await run('inspect', 'web.zip', '--json');
      const found = JSON.parse(json.stdout) as Inspection;
      assert.deepEqual(
        { ...found, manifest: null, pythons: [] },
        {
          path: at('web.zip'),
          size: report.package.size,
          sha256: report.package.sha256,
          entries: report.package.entries,
          layout,
          manifest: null,
          inner: report.package.inner,
          pythons: [],
          addresses: report.addresses,
          distributions: ['tiny 1.0'],
          dropped: [],
        },
      );
      assert.deepEqual(found.pythons, [report.image.runtimeStack.slice('PYTHON|'.length)]);

      const text = await run('inspect', 'web.zip');
      assert.deepEqual({ code: text.code, stderr: text.stderr }, { code: 0, stderr: '' });
      const { app, venv } = report.addresses;
      for (const line of [
        `Package        ${at('web.zip')}`,
        `Layout         ${layout}`,
        `Python         ${found.pythons.join()}`,
        `Runs at        ${app}, venv in ${venv}`,
        'Distributions  tiny 1.0',
        'Dropped        nothing that we know of',
      ]) {
        assert.ok(text.stdout.split('\n').includes(line), `${line}\n${text.stdout}`);
      }
      assert.match(text.stdout, /\n {15}with \w+\.tar\.gz, [\d.]+ kB, \d+ entries\n/);
      assert.match(text.stdout, /\nManifest {7}\w+ = "[^"]+"\n(?: {15}\w+ = "[^"]+"\n)+Dropped /);
    });
  }

  for (const command of ['package', 'validate', 'rehearse']) {
    it(`help ${command}: the flags of the rehearsal, and which comes first`, async () => {
      const { stdout } = await run('help', command);
      const lines = stdout
        .split('\n')
        .filter((line) => /^ {2}--(?:rehearse|health|over)/.test(line));
      const seen = lines.map((line) => line.trim().replace(/ {2,}/, ': '));
      const shared = [
        "--rehearse-timeout SECONDS: how long to wait for an answer; the platform's own limit when not given",
        '--rehearse-network NETWORK: none, host: what the app can reach (the first when not given)',
        '--health-check-path PATH: asked after the first answer; 500 and above is a failure',
      ];
      const choice =
        '--rehearse WHEN: auto, off, required: start the package here (the first when not given)';
      const over =
        '--over PACKAGE|FOLDER: what the site holds before: a package deployed earlier, or a folder';
      assert.deepEqual(seen, command === 'rehearse' ? [...shared, over] : [choice, ...shared]);
    });
  }

  it('package: does not rehearse where no program may be run, and says where', async function () {
    const temp = at('temp');
    await mkdir(temp);
    const script = `mount -t tmpfs -o noexec antenv-test '${temp}' && exec "$@"`;
    const inside = ['unshare', '--mount', 'sh', '-c', script, 'sh'];
    // Mounting needs rights that a container may lack.
    if (spawnSync('unshare', [...inside.slice(1), 'true']).status !== 0) this.skip();
    await tempApp(at('app'));
    const python = await quickPython(at('quick'), [{ name: 'tiny', version: '1.0' }]);
    const args = ['package', 'app', '--python', python, '--startup-command', 'gunicorn app:app'];
    const options = { folder: folder.path, env: { TMPDIR: temp }, inside };
    const { code, stdout, stderr } = await runCli(args, options);
    assert.deepEqual({ code, stderr }, { code: 0, stderr: '' });
    const said = `No program may be run from the folder for temporary files, '${temp}', where the app would lie: it is mounted with noexec. Mount an agent's work folder without that; on a laptop set TMPDIR to another folder.`;
    assert.ok(stdout.includes(`\nRehearsal     Not run: ${said}\n`), stdout);
  });

  it('rehearse: refuses what is no package', async () => {
    await mkdir(at('app'));
    for (const name of ['web.zip', 'app']) {
      const { code, stderr, leftTemp } = await run('rehearse', name);
      assert.deepEqual({ code, leftTemp }, { code: 1, leftTemp: [] });
      assert.match(stderr, /^\nThis is not a package that can be read\.\n/);
    }
  });

  it('rehearse: refuses to deploy over what is not there', async () => {
    await writeFiles(folder.path, { 'web.zip': '' });
    const { code, stdout, stderr } = await run('rehearse', 'web.zip', '--over', 'gone.zip');
    assert.deepEqual({ code, stdout }, { code: 1, stdout: '' });
    const what = `'${at('gone.zip')}': there is no such file`;
    assert.equal(
      stderr,
      `\nThis is not a package that can be read.\n  ${what}\nGive a zip that this task or another tool has made.\n`,
    );
  });

  for (const [name, reason] of [
    ['gone.zip', 'there is no such file'],
    ['app', 'it is no file'],
  ] as const) {
    it(`inspect: refuses '${name}', since ${reason}`, async () => {
      await writeFiles(folder.path, { 'app/app.py': '' });
      const { code, stdout, stderr } = await run('inspect', name);
      assert.deepEqual({ code, stdout }, { code: 1, stdout: '' });
      assert.equal(
        stderr,
        `\nThis is not a package that can be read.\n  '${at(name)}': ${reason}\nGive a zip that this task or another tool has made.\n`,
      );
    });
  }

  it('inspect: says what an empty zip has not', async () => {
    // An empty zip is its last record alone.
    const zip = Buffer.from('504b0506'.padEnd(44, '0'), 'hex');
    await writeFiles(folder.path, { 'web.zip': zip });
    const { code, stdout } = await run('inspect', 'web.zip');
    assert.equal(code, 0);
    assert.equal(
      stdout,
      `Package        ${at('web.zip')}
               22 B, 0 entries, sha256 ${sha256(zip)}
Layout         no manifest
Python         no site-packages found
Runs at        /home/site/wwwroot
Distributions  none
Manifest       none
Dropped        nothing that we know of
`,
    );
  });

  it('inspect: says names of several lines in one', async () => {
    const program =
      "import sys, zipfile\nzipfile.ZipFile(sys.argv[1], 'w').writestr('../a\\nLayout', '')";
    output('python3', ['-c', program, at('web.zip')]);
    const { code, stdout } = await run('inspect', 'web.zip');
    assert.equal(code, 0);
    assert.match(stdout, /\n {15}\.\.\/a\ufffdLayout: the name leads out of the site\n$/);
    assert.match(stdout, /\n {15}\d+ B, 1 entry, sha256 [0-9a-f]{64}\n/);
  });

  it('inspect: refuses what is no package', async () => {
    await writeFiles(folder.path, { 'web.zip': 'not a zip' });
    const { code, stdout, stderr } = await run('inspect', 'web.zip');
    assert.deepEqual({ code, stdout }, { code: 1, stdout: '' });
    assert.match(
      stderr,
      /^\nThis is not a package that can be read\.\n {2}'.*web\.zip': .+\nGive a zip that this task or another tool has made\.\n$/,
    );
  });

  it('tells what it did not expect by its message, and its stack when asked', async () => {
    const unlucky = "process.cwd = () => { throw new Error('no such luck'); };";
    await writeFiles(folder.path, { 'unlucky.cjs': unlucky });
    const runWith = (env: Record<string, string>): Promise<CliRun> =>
      runCli(['inspect', 'web.zip'], {
        folder: folder.path,
        env: { NODE_OPTIONS: `--require=${at('unlucky.cjs')}`, ...env },
      });
    const said = `
Something that we did not expect: no such luck
Run again with ANTENV_DEBUG=1, and report what it prints.
`;
    for (const env of [{}, { ANTENV_DEBUG: '0' }]) {
      const { code, stdout, stderr } = await runWith(env);
      assert.deepEqual({ code, stdout, stderr }, { code: 1, stdout: '', stderr: said });
    }
    const { stderr } = await runWith({ ANTENV_DEBUG: '1' });
    assert.ok(stderr.startsWith(`${said}Error: no such luck\n    at `), stderr);
  });
});
