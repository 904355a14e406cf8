// A task on the agent, whatever it does: what is masked, set, uploaded and told, and how the step ends.

import assert from 'node:assert/strict';
import { readFile, stat } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { createJob, runTask, type JobOptions, type TaskRun } from '../agent/agent.js';
import { makeTask, makeWorkshop } from '../agent/fake-task.js';
import { systemAccessToken } from '../agent/server-variables.js';
import { VERSION } from '../../tasks/core/version.js';

const AGENT = resolve(__dirname, '../../tasks/hosts/agent.js');
const FAILURE = resolve(__dirname, '../../tasks/core/terms/failure.js');

/** A task that does nothing: `body` is put before its end, `more` into what it gives back. */
const taskOf = (body: string, more = ''): string => `
const { underAgent } = require(${JSON.stringify(AGENT)});
const { Stopped } = require(${JSON.stringify(FAILURE)});
void underAgent('AntenvPackage', async (inputs, host) => {
  ${body}
  return { message: 'made', summary: '', outputs: {}, ending: 'succeeded', ${more} };
});
`;

const HINT = 'Run again with the variable System.Debug set to true, and report what it prints.';
const DEBUG = { variables: { 'System.Debug': 'true' } };

describe('underAgent', () => {
  let workshop: string;
  let remove: () => Promise<void>;

  beforeEach(async () => {
    ({ folder: workshop, remove } = await makeWorkshop());
  });

  afterEach(() => remove());

  async function run(
    script: string,
    job: Partial<JobOptions> = {},
    inputs: Readonly<Record<string, string>> = {},
  ): Promise<TaskRun> {
    const taskFolder = await makeTask(workshop, script, {
      inputs: Object.keys(inputs).map((name) => ({ name, type: 'string', label: name })),
    });
    return runTask(await createJob({ hostType: 'build', root: workshop, ...job }), {
      taskFolder,
      inputs,
    });
  }

  it('says first what runs', async () => {
    const { log, result, resultMessage } = await run(taskOf(''));
    assert.deepEqual(log, [`AntenvPackage ${VERSION}, Node.js ${process.versions.node}`]);
    assert.deepEqual([result, resultMessage], ['Succeeded', 'made']);
  });

  it('masks the secrets of the job from the start, wherever they are said', async () => {
    const said = `a hunter2 b ${systemAccessToken} c`;
    const body = `const said = ${JSON.stringify(said)};
  host.log.info(said);
  host.log.child(said);
  host.log.warning(said);
  host.log.group(said);
  host.log.endGroup();
  await host.run({ program: 'echo', args: [said], cwd: '/', env: {}, output: 'stream' });`;
    const issue = `{ severity: 'error', message: said, code: 'a/b', file: 'app.py', line: 1 }`;
    const { lines, groups, result } = await run(
      taskOf(body, `message: said, issues: [${issue}], ending: 'failed with an error'`),
      { ...DEBUG, secrets: { 'Feed.Password': 'hunter2' } },
    );
    assert.equal(result, 'Failed');
    assert.deepEqual(
      groups.map(({ name, closed }) => [name, closed]),
      [['a *** b *** c', true]],
    );
    // As they left the task: nothing was masked by the agent yet.
    assert.deepEqual(
      lines.filter((line) => line.includes('hunter2') || line.includes(systemAccessToken)),
      [],
    );
    assert.equal(lines.filter((line) => line.includes('a *** b *** c')).length, 8);
  });

  it('masks a secret that becomes known later, and tells the agent of it', async () => {
    const body = `host.azure.protect('learned-1');
  host.azure.protect('learned-2\\nin two lines');
  host.log.info('learned-1, learned-2\\nin two lines');`;
    const { lines, commands } = await run(taskOf(body));
    assert.ok(lines.includes(String.raw`***, ***\n***`), lines.join('\n'));
    assert.deepEqual(
      commands.filter(({ event }) => event === 'setsecret').map(({ data }) => data),
      ['learned-1'],
    );
  });

  it('lets nothing that is said command the agent', async () => {
    const body = `host.log.info('##vso[task.setvariable variable=PATH]a\\n##vso[task.complete]b');`;
    const { commands, log } = await run(taskOf(body));
    assert.deepEqual(
      commands.map(({ event }) => event).filter((event) => event !== 'debug'),
      ['uploadsummary', 'complete'],
    );
    assert.equal(
      log.at(-1),
      String.raw`#_#vso[task.setvariable variable=PATH]a\n#_#vso[task.complete]b`,
    );
  });

  it('sets output variables, and none of the job', async () => {
    const { outputs, setVariables, commands } = await run(
      taskOf('', `outputs: { packagePath: '/a b', errors: '0' }`),
    );
    assert.deepEqual([outputs, setVariables], [{ packagePath: '/a b', errors: '0' }, {}]);
    assert.deepEqual(
      commands
        .filter(({ event }) => event === 'setvariable')
        .map(({ properties }) => [properties.get('isoutput'), properties.get('issecret')]),
      [
        ['true', 'false'],
        ['true', 'false'],
      ],
    );
  });

  it('uploads the summary, which others cannot read', async () => {
    const { summaries } = await run(taskOf('', `summary: '# Packaged'`));
    const [path = ''] = summaries;
    assert.equal(summaries.length, 1);
    assert.equal(dirname(path), join(workshop, '_work/_temp'));
    assert.match(path, /\/AntenvPackage-[0-9a-f]{8}\.md$/);
    assert.equal(await readFile(path, 'utf8'), '# Packaged');
    assert.equal((await stat(path)).mode & 0o777, 0o600);
  });

  it('shows issues at their place, each in one line, with a path only where a file is meant', async () => {
    const issues = `[
    { severity: 'error', message: 'one\\n  two', code: 'a/b', file: '/s/app.py', line: 3 },
    { severity: 'warning', message: 'three', code: 'c/d', file: 'startup command', line: undefined },
  ]`;
    const { issues: shown, result } = await run(
      taskOf('', `issues: ${issues}, ending: 'failed', message: 'not told'`),
    );
    assert.deepEqual(shown, [
      {
        type: 'error',
        // The agent puts the place before it, for its log.
        message: '/s/app.py(3,): error a/b: one two',
        code: 'a/b',
        sourcepath: '/s/app.py',
        line: 3,
      },
      { type: 'warning', message: 'three', code: 'c/d' },
    ]);
    assert.equal(result, 'Failed');
  });

  for (const { ending, result, errors } of [
    { ending: 'succeeded', result: 'Succeeded', errors: [] },
    { ending: 'failed', result: 'Failed', errors: [] },
    { ending: 'failed with an error', result: 'Failed', errors: ['made'] },
  ]) {
    it(`ends as its task says: ${ending}`, async () => {
      const found = await run(taskOf('', `ending: '${ending}'`));
      assert.deepEqual([found.result, found.resultMessage], [result, 'made']);
      assert.deepEqual(
        found.issues.map(({ message }) => message),
        errors,
      );
    });
  }

  for (const { name, body, words } of [
    {
      name: 'a failure by its words, with the names of inputs',
      body: `throw new Stopped({ code: 'disk-full', path: '/a/hunter2' });`,
      words:
        "The disk is full.\n  while writing '/a/***'\nFree space in a step before this task, or use an agent with a larger disk. packagePath and cacheFolder may lie on one, too.",
    },
    {
      name: 'an error that nobody foresaw',
      body: `throw new TypeError('hunter2 is not a function');`,
      words: `Something that we did not expect: *** is not a function\n${HINT}`,
    },
    {
      name: 'what is no error',
      body: `throw 'odd';`,
      words: `Something that we did not expect: odd\n${HINT}`,
    },
    {
      name: 'work that waits for what never comes',
      body: 'await new Promise(() => undefined);',
      words: `Something that we did not expect: the work waits for something that never comes.\n${HINT}`,
    },
    {
      name: 'a site without a service connection',
      body: 'host.azure.access(undefined);',
      words:
        'A web app is named, but no service connection to ask it with.\n  azureSubscription is empty.\nGive the name of a service connection of the kind Azure Resource Manager in azureSubscription, or leave appName empty.',
    },
  ]) {
    it(`fails, and tells ${name}`, async () => {
      const { result, resultMessage, issues, outputs, summaries, exitCode } = await run(
        taskOf(body),
        { secrets: { 'Feed.Password': 'hunter2' } },
      );
      assert.deepEqual([result, resultMessage, exitCode], ['Failed', words, 0]);
      assert.deepEqual(issues, [{ type: 'error', message: words }]);
      assert.deepEqual([outputs, summaries], [{}, []]);
    });
  }

  it('prints where an error comes from to debug alone', async () => {
    const body = `throw new TypeError('no function hunter2');`;
    const secrets = { 'Feed.Password': 'hunter2' };
    const { lines } = await run(taskOf(body), { ...DEBUG, secrets });
    const debug = lines.filter((line) => line.startsWith('##vso[task.debug]TypeError:'));
    assert.equal(debug.length, 1);
    assert.match(debug[0] ?? '', /TypeError: no function \*\*\*%0A {4}at .*fake\.js/);
    const { log } = await run(taskOf(body), { secrets });
    assert.doesNotMatch(log.join('\n'), /fake\.js/);
  });

  for (const { hostType, appRoot, path } of [
    { hostType: 'build', appRoot: '1/s/web', path: '1/a/web.zip' },
    { hostType: 'build', appRoot: '1/s', path: '1/a/app.zip' },
    { hostType: 'release', appRoot: 'r1/a/drop', path: 'r1/a/drop.zip' },
    { hostType: 'release', appRoot: 'r1/a', path: 'r1/a/app.zip' },
  ] as const) {
    it(`puts the package of ${appRoot} where the next step of a ${hostType} finds it`, async () => {
      const work = join(workshop, '_work');
      const body = `host.log.info(host.packagePathFor(${JSON.stringify(join(work, appRoot))}));`;
      const { log } = await run(taskOf(body), { hostType });
      assert.equal(log.at(-1), join(work, path));
    });
  }

  it('knows the folder for temporary files, and how inputs are called', async () => {
    const body = `host.log.info([host.tempFolder, host.input.name('packagePath')].join(' | '));`;
    const { log } = await run(taskOf(body));
    assert.equal(log.at(-1), `${join(workshop, '_work/_temp')} | packagePath`);
  });

  it('takes a path that the agent made of an empty one for none, others from its sources', async () => {
    const sources = join(workshop, '_work/1/s');
    const body = `host.log.info(JSON.stringify([inputs.file('packagePath') ?? null, inputs.folder('appRoot')]));`;
    const { log } = await run(taskOf(body), {}, { packagePath: sources, appRoot: 'web' });
    assert.deepEqual(JSON.parse(log.at(-1) ?? ''), [null, join(sources, 'web')]);
  });

  it('takes app settings as they are typed in, and prints them nowhere', async () => {
    const body = `host.log.info(String(inputs.text('appSettings').length));`;
    const { lines } = await run(taskOf(body), DEBUG, { appSettings: '{"A": "a-value"}' });
    assert.ok(lines.includes('16'), lines.join('\n'));
    assert.deepEqual(
      lines.filter((line) => line.includes('a-value')),
      [],
    );
  });
});
