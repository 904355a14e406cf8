import assert from 'node:assert/strict';
import { slowStepOf, slowStepsOf } from '../../../../tasks/core/check/settings/slow-step.js';

describe('a slow step', () => {
  const slow: Readonly<Record<string, string>> = {
    'pip install -r requirements.txt': 'pip install',
    '/antenv/bin/pip3.12 --no-cache-dir install flask': 'pip3.12 install',
    'python -m pip install flask': 'pip install',
    'python3 -u -m pip install flask': 'pip install',
    'exec uv sync': 'uv sync',
    'poetry install --no-root': 'poetry install',
    'conda env create -f e.yml': 'conda env',
    'sudo apt-get -y install libgl1': 'apt-get install',
    'apk add curl': 'apk add',
    'dpkg -i x.deb': 'dpkg -i',
    'curl -O https://example.com/model.bin': 'curl',
    'python manage.py migrate --noinput': 'manage.py migrate',
    'python ./src/manage.py collectstatic': 'manage.py collectstatic',
    'alembic upgrade head': 'alembic upgrade',
    'flask db upgrade': 'flask db',
  };
  for (const [command, step] of Object.entries(slow)) {
    it(`is ${command}`, () => assert.equal(slowStepOf(command.split(' ')), step));
  }

  const quick = [
    'gunicorn app:app',
    'pip list',
    'python manage.py check',
    'python app.py',
    'python',
    'flask run',
    'uv run app.py',
    'echo pip install',
    '',
  ];
  for (const command of quick) {
    it(`is not '${command}'`, () => assert.equal(slowStepOf(command.split(' ')), undefined));
  }

  it('is found among several', () => {
    const text = 'cd /tmp && pip install x; echo done | cat\napt-get update || true';
    assert.deepEqual(slowStepsOf(text), ['pip install', 'apt-get update']);
  });
});
