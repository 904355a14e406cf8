// Slow steps: which commands count, and which of them have a rule of their own.

import assert from 'node:assert/strict';
import { slowPreparation, slowStepOf } from '../../../../tasks/core/check/startup/slow-steps.js';

describe('a slow step', () => {
  const slow: Readonly<Record<string, string>> = {
    'pip install -r requirements.txt': 'pip install',
    '/antenv/bin/pip3.12 --no-cache-dir install flask': 'pip3.12 install',
    'python -m pip install flask': 'pip install',
    'python3 -u -m pip install flask': 'pip install',
    'exec uv sync': 'uv sync',
    'poetry install --no-root': 'poetry install',
    'conda env create -f e.yml': 'conda env create',
    'uv run app.py': 'uv run',
    'sudo apt-get -y install libgl1': 'apt-get install',
    'apk add curl': 'apk add',
    'dpkg -i x.deb': 'dpkg -i',
    'curl -O https://example.com/model.bin': 'curl',
    'python manage.py migrate --noinput': 'manage.py migrate',
    'python ./src/manage.py collectstatic': 'manage.py collectstatic',
    'alembic upgrade head': 'alembic upgrade',
    'flask db upgrade': 'flask db upgrade',
    'python -m alembic upgrade head': 'alembic upgrade',
    'apt-get update': 'apt-get update',
    'python -m nltk.downloader punkt': 'nltk.downloader',
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
    'uv pip list',
    'flask db current',
    'echo pip install',
    '',
  ];
  for (const command of quick) {
    it(`is not '${command}'`, () => assert.equal(slowStepOf(command.split(' ')), undefined));
  }

  const own = ['pip install x', 'apt-get install x', 'apt-get update', 'uv sync', 'dpkg -i x.deb'];
  for (const command of own) {
    it(`is told by a rule of its own: ${command}`, () => {
      assert.equal(slowPreparation(command.split(' ')), undefined);
    });
  }

  it('is told as work before the server when it is no installation', () => {
    assert.equal(slowPreparation(['python', 'manage.py', 'migrate']), 'manage.py migrate');
    assert.equal(slowPreparation(['wget', 'https://example.com/m']), 'wget');
  });
});
