import assert from 'node:assert/strict';
import {
  beginningsOf,
  holdsBuildPath,
  isTelling,
  replaceBuildPaths,
  spellBuildPaths,
} from '../../../tasks/core/relocate/build-paths.js';
import { askPython } from '../../helpers/programs.js';

const APP = { from: '/agent/work/1/s', to: '/home/site/wwwroot' };
const VENV = { from: '/agent/work/1/s/antenv', to: '/antenv' };

describe('a build path', () => {
  const rows = [
    { name: 'in a text', given: 'in /agent/work/1/s.', expect: 'in /home/site/wwwroot.' },
    { name: 'as the whole text', given: '/agent/work/1/s', expect: '/home/site/wwwroot' },
    {
      name: 'twice in a row',
      given: '/agent/work/1/s:/agent/work/1/s',
      expect: '/home/site/wwwroot:/home/site/wwwroot',
    },
    {
      name: 'with a file below it',
      given: '/agent/work/1/s/a.py',
      expect: '/home/site/wwwroot/a.py',
    },
    { name: 'of the folder inside', given: '/agent/work/1/s/antenv/bin', expect: '/antenv/bin' },
    {
      name: 'of both folders',
      given: '/agent/work/1/s/antenv,/agent/work/1/s/a',
      expect: '/antenv,/home/site/wwwroot/a',
    },
    { name: 'in a URL', given: 'file:///agent/work/1/s/a', expect: 'file:///home/site/wwwroot/a' },
    {
      name: 'but not a longer name',
      given: '/agent/work/1/s2 /agent/work/1/s-x /agent/work/1/s_y',
      expect: '/agent/work/1/s2 /agent/work/1/s-x /agent/work/1/s_y',
    },
    {
      name: 'after a longer name',
      given: '/agent/work/1/s2 /agent/work/1/s',
      expect: '/agent/work/1/s2 /home/site/wwwroot',
    },
    { name: 'not at all', given: 'nothing here', expect: 'nothing here' },
  ];
  for (const { name, given, expect } of rows) {
    it(`is replaced ${name}`, () => {
      const paths = spellBuildPaths([APP, VENV]);
      assert.equal(replaceBuildPaths(Buffer.from(given), paths).toString(), expect);
      assert.equal(holdsBuildPath(Buffer.from(given), paths), given !== expect);
    });
  }

  it('is replaced between bytes that are no text', () => {
    const given = Buffer.concat([
      Buffer.from([0xff, 0xfe]),
      Buffer.from(APP.from),
      Buffer.from([0]),
    ]);
    const expect = Buffer.concat([
      Buffer.from([0xff, 0xfe]),
      Buffer.from(APP.to),
      Buffer.from([0]),
    ]);
    assert.deepEqual(replaceBuildPaths(given, spellBuildPaths([APP])), expect);
  });

  /** Spellings of a path as Python's own modules write them. */
  const SPELL = `
import json, pathlib, shlex, sys, urllib.parse
path = sys.argv[1]
print(json.dumps([path, pathlib.Path(path).as_uri(), json.dumps(path), json.dumps(path, ensure_ascii=False),
                  "VIRTUAL_ENV=" + shlex.quote(path), repr(path + "/x")]))
`;
  const folders = [
    { name: 'blanks', from: '/my work/an app' },
    { name: 'letters beyond ASCII', from: '/bücher/名前/😀' },
    { name: 'a single quote', from: `/it's/an app` },
    { name: 'double quotes', from: '/a/"b"' },
    { name: 'a backslash', from: '/a\\b/c' },
    { name: 'percent and number signs', from: '/100%/a#b?c' },
    { name: 'signs that URLs may have', from: '/a+b@c/(1)/d&e=f,g;h!i*j$k~l:m' },
  ];
  for (const { name, from } of folders) {
    it(`with ${name} is found in every spelling of Python`, () => {
      const paths = spellBuildPaths([{ from, to: '/antenv' }]);
      const spelled = askPython(SPELL, from) as string[];
      const replaced = spelled.map((text) =>
        replaceBuildPaths(Buffer.from(text), paths).toString(),
      );
      const plain = askPython(SPELL, '/antenv') as string[];
      const quoted = replaced.map((text) =>
        text.replace("='/antenv'", '=/antenv').replaceAll(`"/antenv/x"`, `'/antenv/x'`),
      );
      assert.deepEqual(quoted, plain);
    });
  }

  it('of two names is replaced only where it begins at the root', () => {
    const paths = spellBuildPaths([{ from: '/src/app', to: '/home/site/wwwroot' }]);
    const text = '"/src/app/x" https://host/src/app a/src/app ./src/app=/src/app';
    assert.equal(
      replaceBuildPaths(Buffer.from(text), paths).toString(),
      '"/home/site/wwwroot/x" https://host/src/app a/src/app ./src/app=/home/site/wwwroot',
    );
    for (const begins of ['a/src/app', '-I/src/app', '../src/app'].map((one) => Buffer.from(one))) {
      assert.deepEqual(replaceBuildPaths(begins, paths), begins);
    }
  });

  it('of three names is replaced wherever it stands', () => {
    const paths = spellBuildPaths([{ from: '/src/my/app', to: '/home/site/wwwroot' }]);
    assert.equal(
      replaceBuildPaths(Buffer.from('-I/src/my/app file:/src/my/app'), paths).toString(),
      '-I/home/site/wwwroot file:/home/site/wwwroot',
    );
  });

  const searched = [
    { given: 'in /agent/work/1/s/antenv/bin', expect: true },
    { given: '/agent/work/1/s/a.py', expect: true },
    { given: 'only /agent/work/1/s2 and /agent/work/1', expect: false },
    { given: '%2Fopt%2Fmy%20python', expect: false },
    { given: 'file:///opt/my%20python/bin', expect: true },
    { given: '', expect: false },
  ];
  for (const { given, expect } of searched) {
    it(`is ${expect ? '' : 'not '}in '${given}', and then one of the beginnings is`, () => {
      const paths = spellBuildPaths([APP, VENV, APP, { from: '/opt/my python', to: '/opt' }]);
      const bytes = Buffer.from(given);
      assert.equal(holdsBuildPath(bytes, paths), expect);
      if (expect) assert.ok(beginningsOf(paths).some((beginning) => bytes.includes(beginning)));
    });
  }

  const runs: readonly {
    name: string;
    foldersOf: (job: string) => readonly string[];
    expect: readonly string[];
  }[] = [
    {
      name: 'of an agent',
      foldersOf: (job) => [`/agents/_temp/${job}`, `/agents/1/${job}/antenv`, '/opt/python/3.12'],
      expect: ['/agents/', '/opt/python/3.12'],
    },
    {
      name: 'that lie far from the app',
      foldersOf: (job) => [`/tmp/${job}`, `/tmp/${job}/antenv`, '/home/me/app'],
      expect: ['/home/me/app', '/tmp/antenv-'],
    },
    {
      name: 'of an agent on Windows',
      foldersOf: (job) => [`D:\\a\\_temp\\${job}\\antenv`, 'D:\\a\\1\\s'],
      expect: [
        'D%3A%5Ca%5C',
        'D:%5Ca%5C',
        'D:\\\\a\\\\1\\\\s',
        'D:\\\\a\\\\_temp\\\\antenv-',
        'D:\\a\\1\\s',
        'D:\\a\\_temp\\antenv-',
      ],
    },
  ];
  for (const { name, foldersOf, expect } of runs) {
    it(`has the same beginning in the next run, whose folders have other names: ${name}`, () => {
      const beginnings = (job: string): string[] =>
        beginningsOf(spellBuildPaths(foldersOf(job).map((from) => ({ from, to: '/' })))).map(
          String,
        );
      assert.deepEqual(beginnings('antenv-0004711-Xy12Ab'), expect);
      assert.deepEqual(beginnings('antenv-0000815-q9_Zzz'), expect);
    });
  }

  const telling = [
    { given: '/', expect: false },
    { given: '/usr', expect: false },
    { given: '/usr/local', expect: false },
    { given: '/opt/python', expect: false },
    { given: '/home', expect: false },
    { given: '/root', expect: false },
    { given: '/tmp', expect: false },
    { given: '/app', expect: false },
    { given: 'D:\\a', expect: false },
    { given: 'D:\\a\\1', expect: true },
    { given: 'C:/Users/me', expect: true },
    { given: '/home/me', expect: true },
    { given: '/workspaces/app', expect: true },
    { given: '/home/me/app', expect: true },
    { given: '/opt/hostedtoolcache/Python/3.12.4/x64', expect: true },
  ];
  for (const { given, expect } of telling) {
    it(`${expect ? 'can' : 'cannot'} be told from ordinary text: ${given}`, () =>
      assert.equal(isTelling(given), expect));
  }
});
