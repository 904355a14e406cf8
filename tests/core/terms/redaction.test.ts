import assert from 'node:assert/strict';
import {
  credentialsIn,
  neutralise,
  redact,
  redactDeep,
  withoutCredentials,
} from '../../../tasks/core/terms/redaction.js';

describe('redaction', () => {
  const urls = [
    {
      name: 'user and password',
      given: 'https://me:pw@host/simple',
      expect: 'https://***@host/simple',
    },
    { name: 'a token', given: 'https://ghp_x@github.com/a', expect: 'https://***@github.com/a' },
    { name: 'an empty user', given: 'https://:pw@host/', expect: 'https://***@host/' },
    { name: 'capital letters', given: 'HTTPS://me:pw@host/', expect: 'HTTPS://***@host/' },
    {
      name: 'a VCS scheme',
      given: 'git+https://t@h/a.git@v1',
      expect: 'git+https://***@h/a.git@v1',
    },
    { name: 'two URLs', given: 'http://a@b http://c:d@e', expect: 'http://***@b http://***@e' },
    { name: 'a URL in quotes', given: '"https://a:b@c/d"', expect: '"https://***@c/d"' },
    { name: 'an @ in the password', given: 'https://me:p@ss@host/x', expect: 'https://***@host/x' },
    { name: 'percent signs', given: 'https://me:p%40s@host/x', expect: 'https://***@host/x' },
    {
      name: "a ' in the password",
      given: "pkg @ http://build:hunter'2secret@host/x",
      expect: 'pkg @ http://***@host/x',
    },
    {
      name: "a ' in the password, within quotes",
      given: "'http://me:it's@host/x'",
      expect: "'http://***@host/x'",
    },
    {
      name: 'quotes, and another one',
      given: "'http://user:pw@host' and 'http://x@y'",
      expect: "'http://***@host' and 'http://***@y'",
    },
    {
      name: 'quotes, and another one right behind',
      given: "['http://user:pw@host','http://x@y','http://host','http://host']",
      expect: "['http://***@host','http://***@y','http://host','http://host']",
    },
    {
      name: 'quotes, and a mail address',
      given: "'https://host/' of 'me@example.org'",
      expect: "'https://host/' of 'me@example.org'",
    },
    {
      name: 'git@, which is a user name',
      given: 'ssh://git@github.com/a',
      expect: 'ssh://git@github.com/a',
    },
    { name: 'git@ without a scheme', given: 'git@github.com:a/b', expect: 'git@github.com:a/b' },
    { name: 'git with a password', given: 'https://git:pw@host/', expect: 'https://***@host/' },
    { name: 'no credentials', given: 'https://host/a@b.c', expect: 'https://host/a@b.c' },
    { name: 'a mail address', given: 'me@example.org', expect: 'me@example.org' },
  ];
  for (const { name, given, expect } of urls) {
    it(`of a URL with ${name}`, () => assert.equal(redact(given, []), expect));
  }

  const LONG = 'Zx9'.repeat(8);
  const parameters = [
    {
      name: 'a signature of Azure Storage',
      given: 'Collecting a@ https://box.example.org/a.whl?sv=2020&sp=r&sig=Zm9v%3D#sha256=ab',
      expect: 'Collecting a@ https://box.example.org/a.whl?sv=2020&sp=r&sig=***#sha256=ab',
    },
    {
      name: 'a signature of S3',
      given: 'h/a?X-Amz-Expires=60&X-Amz-Signature=0a1b&X-Amz-Security-Token=IQoJ&X-Amz-Date=2026',
      expect: 'h/a?X-Amz-Expires=60&X-Amz-Signature=***&X-Amz-Security-Token=***&X-Amz-Date=2026',
    },
    {
      name: 'a signature of Google',
      given: '/a?X-Goog-Signature=7f&GoogleAccessId=me',
      expect: '/a?X-Goog-Signature=***&GoogleAccessId=me',
    },
    {
      name: 'tokens and passwords',
      given: '?token=ab "?private_token=cd" ?a=1&access_token=ef&password=gh&client_secret=ij',
      expect:
        '?token=*** "?private_token=***" ?a=1&access_token=***&password=***&client_secret=***',
    },
    {
      name: 'keys of an API',
      given: '?apikey=ab&api_key=cd&api-key=ef',
      expect: '?apikey=***&api_key=***&api-key=***',
    },
    { name: 'long keys', given: `?code=${LONG}&key=${LONG}`, expect: '?code=***&key=***' },
    {
      name: 'codes that are short and keys that are names of files',
      given: '?code=404&key=mylib-1.0-py3-none-any.whl',
      expect: '?code=404&key=mylib-1.0-py3-none-any.whl',
    },
    {
      name: 'an escaped &',
      given: '<a href="/a?b=1&amp;sig=x">',
      expect: '<a href="/a?b=1&amp;sig=***">',
    },
    {
      name: 'a user and a token',
      given: 'https://me:pw@h/?token=a@b',
      expect: 'https://***@h/?token=***',
    },
    {
      name: 'nothing secret',
      given: 'git+https://h/a.git@v1#egg=token&subdirectory=sig ?design=1&tokens=5&token=',
      expect: 'git+https://h/a.git@v1#egg=token&subdirectory=sig ?design=1&tokens=5&token=',
    },
  ];
  for (const { name, given, expect } of parameters) {
    it(`of a query with ${name}`, () => assert.equal(redact(given, []), expect));
  }

  const secrets = [
    { name: 'everywhere', given: 'secret-secret', secrets: ['secret'], expect: '***-***' },
    {
      name: 'the longer of two',
      given: 'token-123 token',
      secrets: ['token', 'token-123'],
      expect: '*** ***',
    },
    { name: 'with letters of patterns', given: 'a.b$1(c', secrets: ['.b$1('], expect: 'a***c' },
    {
      name: 'of several lines, line by line',
      given: 'see line one\nand line two.',
      secrets: ['line one\r\nline two\n'],
      expect: 'see ***\nand ***.',
    },
    { name: 'short ones not at all', given: 'abc', secrets: ['abc', '', ' \n  '], expect: 'abc' },
    {
      name: 'of which a part has a colour',
      given: 'key abc-\u001b[1;36m12345\u001b[0m-def',
      secrets: ['abc-12345-def'],
      expect: 'key ***',
    },
    {
      name: 'in a URL with colours',
      given: 'postgres://me:\u001b[36m4711\u001b[0m@host/',
      secrets: [],
      expect: 'postgres://***@host/',
    },
    {
      name: 'that have colours themselves',
      given: 'a\u001b[1mbcd',
      secrets: ['a\u001b[1mbcd'],
      expect: '***',
    },
    {
      name: 'that are a whole URL',
      given: 'use amqp://me:pw@host/?key=tail now',
      secrets: ['amqp://me:pw@host/?key=tail'],
      expect: 'use *** now',
    },
    {
      name: 'that hold what divides a URL',
      given: 'https://me:a/b@c@host/',
      secrets: ['a/b@c'],
      expect: 'https://***@host/',
    },
  ];
  const headers = [
    {
      name: 'as HTTP has it',
      given: 'Proxy-Authorization: Basic bWU6cHc=\\r\\nAccept: */*',
      expect: 'Proxy-Authorization: Basic ***\\r\\nAccept: */*',
    },
    {
      name: 'in a dict of Python',
      given: "{'Authorization': 'Bearer eyJ0.eyJz.c2ln', 'Accept': '*/*'}",
      expect: "{'Authorization': 'Bearer ***', 'Accept': '*/*'}",
    },
    {
      name: 'as bytes',
      given: "authorization=b'Basic bWU6cHc='",
      expect: "authorization=b'Basic ***'",
    },
    {
      name: 'that is none',
      given: 'Authorization: needs Basic authentication',
      expect: 'Authorization: needs Basic authentication',
    },
  ];
  for (const { name, given, expect } of headers) {
    it(`of an Authorization ${name}`, () => assert.equal(redact(given, []), expect));
  }

  it('of user and password of an index, encoded as HTTP sends them', () => {
    const known = credentialsIn('https://build:p%40ss@pkgs.example.org/simple');
    const said = `send: Basic ${Buffer.from('build:p@ss').toString('base64')}`;
    assert.equal(redact(said, known), 'send: Basic ***');
  });

  for (const { name, given, secrets: known, expect } of secrets) {
    it(`of secrets ${name}`, () => assert.equal(redact(given, known), expect));
  }

  it('reaches every text of plain data, and nothing else', () => {
    const given = { a: ['my-secret', 1, null, { b: 'https://u:p@h/' }], c: true, d: undefined };
    assert.deepEqual(redactDeep(given, ['secret']), {
      a: ['my-***', 1, null, { b: 'https://***@h/' }],
      c: true,
      d: undefined,
    });
    assert.equal(given.a[0], 'my-secret');
  });
});

describe('the credentials in a text', () => {
  const rows = [
    { name: 'none', given: 'https://host/ git@host ssh://git@host/', expect: [] },
    { name: 'a password', given: '--index-url https://me:pw@host/', expect: ['pw', 'bWU6cHc='] },
    { name: 'a token', given: 'https://ghp_x@host/', expect: ['ghp_x', 'Z2hwX3g6'] },
    { name: 'a colon in the password', given: 'https://me:a:b@host/', expect: ['a:b', 'bWU6YTpi'] },
    {
      name: 'an @ in the password',
      given: 'https://me:p@ss@host/',
      expect: ['p@ss', 'bWU6cEBzcw=='],
    },
    {
      name: "a ' in the password",
      given: "http://build:it's@host/",
      expect: ["it's", 'YnVpbGQ6aXQncw=='],
    },
    {
      name: 'two in quotes',
      given: "['http://a:b@c','http://d:e@f']",
      expect: ['b', 'YTpi', 'e', 'ZDpl'],
    },
    {
      name: 'percent signs',
      given: 'https://me:p%40s@host/',
      expect: ['p%40s', 'p@s', 'bWU6cEBz'],
    },
    { name: 'a lone percent sign', given: 'https://me:50%@host/', expect: ['50%', 'bWU6NTAl'] },
    { name: 'a user alone', given: 'https://me:@host/', expect: [] },
    {
      name: 'a signature, a password',
      given: 'https://me:pw@h/a?sv=1&sig=Zm9v%3D#sha256=ab',
      expect: ['pw', 'bWU6cHc=', 'Zm9v%3D', 'Zm9v='],
    },
  ];
  for (const { name, given, expect } of rows) {
    it(`are found: ${name}`, () => assert.deepEqual(credentialsIn(given), expect));
  }
});

describe('an address without what is secret in it', () => {
  const rows = [
    {
      name: 'user, password and signature',
      given: 'https://me:pw@host/a?sig=x&b=1',
      expect: 'https://host/a?b=1',
    },
    { name: 'git as a user', given: 'ssh://git@host/a', expect: 'ssh://git@host/a' },
    { name: 'a query that ends the address', given: 'https://host/a?', expect: 'https://host/a?' },
    {
      name: 'a fragment that looks like a query',
      given: 'https://host/a#b?token=c',
      expect: 'https://host/a#b?token=c',
    },
    { name: 'no address at all', given: 'x y', expect: 'x y' },
  ];
  for (const { name, given, expect } of rows) {
    it(`had ${name}`, () => assert.equal(withoutCredentials(given), expect));
  }
});

describe('a text made harmless', () => {
  const rows = [
    {
      name: 'a plain text',
      given: 'naïve 名前 😀\tx\ny #1 ## [x]',
      expect: 'naïve 名前 😀\tx\ny #1 ## [x]',
    },
    { name: 'a command', given: '##vso[task.complete]', expect: '#_#vso[task.complete]' },
    { name: 'a command inside a line', given: 'a ##vso[x]', expect: 'a #_#vso[x]' },
    { name: 'a command in any case', given: '##VsO[x] ##VSO[y]', expect: '#_#VsO[x] #_#VSO[y]' },
    { name: 'a formatting command', given: '##[error]no', expect: '#_#[error]no' },
    { name: 'more number signs', given: '####vso[x]', expect: '###_#vso[x]' },
    { name: 'a command after a CR', given: 'a\r##vso[x]', expect: 'a\ufffd#_#vso[x]' },
    {
      name: 'a command hidden by colours',
      given: '#\u001b[0m#v\u001b[1mso[x]',
      expect: '#_#vso[x]',
    },
    {
      name: "a workflow's command",
      given: '::set-output name=a::b\n  ::error::c\n\t::add-mask::d',
      expect: ':_:set-output name=a::b\n  :_:error::c\n\t:_:add-mask::d',
    },
    {
      name: 'a name with colons, an address',
      given: 'std::vec::Vec\na ::error::b\n::1 and ::\n::: ::a',
      expect: 'std::vec::Vec\na ::error::b\n::1 and ::\n::: ::a',
    },
    { name: 'colours', given: '\u001b[31mred\u001b[0m', expect: 'red' },
    { name: 'a title for the terminal', given: 'a\u001b]0;title\u0007b', expect: 'ab' },
    { name: 'a lone escape', given: 'a\u001b', expect: 'a\ufffd' },
    { name: 'backspaces and a bell', given: 'a\b\u0007', expect: 'a\ufffd\ufffd' },
    { name: 'C1 controls', given: 'a\u0085b\u009bc'.slice(0, 3), expect: 'a\ufffdb' },
    {
      name: 'marks that turn the direction',
      given: 'a\u202eb\u2066c\u2069\u202a',
      expect: 'a\ufffdb\ufffdc\ufffd\ufffd',
    },
  ];
  for (const { name, given, expect } of rows) {
    it(`was ${name}`, () => assert.equal(neutralise(given), expect));
  }

  it('stays as it is when it is made harmless again', () => {
    for (const { expect } of rows) assert.equal(neutralise(expect), expect);
  });

  for (const piece of ['a.', '?a', 'token', '&key=', '?token&', "http://a'", "http://'", "'"]) {
    it(`takes a long line of ${piece} without going back and forth`, () => {
      const line = piece.repeat(200_000);
      assert.equal(redact(line, []), line);
    }).timeout(5000);
  }
});
