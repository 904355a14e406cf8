import assert from 'node:assert/strict';
import { venvFacts } from '../../../../tasks/core/check/package/venv-facts.js';
import { treeOf } from '../../../helpers/rule-cases.js';

describe('the Python of a venv', () => {
  const rows = [
    {
      name: 'has its site-packages',
      files: { 'lib/python3.12/site-packages/a.py': '', 'pyvenv.cfg': 'version = 3.11.7\n' },
      minors: ['3.12'],
    },
    {
      name: 'is two where two have some',
      files: {
        'lib/python3.9/site-packages/a.py': '',
        'lib/python3.12/site-packages/a.py': '',
      },
      minors: ['3.12', '3.9'],
    },
    {
      name: 'is in pyvenv.cfg where nothing is installed',
      files: { 'bin/activate': '', 'pyvenv.cfg': 'home = /opt/python\nversion = 3.11.7\n' },
      minors: ['3.11'],
    },
    {
      name: "is in uv's and virtualenv's pyvenv.cfg under another name",
      files: { 'pyvenv.cfg': 'home = /usr/bin\nversion_info = 3.13.0\n' },
      minors: ['3.13'],
    },
    { name: 'is not known of scripts alone', files: { 'bin/activate': '' }, minors: [] },
  ];
  for (const { name, files, minors } of rows) {
    it(name, () => assert.deepEqual(venvFacts('antenv', '/antenv', treeOf(files))?.minors, minors));
  }
});
