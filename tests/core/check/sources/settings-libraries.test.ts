// Which variables a program cannot start without, where it reads them by a library for settings.

import assert from 'node:assert/strict';
import type { ModuleFact } from '../../../../tasks/core/check/sources/python-sources.js';
import { sourcesOf } from '../../../helpers/app-evidence.js';
import { SETTINGS_ROWS } from '../../../helpers/settings-library-rows.js';

async function factOf(text: string): Promise<ModuleFact> {
  const fact = (await sourcesOf({ 'app.py': text })).modules.get('app.py');
  assert.ok(fact);
  return fact;
}

function told({ name, line, others = [], anyCase }: ModuleFact['environment'][number]): string {
  const names = [name, ...others].join('|');
  return `${anyCase === true ? names.toLowerCase() : names}:${line}`;
}

describe('variables that a program reads by a library for settings', () => {
  for (const [library, rows] of Object.entries(SETTINGS_ROWS)) {
    for (const { name, text, told: expected } of rows) {
      it(`${library}: ${name}`, async () => {
        const { environment, fills } = await factOf(text);
        assert.deepEqual(fills === true ? [] : environment.map(told), expected);
      });
    }
  }

  it('are told with the name that an app setting would have', async () => {
    const { environment } = await factOf(
      'from pydantic_settings import BaseSettings\nclass Settings(BaseSettings):\n    secret_key: str\nSettings()\n',
    );
    assert.deepEqual(environment, [{ name: 'SECRET_KEY', line: 3, anyCase: true }]);
  });
});

/** What may set variables of any name, and what sets only its own. */
const FILLS: readonly { readonly text: string; readonly fills?: true; readonly sets?: string[] }[] =
  [
    { text: 'os.environ[name] = "x"', fills: true },
    { text: 'os.environ.setdefault(name, "x")', fills: true },
    { text: 'os.environ.update(secrets())', fills: true },
    { text: 'os.environ.update({**other})', fills: true },
    { text: 'os.environ |= secrets()', fills: true },
    { text: 'os.environ[os.getenv("NAME", "A")] = "x"', fills: true },
    { text: 'os.environ.update([("A", "x")])', fills: true },
    { text: 'os.environ.update({"A": "x", **other})', fills: true },
    { text: 'for name in names(): os.environ[name] = "x"', fills: true },
    {
      text: 'for name in ("A", "B"):\n    name = name + "_X"\n    os.environ[name] = "x"',
      fills: true,
    },
    { text: 'for name in ("A",):\n    def f(name): os.environ[name] = "x"', fills: true },
    {
      text: 'for name in ("A",):\n    [os.environ.setdefault(name, "x") for name in names()]',
      fills: true,
    },
    { text: 'for name in ("A",):\n    pass\nos.environ[name] = "x"', fills: true },
    { text: 'for name, value in other.items(): os.environ[name] = value', fills: true },
    { text: 'for name, value in {"A": "B"}.items(): os.environ[value] = name', fills: true },
    { text: 'for name, value in zip(["A"], ["x"]): os.environ[name] = value', fills: true },
    { text: 'for name in ("A", "B"): os.environ[name] = "x"', sets: ['A', 'B'] },
    {
      text: 'NAMES = ["A"]\nfor name in NAMES:\n    if name not in os.environ: os.environ.setdefault(name, "x")',
      sets: ['A'],
    },
    {
      text: 'NAMES = ["A"]\nNAMES.append(b)\nfor name in NAMES: os.environ[name] = "x"',
      fills: true,
    },
    { text: 'for name, value in {"A": "x"}.items(): os.environ[name] = value', sets: ['A'] },
    { text: 'os.environ |= {"A": "x"}', sets: ['A'] },
    { text: 'os.environ.update({"A": "x", **{"B": "y"}}, **dict(C="z"))', sets: ['A', 'B', 'C'] },
    { text: 'os.environ.update(dict({"A": "x"}, B="y"))', sets: ['A', 'B'] },
    { text: 'os.environ.update({**dotenv_values(".env"), **dotenv_values(".env.local")})' },
    { text: 'os.environ.update(dotenv_values("/home/.env"))', fills: true },
    { text: 'os.environ.update(dotenv_values(stream=secrets()))', fills: true },
    { text: "load_dotenv(f\".env.{os.getenv('STAGE', 'dev')}\")" },
    { text: 'load_dotenv(".env." + stage)' },
    { text: 'load_dotenv(Path(__file__).parent / f".env.{stage}")' },
    { text: 'load_dotenv(Path(folder) / f".env.{stage}")', fills: true },
    {
      text: 'load_dotenv(Path(__file__).parent.parent.parent / ".." / f".env.{stage}")',
      fills: true,
    },
    { text: 'load_dotenv(f"{folder}/.env.{stage}")', fills: true },
    // Their names are not looked for in the package.
    { text: 'load_dotenv("settings/app.cfg")', fills: true },
    { text: 'load_dotenv(".env.defaults")', fills: true },
    { text: 'os.environ.update({"A": "x"}, B="y")', sets: ['A', 'B'] },
    { text: 'os.environ["A"] = "x"', sets: ['A'] },
    { text: 'load_dotenv()' },
    { text: 'load_dotenv(find_dotenv())' },
    { text: 'load_dotenv(".env.production", override=True)' },
    { text: 'load_dotenv(dotenv_path=os.path.join(os.path.dirname(__file__), ".env"))' },
    { text: 'load_dotenv(find_dotenv("/home/secrets.env"))', fills: true },
    { text: 'load_dotenv("/home/.env")', fills: true },
    { text: 'load_dotenv(dotenv_path=os.getenv("ENV_FILE", ".env"))', fills: true },
    { text: 'load_dotenv(stream=secrets())', fills: true },
    { text: 'load_dotenv(**options)', fills: true },
    { text: 'Env.read_env("/home/.env")', fills: true },
    { text: 'Env.read_env(KEY="x")', fills: true },
    { text: 'Env.read_env(encoding="utf8")' },
  ];

describe('variables that a program sets', () => {
  for (const { text, fills, sets = [] } of FILLS) {
    it(`are ${fills === true ? 'any' : JSON.stringify(sets)} with ${text}`, async () => {
      const head =
        'import os\nfrom pathlib import Path\nfrom dotenv import dotenv_values, find_dotenv, load_dotenv\nfrom environ import Env\n';
      const fact = await factOf(`${head}${text}\n`);
      assert.deepEqual([fact.fills, Object.keys(fact.sets ?? {})], [fills, sets]);
    });
  }
});

/** Whether a module sets a variable in any case, and whether what was set before stays. */
const MANNERS: readonly {
  readonly text: string;
  readonly always?: true;
  readonly byDefault?: true;
}[] = [
  { text: 'os.environ["A"] = "x"', always: true },
  { text: 'os.environ.setdefault("A", "x")', always: true, byDefault: true },
  { text: 'if b:\n    os.environ["A"] = "x"' },
  { text: 'if b:\n    os.environ.setdefault("A", "x")', byDefault: true },
  { text: 'def main():\n    os.environ.setdefault("A", "x")', byDefault: true },
  {
    text: 'if b:\n    os.environ.setdefault("A", "x")\nelse:\n    os.environ.setdefault("A", "y")',
    byDefault: true,
  },
  { text: 'try:\n    import b\n    os.environ["A"] = "x"\nexcept ImportError:\n    pass' },
  { text: 'os.environ.setdefault("A", "x")\nos.environ["A"] = "y"' },
  { text: 'os.environ.setdefault("A", "x")\nos.environ.update({"A": "y"})' },
  { text: 'os.environ.setdefault("A", "x")\nfor name in ("A", "B"): os.environ[name] = "y"' },
  { text: 'os.environ.update({"A": "x"})' },
  { text: 'os.putenv("A", "x")' },
];

describe('how a program sets a variable', () => {
  for (const { text, always = false, byDefault = false } of MANNERS) {
    const words = [always ? 'always' : 'maybe', byDefault ? 'by default' : 'for good'];
    it(`is ${words.join(', ')}: ${JSON.stringify(text)}`, async () => {
      const { setsAlways = [], setsDefault = [] } = await factOf(`import os\n${text}\n`);
      assert.deepEqual([setsAlways.includes('A'), setsDefault.includes('A')], [always, byDefault]);
    });
  }
});
