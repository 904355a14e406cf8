// The emulated agent's pure parts, row by row.
import { deepEqual, equal, throws } from 'node:assert/strict';
import { parseCommand } from './command.js';
import { pickHandler, readDefinition } from './definition.js';
import { environmentName } from './environment-name.js';
import { findGroups } from './groups.js';
import { resolveInputs } from './inputs.js';
import { LineCutter } from './lines.js';
import { expandMacros } from './macros.js';
import { SecretMasker } from './masker.js';
import { variableSettable } from './restrictions.js';
import { mergeResults } from './task-run.js';
import type { TaskResult } from './task-run.js';
import { Variables } from './variables.js';

describe('agent: logging commands', () => {
  const rows: { name: string; line: string; expect: unknown }[] = [
    { name: 'plain text', line: 'hello', expect: undefined },
    {
      name: 'at the start',
      line: '##vso[task.setvariable variable=a;issecret=true]b',
      expect: ['task', 'setvariable', { variable: 'a', issecret: 'true' }, 'b'],
    },
    {
      name: 'anywhere in the line',
      line: 'pip says ##vso[task.debug]hello',
      expect: ['task', 'debug', {}, 'hello'],
    },
    {
      name: 'escapes, percent last',
      line: '##vso[a.b c=1%3B2%5D3]4%0D%0A5%AZP253B',
      expect: ['a', 'b', { c: '1;2]3' }, '4\r\n5%3B'],
    },
    {
      name: 'the first bracket ends the header',
      line: '##vso[a.b c=[1]]',
      expect: ['a', 'b', { c: '[1' }, ']'],
    },
    {
      name: 'property names ignore case, values keep what follows the first =',
      line: '##vso[A.B Name=x=y]',
      expect: ['A', 'B', { name: 'x=y' }, ''],
    },
    {
      name: 'empty properties are dropped',
      line: '##vso[a.b c=;=d;e;f=g;]',
      expect: ['a', 'b', { f: 'g' }, ''],
    },
    {
      name: 'a blank belongs to the property name',
      line: '##vso[a.b c=1; d=2]',
      expect: ['a', 'b', { c: '1', ' d': '2' }, ''],
    },
    { name: 'no closing bracket', line: '##vso[a.b', expect: undefined },
    { name: 'no event', line: '##vso[a]', expect: undefined },
    { name: 'three names', line: '##vso[a.b.c]', expect: undefined },
    { name: 'a blank before the name', line: '##vso[ a.b]', expect: undefined },
    { name: 'another case of vso', line: '##VSO[a.b]', expect: undefined },
    { name: 'neutralised', line: '##_vso[a.b]', expect: undefined },
  ];
  for (const { name, line, expect } of rows) {
    it(name, () => {
      const found = parseCommand(line);
      const seen = found && [
        found.area,
        found.event,
        Object.fromEntries(found.properties),
        found.data,
      ];
      deepEqual(seen, expect);
    });
  }
});

describe('agent: macros', () => {
  const values: Record<string, string> = { a: '1', b: '$(a)', 'x.y': 'z', empty: '' };
  const rows = [
    { name: 'known', given: '-$(a)-$(A)-', expect: '-1-1-' },
    { name: 'unknown stays', given: '$(no)$(a)', expect: '$(no)1' },
    { name: 'not again', given: '$(b)', expect: '$(a)' },
    { name: 'dots', given: '$(x.y)', expect: 'z' },
    { name: 'empty value', given: 'a$(empty)b', expect: 'ab' },
    { name: 'inside an unknown one', given: '$(no$(a))', expect: '$(no1)' },
    { name: 'no end', given: '$(a', expect: '$(a' },
    { name: 'no name', given: '$()', expect: '$()' },
  ];
  for (const { name, given, expect } of rows) {
    it(name, () =>
      equal(
        expandMacros(given, (key) => values[key.toLowerCase()]),
        expect,
      ),
    );
  }
});

describe('agent: inputs', () => {
  const definition = readDefinition(
    '/task',
    JSON.stringify({
      inputs: [
        { name: 'appRoot', type: 'filePath', defaultValue: ' $(System.DefaultWorkingDirectory) ' },
        { name: 'requirements', type: 'filePath' },
        { name: 'layout', type: 'pickList', defaultValue: ' flat\n' },
        { name: 'prune', type: 'boolean', defaultValue: true },
      ],
    }),
  );
  const variables = new Variables();
  variables.set('System.DefaultWorkingDirectory', '/agent/_work/1/s');
  variables.set('password', ' s3cret ', { secret: true });
  variables.set('viaHome', '$(HOME)');
  const defaults = {
    approot: '/agent/_work/1/s',
    requirements: '/root',
    layout: 'flat',
    prune: 'true',
  };
  const rows: { name: string; given: Record<string, string>; expect: Record<string, string> }[] = [
    { name: 'defaults are trimmed; an empty path is the root', given: {}, expect: defaults },
    {
      name: 'names ignore case, both ends are trimmed',
      given: { ' LAYOUT ': '\n venvZip \n' },
      expect: { ...defaults, layout: 'venvZip' },
    },
    {
      name: 'an empty value replaces the default',
      given: { layout: '  ' },
      expect: { ...defaults, layout: '' },
    },
    {
      name: 'unknown inputs are kept',
      given: { more: 'x' },
      expect: { ...defaults, more: 'x' },
    },
    {
      name: 'a secret is filled in and not trimmed',
      given: { layout: '$(Password)' },
      expect: { ...defaults, layout: ' s3cret ' },
    },
    {
      name: 'the environment comes after the variables, and knows case',
      given: { layout: '$(viaHome) $(HOME) $(home)' },
      expect: { ...defaults, layout: '/home/me /home/me $(home)' },
    },
    {
      name: 'an unknown macro becomes part of a path',
      given: { requirements: '$(Build.ArtifactStagingDirectory)' },
      expect: { ...defaults, requirements: '/root/$(Build.ArtifactStagingDirectory)' },
    },
    {
      name: 'paths are rooted and normalised, globs stay',
      given: { requirements: 'a//b/../**/*.txt', appRoot: '/x/./y/' },
      expect: { ...defaults, requirements: '/root/a/**/*.txt', approot: '/x/y/' },
    },
  ];
  for (const { name, given, expect } of rows) {
    it(name, () => {
      const sources = { variables, agentEnv: { HOME: '/home/me' } };
      variables.expand();
      deepEqual(Object.fromEntries(resolveInputs(definition, given, sources, '/root')), expect);
    });
  }
});

describe('agent: variables', () => {
  it('names ignore case, and a secret stays one', () => {
    const secrets: string[] = [];
    const variables = new Variables((value) => secrets.push(value));
    variables.set('Token', 'one', { secret: true });
    variables.set('TOKEN', 'two');
    const expected = {
      name: 'TOKEN',
      value: 'two',
      secret: true,
      readOnly: false,
      preserveCase: false,
    };
    deepEqual([variables.find('token'), secrets], [expected, ['one', 'two']]);
  });

  it('refer to each other; a reference to a secret is a secret', () => {
    const secrets: string[] = [];
    const variables = new Variables((value) => secrets.push(value));
    variables.set('a', '<$(b)>');
    variables.set('b', '[$(c)]');
    variables.set('c', 'deep', { secret: true });
    const warnings = variables.expand();
    deepEqual(
      [warnings, variables.get('a'), variables.find('a')?.secret, secrets],
      [[], '<[deep]>', true, ['deep', '<[deep]>', '[deep]']],
    );
  });

  it('that refer to themselves stay as written, with a warning', () => {
    const variables = new Variables();
    variables.set('a', 'x$(b)');
    variables.set('b', 'y$(a)');
    deepEqual(
      [variables.expand(), variables.get('a'), variables.get('b')],
      [["variable 'a' refers to itself", "variable 'b' refers to itself"], 'x$(b)', 'y$(a)'],
    );
  });

  it('of the agent are read-only, also when they are not set', () => {
    const variables = new Variables();
    variables.set('mine', '1', { readOnly: true });
    deepEqual(
      ['Build.SourcesDirectory', 'mine', 'build.mine'].map((name) => variables.isReadOnly(name)),
      [true, true, false],
    );
  });

  const names = [
    { given: 'Build.BuildId', expect: 'BUILD_BUILDID' },
    { given: 'Release.Artifacts._Shop CI.Type', expect: 'RELEASE_ARTIFACTS__SHOP_CI_TYPE' },
    { given: 'my-var', expect: 'MY-VAR' },
  ];
  for (const { given, expect } of names) {
    it(`${given} is ${expect} in the environment`, () => equal(environmentName(given), expect));
  }
  it('keeps case when asked to', () => equal(environmentName('My.Var x', true), 'My_Var_x'));
});

describe('agent: secrets in the log', () => {
  const masker = new SecretMasker();
  masker.addUserSecret('pä"ss\nword');
  masker.addUserSecret("'quoted'");
  masker.addUserSecret('   ');
  masker.add('abcd');
  masker.add('cdef');
  const rows = [
    { name: 'as it is', given: 'a pä"ss\nword b', expect: 'a *** b' },
    { name: 'escaped for a command', given: 'pä"ss%0Aword', expect: '***' },
    { name: 'in JSON', given: '{"a":"pä\\"ss\\nword"}', expect: '{"a":"***"}' },
    { name: 'in a URL', given: '?q=p%C3%A4%22ss%0Aword&r', expect: '?q=***&r' },
    {
      name: 'in base64',
      given: Buffer.from('pä"ss\nword').toString('base64'),
      expect: '***',
    },
    { name: 'without its quotes', given: '<quoted>', expect: '<***>' },
    { name: 'overlapping', given: '-abcdef-abcdabcd-', expect: '-***-***-' },
    { name: 'blanks are no secret', given: 'a   b', expect: 'a   b' },
    {
      name: 'the password of any URL',
      given: 'https://me:pw-%41!@host/a https://me@host',
      expect: 'https://me:***@host/a https://me@host',
    },
  ];
  for (const { name, given, expect } of rows) {
    it(name, () => equal(masker.mask(given), expect));
  }
});

describe('agent: lines', () => {
  const rows: { name: string; chunks: string[]; expect: string[] }[] = [
    { name: 'LF, CR and CRLF', chunks: ['a\nb\rc\r\nd\n'], expect: ['a', 'b', 'c', 'd'] },
    { name: 'CRLF in two chunks', chunks: ['a\r', '\nb'], expect: ['a', 'b'] },
    { name: 'CR, then more', chunks: ['10%\r', '20%\r'], expect: ['10%', '20%'] },
    { name: 'a line in pieces', chunks: ['##vs', 'o[a', '.b]\n'], expect: ['##vso[a.b]'] },
    { name: 'empty lines', chunks: ['\n\na\n'], expect: ['', '', 'a'] },
    { name: 'nothing', chunks: [], expect: [] },
  ];
  for (const { name, chunks, expect } of rows) {
    it(name, () => {
      const lines: string[] = [];
      const cutter = new LineCutter((line) => lines.push(line));
      chunks.forEach((chunk) => cutter.push(chunk));
      cutter.end();
      deepEqual(lines, expect);
    });
  }
});

describe('agent: results', () => {
  const rows: { current: TaskResult | undefined; coming: TaskResult; expect: TaskResult }[] = [
    { current: undefined, coming: 'Succeeded', expect: 'Succeeded' },
    { current: 'Succeeded', coming: 'SucceededWithIssues', expect: 'SucceededWithIssues' },
    { current: 'SucceededWithIssues', coming: 'Succeeded', expect: 'SucceededWithIssues' },
    { current: 'Failed', coming: 'Succeeded', expect: 'Failed' },
    { current: 'Failed', coming: 'Skipped', expect: 'Skipped' },
    { current: 'Skipped', coming: 'Failed', expect: 'Skipped' },
    { current: 'Canceled', coming: 'Abandoned', expect: 'Canceled' },
  ];
  for (const { current, coming, expect } of rows) {
    it(`${current}, then ${coming}, is ${expect}`, () =>
      equal(mergeResults(current, coming), expect));
  }
});

describe('agent: settable variables', () => {
  const rows: { allowed: string[] | undefined; name: string; expect: boolean }[] = [
    { allowed: undefined, name: 'anything', expect: true },
    { allowed: [], name: 'anything', expect: false },
    { allowed: ['packagePath'], name: 'PACKAGEPATH', expect: true },
    { allowed: ['packagePath'], name: 'packagePath2', expect: false },
    { allowed: ['package*', 'x?'], name: 'packageSha256', expect: true },
    { allowed: ['package*', 'x?'], name: 'x1', expect: true },
    { allowed: ['a.b'], name: 'aXb', expect: false },
  ];
  for (const { allowed, name, expect } of rows) {
    it(`${name} by ${JSON.stringify(allowed)}: ${expect}`, () => {
      const list = allowed === undefined ? {} : { settableVariables: allowed };
      equal(variableSettable([{}, list], name), expect);
    });
  }

  it('refuses a pattern that it does not know', () => {
    throws(() => variableSettable([{ settableVariables: ['{a,b}'] }], 'a'), {
      message: "the emulated agent does not know the pattern '{a,b}'",
    });
  });
});

describe('agent: handlers', () => {
  const folder = '/task';
  const both = { Node20_1: { target: 'twenty.js' }, Node24: { target: 'more.js' } };
  const definition = readDefinition(folder, JSON.stringify({ name: 'T', execution: both }));
  const old = readDefinition(
    folder,
    JSON.stringify({ name: 'T', execution: { Node16: { target: 'a.js' }, Node20: {} } }),
  );
  it('Node24 wins', () => equal(pickHandler(definition).target, 'more.js'));
  it('or the one asked for', () => equal(pickHandler(definition, 'Node20_1').target, 'twenty.js'));
  it('a task without one cannot run', () => {
    throws(() => pickHandler(old), { message: "task 'T' has no handler Node24 or Node20_1" });
  });
});

describe('agent: groups of the log', () => {
  it('do not nest, and say whether they were closed', () => {
    const log = ['a', '##[group]One', 'b', '##[group]Two', '##[endgroup]', ' ##[group]no', 'c'];
    deepEqual(findGroups([...log, '##[group]Three', 'd']), [
      { name: 'One', lines: ['b'], closed: false },
      { name: 'Two', lines: [], closed: true },
      { name: 'Three', lines: ['d'], closed: false },
    ]);
  });
});
