// The terminal as a host: plain lines where there is no terminal, nothing that a terminal obeys.

import assert from 'node:assert/strict';
import { asFlag } from '../../tasks/cli/flags.js';
import type { RunProgress } from '../../tasks/core/host.js';
import { terminalHost } from '../../tasks/hosts/terminal.js';
import { handClock, type HandClock } from '../helpers/hand-clock.js';

describe('terminalHost', () => {
  /** What a host listens to as long as its run goes on. */
  const HEARD: readonly (readonly [NodeJS.EventEmitter, string])[] = [
    ...['SIGINT', 'SIGTERM', 'SIGHUP'].map((name) => [process, name] as const),
    [process.stdout, 'error'],
    [process.stderr, 'error'],
  ];

  /** @param atEnd makes the process's end be announced while the host is still there */
  function lines(
    isTTY: boolean,
    say: (host: ReturnType<typeof terminalHost>, atEnd: () => void) => void,
    clock = handClock(),
  ): string {
    let written = '';
    const before = HEARD.map(([from, name]) => from.listeners(name));
    const exits = process.listeners('exit');
    const host = terminalHost(
      { isTTY, columns: 100, write: (text) => (written += text) },
      asFlag,
      clock,
    );
    const ours = process.listeners('exit').filter((listener) => !exits.includes(listener));
    say(host, () => {
      for (const listener of ours) listener.call(process, 0);
    });
    for (const [index, [from, name]] of HEARD.entries()) {
      const added = from.listeners(name).filter((listener) => !before[index]?.includes(listener));
      for (const listener of added) from.removeListener(name, listener as () => void);
    }
    for (const listener of ours) process.removeListener('exit', listener);
    return written;
  }

  /** Sets a variable of the environment, or takes it away, while something is done. */
  function withVariable<Result>(
    name: string,
    value: string | undefined,
    work: () => Result,
  ): Result {
    const before = process.env[name];
    const set = (to: string | undefined): void => {
      if (to === undefined) delete process.env[name];
      else process.env[name] = to;
    };
    set(value);
    try {
      return work();
    } finally {
      set(before);
    }
  }

  const onTerminal = <Result>(work: () => Result): Result =>
    withVariable('TERM', 'xterm', () => withVariable('NO_COLOR', '1', work));

  const packing = (files: number): RunProgress => ({
    percent: 84,
    doing: 'Packing',
    progress: { done: { bytes: files * 1000, files }, of: { bytes: 8000, files: 8 } },
  });

  /** A stage of some seconds, with other lines in it. */
  function slowStage({ log }: ReturnType<typeof terminalHost>, clock: HandClock): void {
    log.progress({ percent: 82, doing: 'Pack' });
    log.group('Pack');
    for (const files of [1, 2, 3, 4]) {
      clock.wait(1000);
      log.progress(packing(files));
      if (files === 2) log.warning('Mind the gap.');
    }
    log.endGroup();
    log.info('Done');
  }

  it('prints plain lines, and no progress of what is done sooner than it is read', () => {
    const written = lines(false, ({ log }) => {
      log.group('Install');
      log.progress({ percent: 5, doing: 'Install' });
      log.child('Collecting flask');
      log.endGroup();
      log.warning('Mind the gap.');
      log.info('Done');
    });
    assert.equal(written, '\nInstall\n  Collecting flask\nwarning: Mind the gap.\nDone\n');
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

  it('masks the password of the proxy, and the secret that signs in once it is asked for', () => {
    const identity = { AZURE_TENANT_ID: 't', AZURE_CLIENT_ID: 'c', AZURE_CLIENT_SECRET: 's3cret' };
    const variables = { HTTPS_PROXY: 'http://user:pr0xy@host', ...identity };
    const say = (): string =>
      lines(false, ({ log, azure }) => {
        azure.access(undefined);
        log.info('s3cret and pr0xy');
      });
    const told = Object.entries(variables).reduce(
      (work, [name, value]) =>
        () =>
          withVariable(name, value, work),
      say,
    );
    assert.equal(told(), '*** and ***\n');
  });

  it('keeps a text in its line, whatever is in a name', () => {
    const written = lines(false, ({ log }) => {
      log.group('Pack a\nb');
      log.info("Left out 'a\n\nDone: all well\u2028b'");
      log.warning("'c\r\nwarning: d' is no name.");
    });
    assert.equal(
      written,
      "\nPack a\\nb\nLeft out 'a\\n\\nDone: all well\ufffdb'\nwarning: 'c\ufffd\\nwarning: d' is no name.\n",
    );
  });

  const grey = '\nInstall\n  Collecting flask\nwarning: Mind the gap.\nDone\n';
  const coloured =
    '\u001b[1m\nInstall\u001b[22m\n\u001b[2m  Collecting flask\u001b[22m\n\u001b[33mwarning: Mind the gap.\u001b[39m\nDone\n';
  for (const { name, isTTY, value, written } of [
    { name: 'colours on a terminal', isTTY: true, value: undefined, written: coloured },
    { name: 'colours where NO_COLOR is empty', isTTY: true, value: '', written: coloured },
    { name: 'no colours where NO_COLOR is set', isTTY: true, value: '1', written: grey },
    { name: 'no colours without a terminal', isTTY: false, value: undefined, written: grey },
  ]) {
    it(`has ${name}`, () => {
      const print = (): string =>
        lines(isTTY, ({ log }) => {
          log.group('Install');
          log.child('Collecting flask');
          log.warning('Mind the gap.');
          log.info('Done');
        });
      assert.equal(withVariable('NO_COLOR', value, print), written);
    });
  }

  it('draws the live line of a terminal over itself, and clears it before any other line', () => {
    const clock = handClock();
    const written = onTerminal(() => lines(true, (host) => slowStage(host, clock), clock));
    assert.equal(
      written,
      '\nPack\n' +
        '\r[##..................]  12 %  Packing: 1.00 of 8.00 kB, 1 of 8 files\u001b[K\r' +
        '\r[#####...............]  25 %  Packing: 2.00 of 8.00 kB, 2 of 8 files\u001b[K\r' +
        '\r\u001b[Kwarning: Mind the gap.\n' +
        '\r[#######.............]  37 %  Packing: 3.00 of 8.00 kB, 3 of 8 files\u001b[K\r' +
        '\r[##########..........]  50 %  Packing: 4.00 of 8.00 kB, 4 of 8 files\u001b[K\r' +
        '\r\u001b[KDone\n',
    );
  });

  it('prints progress as lines where there is no terminal that could draw', () => {
    const plain =
      '\nPack\nPacking: 2.00 of 8.00 kB, 2 of 8 files\n' +
      'warning: Mind the gap.\n' +
      'Packing: 4.00 of 8.00 kB, 4 of 8 files\nDone\n';
    const written = (isTTY: boolean): string => {
      const clock = handClock();
      return lines(isTTY, (host) => slowStage(host, clock), clock);
    };
    assert.equal(written(false), plain);
    const dumb = withVariable('TERM', 'dumb', () =>
      withVariable('NO_COLOR', '1', () => written(true)),
    );
    assert.equal(dumb, plain);
  });

  it('leaves no live line behind when the process ends in the middle of a stage', () => {
    const clock = handClock();
    const written = onTerminal(() =>
      lines(
        true,
        ({ log }, atEnd) => {
          clock.wait(100);
          log.progress(packing(8));
          atEnd();
        },
        clock,
      ),
    );
    assert.equal(
      written,
      '\r[####################] 100 %  Packing: 8.00 of 8.00 kB, 8 of 8 files\u001b[K\r\r\u001b[K',
    );
  });

  it('names the package after the app root, in the current folder', () => {
    lines(false, (host) => {
      assert.equal(host.packagePathFor('/src/web'), `${process.cwd()}/web.zip`);
    });
  });
});
