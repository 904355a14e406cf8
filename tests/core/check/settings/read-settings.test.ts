import assert from 'node:assert/strict';
import { readSettings } from '../../../../tasks/core/check/settings/read-settings.js';
import type { SettingProblem } from '../../../../tasks/core/terms/app-setting.js';

type Triple = readonly [name: string, value: string, slotSetting?: boolean];

interface Row {
  readonly name: string;
  readonly given: string;
  readonly expect: readonly Triple[];
  readonly problems?: readonly SettingProblem[];
}

function problem(
  severity: SettingProblem['severity'],
  message: string,
  fix: string,
  line?: number,
): SettingProblem {
  const file = 'app settings';
  return { severity, message, fix, where: line === undefined ? { file } : { file, line } };
}

const FORMS =
  'Write [{ "name": "KEY", "value": "value" }], { "KEY": "value" }, -KEY "value" or lines of KEY=value, or name a file of one of these.';
const CORRECT_JSON =
  'Correct the JSON: names and texts in double quotes, no comments, no comma after the last entry.';
const NOT_JSON = 'The app settings begin like JSON but are not valid JSON.';
const LINES = problem(
  'note',
  'The app settings are on several lines, which AzureWebApp@1 does not divide: to it a line break is a part of the value.',
  'Where that task takes the same text, fold it into one line: `appSettings: >-`.',
  2,
);
const NO_VALUE =
  'Take the output of `az webapp config appsettings list`; `set` prints every value as null.';
const ENTRY = 'Write each entry as { "name": "KEY", "value": "value", "slotSetting": false }.';
const QUOTE_BLANKS = 'Put values with blanks into double quotes: -KEY "two words".';
const CLOSE =
  'Put the value into double quotes, with a backtick before each quote or bracket that is part of it.';

const FORM = problem(
  'note',
  'The app settings are lines of NAME=value, which are read here, but which the deployment tasks do not take.',
  'Where such a task gets the same text, write [{ "name": "KEY", "value": "value" }].',
);

const rows: readonly Row[] = [
  { name: 'nothing', given: '', expect: [] },
  { name: 'blanks', given: ' \n\t', expect: [] },
  {
    name: 'an array as Azure prints it',
    given:
      '[\n  {"name": "A", "slotSetting": true, "value": "x"},\n  {"name": "B", "value": ""}\n]',
    expect: [
      ['A', 'x', true],
      ['B', ''],
    ],
  },
  {
    name: 'an array with a byte order mark and a flag in text',
    given: '\uFEFF[{"name":"A","value":"x","slotSetting":"False"}]',
    expect: [['A', 'x', false]],
  },
  {
    name: "a template's site",
    given: '{"name":"x","properties":{"siteConfig":{"appSettings":[{"name":"A","value":"b"}]}}}',
    expect: [['A', 'b']],
  },
  {
    name: 'the list by its name, whose entries keep their lines',
    given:
      '{\n  "appSettings": [\n    {"name":"A","value":"b"},\n    {"name":"B","value":1}\n  ]\n}',
    expect: [
      ['A', 'b'],
      ['B', '1'],
    ],
    problems: [
      problem(
        'note',
        "App settings are numbers or booleans in the JSON and reach the app as text: 'B'.",
        'Put these values into double quotes.',
        4,
      ),
    ],
  },
  {
    name: 'local.settings.json',
    given: '{"IsEncrypted":false,"Values":{"A":"b"},"Host":{"CORS":"*"}}',
    expect: [['A', 'b']],
  },
  { name: 'a setting of the name Values', given: '{"Values":"b"}', expect: [['Values', 'b']] },
  {
    name: 'a .env file',
    given:
      '# of the app\nA=b\r\nexport B="two words" # why\nC = d#e #f\nD=\'x\'\nE=\nF="-----BEGIN\nend"\n',
    expect: [
      ['A', 'b'],
      ['B', 'two words'],
      ['C', 'd#e'],
      ['D', 'x'],
      ['E', ''],
      ['F', '-----BEGIN\nend'],
    ],
    problems: [FORM],
  },
  {
    name: 'what az takes, on one line',
    given: 'A=b C_1="d e"',
    expect: [
      ['A', 'b'],
      ['C_1', 'd e'],
    ],
    problems: [FORM],
  },
  {
    name: 'a connection string, whose parts are no settings',
    given: 'DB=Server=tcp:x;User Id=y;Password=z',
    expect: [['DB', 'Server=tcp:x;User Id=y;Password=z']],
    problems: [FORM],
  },
  {
    name: 'a line without a name among such lines',
    given: 'A=b\nhello\n',
    expect: [['A', 'b']],
    problems: [
      FORM,
      problem(
        'warning',
        'A line of the app settings has no NAME= and is lost.',
        'Write NAME=value on a line of its own; put a value of several lines into double quotes.',
        2,
      ),
    ],
  },
  { name: 'an empty array', given: '[]', expect: [] },
  { name: 'an empty object', given: ' {} ', expect: [] },
  {
    name: 'an object, with text that looks like JSON in it',
    given: '{"A":"{\\"b\\":[1,2]}","C\\u0044":"},{"}',
    expect: [
      ['A', '{"b":[1,2]}'],
      ['CD', '},{'],
    ],
  },
  {
    name: 'an object with a key twice, and others that differ in case',
    given: '{"A":"1","a":"2","A":"3"}',
    expect: [
      ['A', '1'],
      ['a', '2'],
      ['A', '3'],
    ],
  },
  {
    name: 'what the management API prints',
    given: '{"id":"/subscriptions/x","properties":{"A":"1",\n"B":true},"type":"t"}',
    expect: [
      ['A', '1'],
      ['B', 'true'],
    ],
    problems: [
      problem(
        'note',
        "App settings are numbers or booleans in the JSON and reach the app as text: 'B'.",
        'Put these values into double quotes.',
        2,
      ),
    ],
  },
  {
    name: 'values that are no text',
    given: '{"PORT": 8000,\n"ON": false,\n"NIL": null,\n"LIST": ["a"],\n"MAP": {"b": 1.50}}',
    expect: [
      ['PORT', '8000'],
      ['ON', 'false'],
      ['NIL', ''],
      ['LIST', '["a"]'],
      ['MAP', '{"b": 1.50}'],
    ],
    problems: [
      problem(
        'warning',
        "App settings are objects or lists where App Service takes text alone: 'LIST', 'MAP'.",
        'Write the value as one JSON string, with its inner quotes escaped.',
        4,
      ),
      problem(
        'note',
        "App settings are numbers or booleans in the JSON and reach the app as text: 'PORT', 'ON'.",
        'Put these values into double quotes.',
        1,
      ),
      problem(
        'note',
        "App settings have no value here, so it could not be checked: 'NIL'.",
        NO_VALUE,
        3,
      ),
    ],
  },
  {
    name: 'entries that are none among good ones',
    given: '[1, {"name":"A","value":"x"}, {"value":"s3cret"}, {"name":7}, {"name":"B"}]',
    expect: [
      ['A', 'x'],
      ['B', ''],
    ],
    problems: [
      problem(
        'warning',
        "Entries of the app settings have no name and are lost: '1', '3', '4'.",
        ENTRY,
        1,
      ),
      problem(
        'note',
        "App settings have no value here, so it could not be checked: 'B'.",
        NO_VALUE,
        1,
      ),
    ],
  },
  {
    name: 'one entry without its list',
    given: '\n{"name":"A","value":"x","slotSetting":true}',
    expect: [['A', 'x', true]],
    problems: [
      problem(
        'warning',
        "The app settings are one entry where a list of entries is expected: 'A'.",
        'Put it into brackets: [{ "name": "KEY", "value": "value", "slotSetting": false }].',
        2,
      ),
    ],
  },
  {
    name: 'settings that are called name and value, among others',
    given: '{"name":"A","value":"x","other":"y"}',
    expect: [
      ['name', 'A'],
      ['value', 'x'],
      ['other', 'y'],
    ],
  },
  {
    name: 'entries as PowerShell prints them',
    given: '[{"Name":"A","Value":"x"},{"Name":"B","Value":7}]',
    expect: [
      ['A', 'x'],
      ['B', '7'],
    ],
    problems: [
      problem(
        'note',
        "App settings are numbers or booleans in the JSON and reach the app as text: 'B'.",
        'Put these values into double quotes.',
        1,
      ),
    ],
  },
  {
    name: 'names and values with = between them: a value is never shown as a name',
    given: '-API_KEY=s3cret -A="x y" -B c',
    expect: [
      ['API_KEY', 's3cret'],
      ['A', 'x y'],
      ['B', 'c'],
    ],
    problems: [
      problem(
        'error',
        "Between name and value of the app settings stands '=', and the deployment tasks take all of it for a name: 'API_KEY', 'A'.",
        'Write a blank in its place: -KEY "value".',
        1,
      ),
    ],
  },
  {
    name: 'a quoted value that looks like a name and its value',
    given: '-OPTIONS -Da="b c"',
    expect: [['OPTIONS', '-Da="b c"']],
  },
  {
    name: 'an array without one good entry',
    given: '["A=1","B=2"]',
    expect: [],
    problems: [
      problem(
        'error',
        "Entries of the app settings have no name and are lost: '1', '2'.",
        ENTRY,
        1,
      ),
    ],
  },
  {
    name: 'invalid names, which are not lost',
    given: '{"my-key":"1","":"2","a b":"3"}',
    expect: [
      ['my-key', '1'],
      ['', '2'],
      ['a b', '3'],
    ],
  },
  {
    name: 'JSON with a comma too many',
    given: '[\n  {"name":"A","value":"s3cret"},\n]',
    expect: [],
    problems: [problem('error', NOT_JSON, CORRECT_JSON, 3)],
  },
  {
    name: 'JSON with a bare word',
    given: '{"A": "position 1",\n "B": yes}',
    expect: [],
    problems: [problem('error', NOT_JSON, CORRECT_JSON, 2)],
  },
  {
    name: 'JSON with single quotes',
    given: "{\n\n'A': 's3cret'}",
    expect: [],
    problems: [problem('error', NOT_JSON, CORRECT_JSON, 3)],
  },
  {
    name: 'JSON that is cut off',
    given: '{"A": "1",\n"B": "2",\n',
    expect: [],
    problems: [
      problem('error', 'The app settings begin like JSON but end too early.', CORRECT_JSON, 2),
    ],
  },
  {
    name: 'text on one line, with blanks and tabs between',
    given: '-A 1   -B\t"two words" -C \'single stays\' -My.Setting__Name x',
    expect: [
      ['A', '1'],
      ['B', 'two words'],
      ['C', "'single stays'"],
      ['My.Setting__Name', 'x'],
    ],
  },
  {
    name: 'numbers with a sign, and dashes inside a value',
    given: '-A -1 -B -1.5e3 -C some-value -D "-quoted"',
    expect: [
      ['A', '-1'],
      ['B', '-1.5e3'],
      ['C', 'some-value'],
      ['D', '-quoted'],
    ],
  },
  {
    name: 'a value that begins with a dash, which is a name',
    given: '-A -secret -B 2',
    expect: [
      ['A', ''],
      ['secret', ''],
      ['B', '2'],
    ],
    problems: [
      problem(
        'note',
        "A name follows where a value was expected, so these app settings are empty: 'A', 'secret'.",
        'Quote a value that begins with a dash: -KEY "-value".',
        1,
      ),
    ],
  },
  {
    name: 'a last name without a value',
    given: '-A 1 -B',
    expect: [
      ['A', '1'],
      ['B', ''],
    ],
  },
  {
    name: 'brackets and quotes that hold blanks together',
    given: '-A {"a": [1, "]"]} -B (x y) -C a"b c"d -D Server=(local);Password=[a b]',
    expect: [
      ['A', '{"a": [1, "]"]}'],
      ['B', '(x y)'],
      ['C', 'a"b c"d'],
      ['D', 'Server=(local);Password=[a b]'],
    ],
  },
  {
    name: 'backticks, which take the meaning and stay',
    given: '-A a`"b -B "say `"hi`"" -C `-x',
    expect: [
      ['A', 'a`"b'],
      ['B', 'say `"hi`"'],
      ['C', '`-x'],
    ],
  },
  {
    name: 'values that no name is before',
    given: '-A two s3cret words -B 1',
    expect: [
      ['A', 'two'],
      ['B', '1'],
    ],
    problems: [
      problem(
        'warning',
        '2 values of the app settings have no name before them: a blank ends a value.',
        QUOTE_BLANKS,
        1,
      ),
    ],
  },
  {
    name: 'duplicates',
    given: '-A 1 -a 2 -A 3',
    expect: [
      ['A', '1'],
      ['a', '2'],
      ['A', '3'],
    ],
  },
  {
    name: 'lines, as a YAML block has them',
    given: '-A 1\r\n-B "two words"\n\n  -C "three\nlines"\n-D 4\n',
    expect: [
      ['A', '1'],
      ['B', 'two words'],
      ['C', '"three\nlines"'],
      ['D', '4'],
    ],
    problems: [LINES],
  },
  {
    name: 'one setting on two lines',
    given: '-A\n1',
    expect: [['A', '1']],
  },
  {
    name: 'a quote that is not closed',
    given: '-A 1\n-B "s3cret -C 2\n-D 3',
    expect: [
      ['A', '1'],
      ['B', '"s3cret -C 2\n-D 3'],
    ],
    problems: [
      problem(
        'error',
        'A value of the app settings opens something that " never closes: all that follows is taken for one value.',
        CLOSE,
        2,
      ),
      LINES,
    ],
  },
  {
    name: "a word's own apostrophe",
    given: "-A it's -B 2",
    expect: [['A', "it's -B 2"]],
    problems: [
      problem(
        'error',
        "A value of the app settings opens something that ' never closes: all that follows is taken for one value.",
        CLOSE,
        1,
      ),
    ],
  },
  {
    name: 'a bracket that is not closed',
    given: '-A {"a":1 -B 2',
    expect: [['A', '{"a":1 -B 2']],
    problems: [
      problem(
        'error',
        'A value of the app settings opens something that } never closes: all that follows is taken for one value.',
        CLOSE,
        1,
      ),
    ],
  },
  {
    name: 'anything else',
    given: 'DATABASE_URL: s3cret',
    expect: [],
    problems: [
      problem(
        'error',
        'The app settings are neither JSON nor -KEY value text nor lines of KEY=value.',
        FORMS,
      ),
    ],
  },
  {
    name: 'a key in Base64, of which nothing is shown',
    given: 'c2VjcmV0c2U==',
    expect: [],
    problems: [
      problem(
        'error',
        'The app settings are neither JSON nor -KEY value text nor lines of KEY=value.',
        FORMS,
      ),
    ],
  },
  {
    name: 'the name of a file that is not there',
    given: 'deploy/settings.json',
    expect: [],
    problems: [
      problem(
        'error',
        "There is no file 'deploy/settings.json' with app settings, and the name is no settings itself.",
        FORMS,
      ),
    ],
  },
];

describe('app settings', () => {
  for (const { name, given, expect, problems = [] } of rows) {
    it(`are read from ${name}`, () => {
      const wanted = expect.map(([key, value, slotSetting]) => ({ name: key, value, slotSetting }));
      assert.deepEqual(readSettings(given), { settings: wanted, problems });
    });
  }

  it('have problems at the file they come from', () => {
    const [first] = readSettings('[', 'prod.json').problems;
    assert.deepEqual(first?.where, { file: 'prod.json', line: 1 });
  });

  const megabyte = 1024 * 1024;
  const rubbish: Readonly<Record<string, string>> = {
    letters: 'x'.repeat(megabyte),
    'opened brackets': '['.repeat(megabyte),
    'opened braces in text': `-A ${'{'.repeat(megabyte)}`,
    'opened strings': `["${'\\"'.repeat(megabyte / 2)}`,
    'nested lists': `{"A":${'['.repeat(megabyte / 2)}${']'.repeat(megabyte / 2)}}`,
    'nested objects': `[${'{"value":'.repeat(1e5)}1${'}'.repeat(1e5)}]`,
    quotes: `-A ${'"'.repeat(megabyte + 1)}`,
    bytes: Array.from({ length: megabyte }, (_, index) =>
      String.fromCharCode((index * 7919) % 256),
    ).join(''),
    'bytes after a dash': `-${Array.from({ length: megabyte }, (_, index) =>
      String.fromCharCode((index * 7919) % 256),
    ).join('')}`,
    'values without names': `-A ${'1 '.repeat(megabyte / 2)}`,
  };
  for (const [name, text] of Object.entries(rubbish)) {
    it(`end in a problem for a megabyte of ${name}`, () => {
      const { problems } = readSettings(text);
      assert.notDeepEqual(problems, []);
      assert.ok(JSON.stringify(problems).length < 3000, 'problems stay short');
    });
  }

  const forms: Readonly<Record<string, (names: readonly string[]) => string>> = {
    array: (names) =>
      JSON.stringify(
        names.map((name) => ({ name, value: 'v' })),
        null,
        2,
      ),
    object: (names) => JSON.stringify(Object.fromEntries(names.map((name) => [name, 'v']))),
    text: (names) => names.map((name) => `-${name} "v"`).join(' '),
  };
  for (const [name, write] of Object.entries(forms)) {
    it(`are read from an ${name} of 10,000`, () => {
      const names = Array.from({ length: 10_000 }, (_, index) => `KEY_${index}`);
      const text = write(names);
      const { settings, problems } = readSettings(text);
      assert.deepEqual(
        settings.map((setting) => `${setting.name}=${setting.value}`),
        names.map((key) => `${key}=v`),
      );
      assert.deepEqual(problems, []);
    });
  }
});
