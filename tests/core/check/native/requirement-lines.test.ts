import assert from 'node:assert/strict';
import type { Tree } from '../../../../tasks/core/check/evidence.js';
import {
  localPath,
  privateFeed,
  readRequirementLines,
} from '../../../../tasks/core/check/native/requirement-lines.js';

function tree(files: Readonly<Record<string, string>>): Tree {
  const facts = Object.entries(files).map(([path, text]) => ({
    path,
    size: text.length,
    executable: false,
    text,
  }));
  return { files: new Map(facts.map((fact) => [fact.path, fact])), complete: true };
}

describe('requirement lines', () => {
  it('are those of the file and of all that it includes, each file once', () => {
    const lines = readRequirementLines(
      tree({
        'requirements.txt': '\n# only a comment\nflask  # web\r\n-r sub/a.txt\n-c "c.txt"\n',
        'sub/a.txt': 'numpy==2.0 \\\n  --hash=sha256:00\n--requirement=../requirements.txt\n',
        'c.txt': 'x#y\nlast \\',
        'requirements-dev.txt': 'pytest\n',
      }),
    );
    assert.deepEqual(lines, [
      { file: 'requirements.txt', line: 3, text: 'flask' },
      { file: 'sub/a.txt', line: 1, text: 'numpy==2.0   --hash=sha256:00' },
      { file: 'c.txt', line: 1, text: 'x#y' },
      { file: 'c.txt', line: 2, text: 'last' },
    ]);
  });

  it('are those of the one file that pip reads of several in a line', () => {
    const files = { 'requirements.txt': '-c b.txt -r a.txt', 'a.txt': 'flask', 'b.txt': 'six' };
    assert.deepEqual(readRequirementLines(tree(files)), [
      { file: 'requirements.txt', line: 1, text: '-c b.txt -r a.txt' },
      { file: 'a.txt', line: 1, text: 'flask' },
    ]);
  });

  it('are none without the file, and none of an included file that is not there', () => {
    assert.deepEqual(readRequirementLines(tree({ 'app.py': '' })), []);
    assert.deepEqual(readRequirementLines(tree({ 'requirements.txt': '-r gone.txt' })), []);
  });
});

describe('a requirement that is a path', () => {
  const rows: [requirement: string, expect: string | undefined][] = [
    ['./lib', './lib'],
    ['../lib[extra] ; python_version > "3"', '../lib'],
    ['/opt/own.whl', '/opt/own.whl'],
    ['wheels/own-1.0-py3-none-any.whl', 'wheels/own-1.0-py3-none-any.whl'],
    ['file:///opt/own', '/opt/own'],
    ['file://localhost/opt/own', '/opt/own'],
    ['file:./own', './own'],
    ['own @ file:///opt/own', '/opt/own'],
    ['own[x]@ ../own', '../own'],
    ['.', '.'],
    ['flask', undefined],
    ['flask==3.0 ; sys_platform == "linux"', undefined],
    ['own @ https://example.org/own.whl', undefined],
    ['git+ssh://git@example.org/own.git', undefined],
    ['--find-links ./wheels', undefined],
    ['.hidden==1', undefined],
  ];
  for (const [requirement, expect] of rows) {
    it(`'${requirement}': ${expect ?? 'none'}`, () => assert.equal(localPath(requirement), expect));
  }
});

describe('a feed that asks for a sign-in', () => {
  const rows: [requirement: string, expect: string | undefined][] = [
    ['--index-url https://pkgs.dev.azure.com/a/_packaging/f/pypi/simple/', 'pkgs.dev.azure.com'],
    ['--extra-index-url=https://a.pkgs.visualstudio.com/x', 'a.pkgs.visualstudio.com'],
    ['-i "https://${TOKEN}@feeds.example.org/simple"', 'feeds.example.org'],
    ['--index-url https://devpi/root', 'devpi'],
    ['--index-url https://packages.corp.internal/simple', 'packages.corp.internal'],
    ['--index-url https://wheels.example.org/simple', undefined],
    ['--find-links ./wheels', undefined],
    ['flask', undefined],
  ];
  for (const [requirement, expect] of rows) {
    it(`'${requirement}': ${expect ?? 'none'}`, () =>
      assert.equal(privateFeed(requirement), expect));
  }
});
