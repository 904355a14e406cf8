// Rules about packaged secrets: each on a case made for it, silent on its nearest good neighbour, never quoting.

import assert from 'node:assert/strict';
import { secretRules } from '../../../../tasks/core/check/rules/secret.js';
import type { Finding } from '../../../../tasks/core/terms/finding.js';
import { appOf } from '../../../helpers/app-evidence.js';

const SECRET = 'hunter2';
/** Assembled here: a key as it is would be taken for a real one. */
const marker = (kind: string): string => `-----BEGIN ${kind}PRIVATE KEY-----\n`;
const KEY = `${marker('RSA ')}${'QUJD'.repeat(40)}\n`;

function leaveOut(path: string): string {
  return `Leave it out with a line in .antenvignore, and keep its values in app settings or a key vault: /${path}`;
}

const FEED =
  'Replace the password, and sign in on the agent: task PipAuthenticate@1, with the address but no password in the file.';

const VARIABLE =
  'Withdraw it, and let the file name a variable in its place, which pip reads from the environment of the step: ${NAME}';

interface Row {
  readonly rule: string;
  readonly name: string;
  readonly files: Readonly<Record<string, string>>;
  readonly expect: readonly Omit<Finding, 'code'>[];
}

function noted(path: string, holds: string): Row {
  return {
    rule: 'secret/packaged',
    name: `${path} as a note`,
    files: { [path]: '' },
    expect: [
      {
        severity: 'note',
        message: `The package holds ${path}, with ${holds}.`,
        fix: leaveOut(path),
        where: { file: path },
      },
    ],
  };
}

function inRequirements(line: string, holds = 'its password', fix = FEED): Row {
  return {
    rule: 'secret/packaged',
    name: `an address with ${holds}: ${line.slice(0, 40)}…`,
    files: { 'requirements.txt': `flask\n${line}\n` },
    expect: [
      {
        severity: 'error',
        message: `The package holds requirements.txt, with an address with ${holds}.`,
        fix,
        where: { file: 'requirements.txt', line: 2 },
      },
    ],
  };
}

const ROWS: readonly Row[] = [
  {
    rule: 'secret/packaged',
    name: 'a key of a folder contests, and one of tests, which may be made for them',
    files: { 'contests/key.pem': KEY, 'src/tests/key.pem': KEY },
    expect: [
      {
        severity: 'error',
        message: 'The package holds contests/key.pem, with a private key.',
        fix: leaveOut('contests/key.pem'),
        where: { file: 'contests/key.pem', line: 1 },
      },
      {
        severity: 'note',
        message: 'The package holds src/tests/key.pem, with a private key.',
        fix: leaveOut('src/tests/key.pem'),
        where: { file: 'src/tests/key.pem', line: 1 },
      },
    ],
  },
  noted('.env', 'environment variables, which may be secrets'),
  noted('web/.env.production', 'environment variables, which may be secrets'),
  noted('local.settings.json', 'settings of a developer’s machine, which may be secrets'),
  noted('tests/site.pfx', 'a certificate with its private key'),
  noted('.netrc', 'passwords of servers'),
  {
    rule: 'secret/packaged',
    name: 'a repository, once',
    files: { '.git/HEAD': 'ref: refs/heads/main\n', '.git/objects/aa/bb': '' },
    expect: [
      {
        severity: 'note',
        message:
          'The package holds .git, with the whole history of the repository, with all that was ever in it.',
        fix: leaveOut('.git'),
        where: { file: '.git' },
      },
    ],
  },
  {
    rule: 'secret/packaged',
    name: 'keys and certificates',
    files: { 'certs/site.p12': '', 'certs/key.pem': `# a key\n${KEY}` },
    expect: [
      {
        severity: 'error',
        message: 'The package holds certs/site.p12, with a certificate with its private key.',
        fix: leaveOut('certs/site.p12'),
        where: { file: 'certs/site.p12' },
      },
      {
        severity: 'error',
        message: 'The package holds certs/key.pem, with a private key.',
        fix: leaveOut('certs/key.pem'),
        where: { file: 'certs/key.pem', line: 2 },
      },
    ],
  },
  {
    rule: 'secret/packaged',
    name: 'a key of one line, as Ed25519 has them',
    files: { 'server.key': `${marker('')}${'QUJD'.repeat(16)}\n` },
    expect: [
      {
        severity: 'error',
        message: 'The package holds server.key, with a private key.',
        fix: leaveOut('server.key'),
        where: { file: 'server.key', line: 1 },
      },
    ],
  },
  {
    rule: 'secret/packaged',
    name: 'a key that is encrypted, as a note',
    files: { 'key.pem': `${marker('ENCRYPTED ')}${'QUJD'.repeat(40)}\n` },
    expect: [
      {
        severity: 'note',
        message: 'The package holds key.pem, with an encrypted private key.',
        fix: leaveOut('key.pem'),
        where: { file: 'key.pem', line: 1 },
      },
    ],
  },
  inRequirements(`--index-url https://build:${SECRET}@pkgs.example.com/simple`),
  inRequirements(`pkg @ git+https://ghp_${'a'.repeat(36)}@github.com/org/pkg.git`),
  inRequirements(
    `mylib @ https://box.example.com/mylib-1.0-py3-none-any.whl?sv=2020&sig=%2F${SECRET}%3D`,
    'its signature or token',
    VARIABLE,
  ),
  inRequirements(
    `--index-url https://pkgs.example.com/simple?private_token=${SECRET}`,
    'its signature or token',
    VARIABLE,
  ),
  {
    rule: 'secret/packaged',
    name: 'silent: addresses whose query is a variable, a comment, a placeholder or no secret',
    files: {
      'requirements.txt':
        'a @ https://example.com/a.whl?sv=2020&sig=${SAS_SIG}\n# https://example.com/b.whl?sig=hunter2\nc @ https://example.com/c.whl?token=<token>&sig=%FEED_SIG%\nd @ https://example.com/d.whl?sv=2020&key=d.whl#sha256=0a1b\n',
      'notes.txt': 'https://example.com/?sig=hunter2\n',
    },
    expect: [],
  },
  {
    rule: 'secret/packaged',
    name: 'an address with its password in a file of any name that requirements may name',
    files: {
      'requirements.txt': 'flask\n-c pins.txt\n-r more.in\n',
      'pins.txt': 'flask<4\n--extra-index-url https://build:hunter22@pkgs.example.com/simple\n',
      'more.in': 'pkg[a] @ https://build:hunter22@example.com/pkg-1-py3-none-any.whl\n',
    },
    expect: [
      {
        severity: 'error',
        message: 'The package holds pins.txt, with an address with its password.',
        fix: FEED,
        where: { file: 'pins.txt', line: 2 },
      },
      {
        severity: 'error',
        message: 'The package holds more.in, with an address with its password.',
        fix: FEED,
        where: { file: 'more.in', line: 1 },
      },
    ],
  },
  {
    rule: 'secret/packaged',
    name: 'silent: an address in a text that pip does not read',
    files: {
      'notes.txt':
        'Call https://user:hunter22@example.com/ or use\npip install --index-url https://user:hunter22@example.com/simple\n',
      'pins.txt': '--index-url https://user:${FEED_TOKEN}@example.com/simple\n',
    },
    expect: [],
  },
  {
    rule: 'secret/packaged',
    name: 'silent: addresses with a variable, a user alone, a comment, a placeholder',
    files: {
      'requirements.txt':
        '--extra-index-url https://build:${FEED_TOKEN}@pkgs.example.com/simple\npkg @ git+https://git@github.com/org/pkg.git\n# https://user:hunter2@example.com/\n--index-url https://user:<token>@example.com/simple\n--index-url https://org@pkgs.dev.azure.com/org/_packaging/feed/pypi/simple/\n',
    },
    expect: [],
  },
  {
    rule: 'secret/packaged',
    name: 'silent: samples, public keys and code that looks for keys',
    files: {
      '.env.example': 'A=1\n',
      'id_rsa.pub': 'ssh-rsa AAAA\n',
      'cert.pem': '-----BEGIN CERTIFICATE-----\nQUJD\n',
      'find.py': `MARK = "${marker('RSA ').trim()}"\n`,
      id_rsa: 'a text that is no key\n',
    },
    expect: [],
  },
  {
    rule: 'secret/dotenv-overrides',
    name: 'a packaged .env that wins',
    files: {
      '.env': `PASSWORD=${SECRET}\n`,
      'app.py': 'from dotenv import load_dotenv\nload_dotenv(override=True)\n',
    },
    expect: [
      {
        severity: 'warning',
        message:
          "app.py calls 'load_dotenv(override=True)', so the packaged .env wins over the app settings.",
        fix: 'Leave .env out of the package, and call it without override.',
        where: { file: 'app.py', line: 2 },
      },
    ],
  },
  {
    rule: 'secret/dotenv-overrides',
    name: 'silent: without override',
    files: { '.env': '', 'app.py': 'from dotenv import load_dotenv\nload_dotenv()\n' },
    expect: [],
  },
  {
    rule: 'secret/dotenv-overrides',
    name: 'silent: no .env in the package',
    files: { 'app.py': 'import dotenv\ndotenv.load_dotenv(override=True)\n' },
    expect: [],
  },
];

describe('secret rules', () => {
  for (const { rule: code, name, files, expect } of ROWS) {
    it(`${code}: ${name}`, async () => {
      const rule = secretRules.find((one) => one.code === code);
      const found = rule?.check(await appOf(files));
      assert.deepEqual(
        found,
        expect.map((finding) => Object.assign({ code }, finding)),
      );
      assert.ok(!JSON.stringify(found).includes(SECRET));
    });
  }

  it('all fire and all stay silent', () => {
    const both = secretRules.filter(({ code }) =>
      [true, false].every((fires) =>
        ROWS.some(({ rule, expect }) => rule === code && expect.length > 0 === fires),
      ),
    );
    assert.deepEqual(both, secretRules);
  });

  it('secret/packaged: a key in a source whose text is not at hand', async () => {
    const files = { 'sign.py': `KEY = ${JSON.stringify(KEY)}\n` };
    const file = { path: 'sign.py', size: 1, executable: false, text: undefined };
    const app = { files: new Map([['sign.py', file]]), complete: true };
    const rule = secretRules.find(({ code }) => code === 'secret/packaged');
    assert.deepEqual(rule?.check({ ...(await appOf(files)), app }), [
      {
        code: 'secret/packaged',
        severity: 'error',
        message: 'The package holds sign.py, with a private key.',
        fix: leaveOut('sign.py'),
        where: { file: 'sign.py', line: 1 },
      },
    ]);
  });

  it('looks through a long hostile text in no time', async () => {
    const text =
      'https://'.repeat(100_000) +
      'a:'.repeat(100_000) +
      '?sig'.repeat(100_000) +
      '&token'.repeat(100_000) +
      `\n#${' https://a:b@c?sig=d'.repeat(50_000)}\n` +
      marker('') +
      '\n'.repeat(500_000);
    const start = performance.now();
    const rule = secretRules.find(({ code }) => code === 'secret/packaged');
    assert.deepEqual(rule?.check(await appOf({ 'requirements.txt': text })), []);
    assert.ok(performance.now() - start < 2000);
  });
});
