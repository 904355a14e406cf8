import assert from 'node:assert/strict';
import { redact } from '../../../tasks/core/terms/redaction.js';
import { secretsIn } from '../../../tasks/core/terms/secret-settings.js';

const rows: readonly { name: string; value: string; secrets: readonly string[] }[] = [
  {
    name: 'DJANGO_SECRET_KEY',
    value: 'not so good',
    secrets: ['not so good', 'not%20so%20good', 'not+so+good'],
  },
  { name: 'SMTP_PASSWORD', value: 'hunter22', secrets: ['hunter22'] },
  {
    name: 'DB',
    value: 'postgresql://app:s3cret@db.example.org/app',
    secrets: ['s3cret', 'YXBwOnMzY3JldA==', 'YXBwOnMzY3JldA%3D%3D'],
  },
  {
    name: 'STORAGE',
    value: 'AccountName=box;AccountKey=abc+def==;EndpointSuffix=example.org',
    secrets: ['abc+def==', 'abc%2Bdef%3D%3D'],
  },
  {
    name: 'UPLOAD',
    value: 'https://box.example.org/f?sv=1&sig=Zm9v%3D',
    secrets: ['Zm9v%3D', 'Zm9v%253D', 'Zm9v='],
  },
  { name: 'HOOK', value: 'https://hooks.example.org/?api_key=k3y-of-us', secrets: ['k3y-of-us'] },
  {
    name: 'ARGS',
    value: '--token=t0ken-of-us --code=404',
    secrets: ['t0ken-of-us'],
  },
  { name: 'OTHER', value: '0123456789abcdef0123', secrets: ['0123456789abcdef0123'] },
  {
    name: 'OTHER',
    value: 'Q29ycmVjdCBob3JzZQ/+x1y2',
    secrets: [
      'Q29ycmVjdCBob3JzZQ/+x1y2',
      'Q29ycmVjdCBob3JzZQ%2F%2Bx1y2',
      'Q29ycmVjdCBob3JzZQ/%2Bx1y2',
    ],
  },
  { name: 'DATA', value: '/home/site/wwwroot/Data1/files', secrets: [] },
  { name: 'SITE', value: 'my-very-long-app-name-1', secrets: [] },
  { name: 'HOST', value: 'db1.Example.postgres.database.azure.com', secrets: [] },
  { name: 'USE_TOKENS', value: 'true', secrets: [] },
  { name: 'MAX_CONNECTIONS', value: '20', secrets: [] },
  { name: 'DJANGO_SETTINGS_MODULE', value: 'mysite.settings.production', secrets: [] },
  { name: 'LOG_LEVEL', value: 'info', secrets: [] },
];

/** A body of three lines, assembled here: a key as it is would be taken for a real one. */
const LINES = ['MIIEvQIBADANBgkqhkiG', 'Qz0Yt7/4Lk+aaBBccDDee', 'Zm9vYmFyYmF6cXV4eHk='];
const marker = (at: string): string => `-----${at} PRIVATE KEY-----`;
const PEM = `${[marker('BEGIN'), ...LINES, marker('END')].join('\n')}\n`;
const IN_ONE_LINE = PEM.replaceAll('\n', String.raw`\n`);

const GOOGLE = {
  type: 'service_account',
  project_id: 'shop-1234',
  private_key: PEM,
  client_secret: 'swordfish',
  token_uri: 'https://oauth2.googleapis.com/token',
  universe_domain: 'googleapis.com',
  nested: [{ limit: 5, on: true, region: 'westeurope', pin: 'K7-lmn-88' }],
};

/** A text with a key in it is secret, as it is and in quotes. */
const AS_WHOLE = [
  JSON.stringify(GOOGLE),
  JSON.stringify(JSON.stringify(GOOGLE)).slice(1, -1),
  JSON.stringify(GOOGLE).replaceAll('\\', '\\\\'),
];

const jsonRows: readonly {
  readonly name: string;
  readonly setting: string;
  readonly value: unknown;
  readonly secrets: readonly string[];
}[] = [
  {
    name: 'every string of a setting whose name says it, but for harmless ones',
    setting: 'GOOGLE_CREDENTIALS',
    value: GOOGLE,
    secrets: [...AS_WHOLE, ...LINES, 'shop-1234', PEM, IN_ONE_LINE, 'swordfish', 'K7-lmn-88'],
  },
  {
    name: 'of any setting the strings under names that say it',
    setting: 'SERVICE',
    value: GOOGLE,
    secrets: [...AS_WHOLE, ...LINES, PEM, IN_ONE_LINE, 'swordfish'],
  },
  {
    name: 'what is below such a name',
    setting: 'SERVICE',
    value: {
      ConnectionStrings: { main: 'Server=db7.example.org;Uid=me', host: 'db7.example.org' },
    },
    secrets: ['Server=db7.example.org;Uid=me', 'Server%3Ddb7.example.org%3BUid%3Dme'],
  },
  {
    name: 'parts of strings under any name',
    setting: 'SERVICE',
    value: { db: 'postgresql://app:s3cret@db.example.org/app', box: 'AccountKey=abc+def==' },
    secrets: ['s3cret', 'YXBwOnMzY3JldA==', 'YXBwOnMzY3JldA%3D%3D', 'abc+def==', 'abc%2Bdef%3D%3D'],
  },
  {
    name: 'nothing that is harmless',
    setting: 'SERVICE',
    value: {
      sort_key: 'created_at',
      use_token: 'true',
      token_limit: 4096,
      key_host: 'vault.example.org:8200',
      text: 'not secret at all, 7 words',
      none: null,
    },
    secrets: [],
  },
];

const spelledRows: readonly { name: string; value: string; secrets: readonly string[] }[] = [
  { name: 'SIGNER', value: PEM, secrets: [PEM, IN_ONE_LINE, ...LINES] },
  {
    name: 'SIGNER',
    value: IN_ONE_LINE,
    secrets: [IN_ONE_LINE, IN_ONE_LINE.replaceAll('\\', '\\\\'), ...LINES],
  },
  {
    name: 'PASSWORD',
    value: 'a"b\\cü',
    secrets: ['a"b\\cü', 'a\\"b\\\\cü', 'a"b\\\\cü', 'a\\"b\\\\c\\u00fc', 'a%22b%5Cc%C3%BC'],
  },
  {
    name: 'PASSWORD',
    value: 'p/s +w',
    secrets: ['p/s +w', 'p%2Fs%20%2Bw', 'p/s%20%2Bw', 'p%2Fs+%2Bw'],
  },
  { name: 'PASSWORD', value: '{not JSON', secrets: ['{not JSON', '%7Bnot%20JSON', '%7Bnot+JSON'] },
];

describe('secrets among app settings', () => {
  for (const { name, value, secrets } of rows) {
    it(`${name}=${value}`, () => {
      assert.deepEqual(secretsIn([{ name, value, slotSetting: undefined }]), secrets);
    });
  }

  for (const { name, setting, value, secrets } of jsonRows) {
    it(`of JSON: ${name}`, () => {
      const given = { name: setting, value: JSON.stringify(value), slotSetting: undefined };
      assert.deepEqual(secretsIn([given]).toSorted(), secrets.toSorted());
    });
  }

  for (const { name, value, secrets } of spelledRows) {
    it(`as Python, JSON and addresses write them: ${name}=${JSON.stringify(value)}`, () => {
      const found = secretsIn([{ name, value, slotSetting: undefined }]);
      assert.deepEqual(found.toSorted(), secrets.toSorted());
    });
  }

  it('of JSON leave nothing of a key in what an app prints of it', () => {
    const value = JSON.stringify(GOOGLE);
    const secrets = secretsIn([{ name: 'GOOGLE_CREDENTIALS', value, slotSetting: undefined }]);
    const printed = `{'type': 'service_account', 'private_key': '${IN_ONE_LINE}', 'n': 5}\n${PEM}`;
    assert.equal(
      redact(printed, secrets),
      "{'type': 'service_account', 'private_key': '***', 'n': 5}\n***\n***\n***\n***\n***\n",
    );
  });

  it('of JSON that is nested deeply or long are looked for to its end', () => {
    const deep = '['.repeat(50_000) + ']'.repeat(50_000);
    const given = [deep, `{"a": "${'token='.repeat(20_000)}"}`, '-----BEGIN '.repeat(20_000)];
    for (const value of given) {
      assert.ok(Array.isArray(secretsIn([{ name: 'DATA', value, slotSetting: undefined }])));
    }
  });
});
