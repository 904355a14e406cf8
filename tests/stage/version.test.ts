import assert from 'node:assert/strict';
import { readVersion, stampManifest, stampTask } from '../../tasks/stage/version.js';

describe('the one version', () => {
  it('is three numbers', () => {
    assert.deepEqual(readVersion('1.20.3'), {
      text: '1.20.3',
      parts: { Major: 1, Minor: 20, Patch: 3 },
    });
  });

  for (const text of ['1.2', '1.2.3.4', 'v1.2.3', '1.2.3-rc.1', '']) {
    it(`is not '${text}'`, () => {
      const message = `The version in package.json is '${text}'. Write three numbers, such as 1.2.3.`;
      assert.throws(() => readVersion(text), { message });
    });
  }

  it('is stamped as text into the manifest, and nothing else changes', () => {
    const stamped = stampManifest(
      '{"id":"a","version":"0.0.0","tags":["b"]}',
      readVersion('1.2.3'),
    );
    assert.equal(stamped, '{\n  "id": "a",\n  "version": "1.2.3",\n  "tags": [\n    "b"\n  ]\n}\n');
  });

  it('is stamped as numbers into a task.json', () => {
    const stamped = stampTask('{"version":{"Major":0,"Minor":0,"Patch":0}}', readVersion('1.2.3'));
    assert.deepEqual(JSON.parse(stamped), { version: { Major: 1, Minor: 2, Patch: 3 } });
  });
});
