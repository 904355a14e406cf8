// The terminal as a host: plain lines where there is no terminal, nothing that a terminal obeys.

import assert from 'node:assert/strict';
import { terminalHost } from '../../tasks/hosts/terminal.js';

const BOLD = '\u001b[1m';

describe('terminalHost', () => {
  function lines(isTTY: boolean, say: (host: ReturnType<typeof terminalHost>) => void): string {
    let written = '';
    const before = ['SIGINT', 'SIGTERM', 'SIGHUP'].map((name) =>
      process.listeners(name as NodeJS.Signals),
    );
    const host = terminalHost({ isTTY, write: (text) => (written += text) });
    say(host);
    for (const [index, name] of (['SIGINT', 'SIGTERM', 'SIGHUP'] as const).entries()) {
      for (const listener of process.listeners(name)) {
        if (before[index]?.includes(listener) !== true) process.removeListener(name, listener);
      }
    }
    return written;
  }

  it('prints plain lines, and no progress of what is done sooner than it is read', () => {
    const written = lines(false, ({ log }) => {
      log.group('Install');
      log.progress({ percent: 5, doing: 'Install' });
      log.child('Collecting flask');
      log.endGroup();
      log.warning('Mind the gap.\nAnd this.');
      log.info('Done');
    });
    assert.equal(
      written,
      '\nInstall\n  Collecting flask\nwarning: Mind the gap.\nwarning: And this.\nDone\n',
    );
  });

  it('masks secrets that are known by then, and what a terminal or an agent would obey', () => {
    const written = lines(false, ({ log, secrets }) => {
      log.child('\u001b[2Jcleared \u202eesrever ##vso[task.complete]');
      secrets.push('s3cret');
      log.info('a s3cret at https://user:word@host/');
    });
    assert.equal(
      written,
      '  cleared \ufffdesrever #_#vso[task.complete]\na *** at https://***@host/\n',
    );
  });

  it('has colours on a terminal, unless NO_COLOR is set', () => {
    const before = process.env['NO_COLOR'];
    delete process.env['NO_COLOR'];
    assert.ok(lines(true, ({ log }) => log.group('Install')).includes(BOLD));
    process.env['NO_COLOR'] = '1';
    assert.ok(!lines(true, ({ log }) => log.group('Install')).includes(BOLD));
    if (before === undefined) delete process.env['NO_COLOR'];
    else process.env['NO_COLOR'] = before;
  });

  it('names the package after the app root, in the current folder', () => {
    lines(false, (host) => {
      assert.equal(host.packagePathFor('/src/web'), `${process.cwd()}/web.zip`);
    });
  });
});
