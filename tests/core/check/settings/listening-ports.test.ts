import assert from 'node:assert/strict';
import {
  elsewhere,
  literalPorts,
  portProblem,
} from '../../../../tasks/core/check/settings/listening-ports.js';
import { PLAIN } from '../../../../tasks/core/check/startup/servers/tool.js';
import type { Bind, ServerCommand } from '../../../../tasks/core/check/startup/startup.js';

function server(binds: readonly Bind['port'][], background = false): ServerCommand {
  const where = { file: 'startup command' };
  const command = { words: [], environment: {}, where, background, conditional: false, folder: '' };
  const addresses = binds.map((port) => ({ host: '0.0.0.0', port }));
  return { ...PLAIN, server: 'gunicorn', command, viaModule: false, binds: addresses };
}

describe('the value of PORT', () => {
  it('is a number from 1 to 65535 but not that of SSH', () => {
    for (const value of ['1', '80', '8000', '65535']) assert.equal(portProblem(value), undefined);
    assert.equal(portProblem('eight'), 'is not a number');
    assert.equal(portProblem('0'), "is '0', which is no port");
    assert.equal(portProblem('65536'), "is '65536', which is no port");
    assert.equal(portProblem('2222'), "is '2222', where the container's SSH server listens");
  });
});

describe('servers that listen elsewhere', () => {
  it('bind literal ports', () => {
    assert.deepEqual(literalPorts(server([8000, 9000])), [8000, 9000]);
    assert.deepEqual(literalPorts(server([8000, '$PORT'])), []);
    assert.deepEqual(literalPorts(server([undefined])), []);
  });

  it('are all of them or none', () => {
    const other = server([8000]);
    assert.deepEqual(elsewhere([other, server([5000])], 9000).length, 2);
    assert.deepEqual(elsewhere([other, server([9000])], 9000), []);
    assert.deepEqual(elsewhere([other, server(['$PORT'])], 9000), []);
    assert.deepEqual(elsewhere([], 9000), []);
  });

  it('are not those in the background', () => {
    const other = server([8000]);
    assert.deepEqual(elsewhere([server([9000], true), other], 9000), [other]);
  });
});
