import assert from 'node:assert/strict';
import { scrubbedEnvironment } from '../../../tasks/core/terms/python-environment.js';
import { askPython } from '../../helpers/programs.js';

describe('the environment of a Python of ours', () => {
  it('keeps what the job says, without what would move the result', () => {
    const given = {
      PATH: '/bin',
      PIP_INDEX_URL: 'https://example.org/simple',
      PYTHONPATH: '/elsewhere',
      PYTHONHOME: '/elsewhere',
      PYTHONPYCACHEPREFIX: '/elsewhere',
      PYTHONOPTIMIZE: '2',
      PYTHONWARNINGS: 'error',
      VIRTUAL_ENV: '/elsewhere',
      PYTHONUTF8: '1',
    };
    assert.deepEqual(scrubbedEnvironment(given), {
      PATH: '/bin',
      PIP_INDEX_URL: 'https://example.org/simple',
      PYTHONUTF8: '1',
    });
    assert.equal(given.PYTHONPATH, '/elsewhere');
  });

  it('gives a Python that looks nowhere else', () => {
    const code =
      'import json, os, subprocess, sys; print(subprocess.check_output([sys.executable, "-B", "-c", "import json, sys; print(json.dumps([sys.flags.optimize, sys.pycache_prefix, \'/elsewhere\' in sys.path]))"], env=json.loads(sys.argv[1]), text=True))';
    const env = {
      PYTHONPATH: '/elsewhere',
      PYTHONOPTIMIZE: '2',
      PYTHONPYCACHEPREFIX: '/elsewhere',
    };
    assert.deepEqual(askPython(code, JSON.stringify(env)), [2, '/elsewhere', true]);
    assert.deepEqual(askPython(code, JSON.stringify(scrubbedEnvironment(env))), [0, null, false]);
  });
});
