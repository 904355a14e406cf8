import assert from 'node:assert/strict';
import { normalisedName } from '../../../../tasks/core/terms/distribution-name.js';
import { distributionsOf, ownersOf } from '../../../../tasks/core/check/package/distributions.js';
import { treeOf } from '../../../helpers/rule-cases.js';

const SITE = 'lib/python3.12/site-packages';

describe('the distributions of a venv', () => {
  it('are what their metadata say', () => {
    const tree = treeOf({
      [`${SITE}/Foo_Bar-2.1.dist-info/METADATA`]:
        'Metadata-Version: 2.1\r\nName: Foo.Bar\r\nVersion: 2.1\r\nRequires-Dist: a>=1\r\nrequires-dist: b; extra == "x"\r\n',
      [`${SITE}/Foo_Bar-2.1.dist-info/WHEEL`]:
        'Wheel-Version: 1.0\nTag: py3-none-any\nTag: py2-none-any\n',
      [`${SITE}/Foo_Bar-2.1.dist-info/entry_points.txt`]:
        '[console_scripts]\nfoo = foo:main\nfoo-bar=foo.bar:run [extra]\n\n# none = x\n[gui_scripts]\nwindow = foo:window\n',
      [`${SITE}/Foo_Bar-2.1.dist-info/RECORD`]: [
        'foo/__init__.py,sha256=x,1',
        'foo/__pycache__/__init__.cpython-312.pyc,,',
        '_foo.cpython-312-x86_64-linux-gnu.so,,',
        'single.py,,',
        'foo-nspkg.pth,,',
        '"with, comma/x.py",,',
        'Foo_Bar-2.1.dist-info/RECORD,,',
        '../../../bin/foo,,',
        '../../../bin/tool.sh,,',
        '../../../share/man/foo.1,,',
      ].join('\r\n'),
    });
    assert.deepEqual(distributionsOf(tree), [
      {
        name: 'foo-bar',
        version: '2.1',
        tags: ['py3-none-any', 'py2-none-any'],
        scripts: ['foo', 'foo-bar', 'tool.sh'],
        topLevel: ['_foo', 'foo', 'single'],
        requires: ['a>=1', 'b; extra == "x"'],
        editable: false,
      },
    ]);
    const owners = ownersOf(tree);
    assert.deepEqual(
      [`${SITE}/foo/__init__.py`, 'bin/foo', 'bin/other'].map((path) => owners.get(path)),
      ['foo-bar', 'foo-bar', undefined],
    );
  });

  it('are known by the name of their folder when nothing else is readable', () => {
    const tree = treeOf({
      'Lib/site-packages/b_b-1.0.dist-info/RECORD': {},
      'Lib/site-packages/b_b-1.0.dist-info/top_level.txt': 'bb\n\nb-x\n',
      'Lib/site-packages/a-2.dist-info/INSTALLER': {},
    });
    assert.deepEqual(
      distributionsOf(tree).map(({ name, version, topLevel }) => [name, version, topLevel]),
      [
        ['a', '2', []],
        ['b-b', '1.0', ['bb']],
      ],
    );
  });

  for (const { name, url, editable } of [
    { name: 'an editable folder', url: '{"dir_info": {"editable": true}}', editable: true },
    { name: 'a folder', url: '{"dir_info": {}}', editable: false },
    { name: 'an archive', url: '{"archive_info": {}}', editable: false },
    { name: 'no object', url: '[1]', editable: false },
    { name: 'null', url: '{"dir_info": null}', editable: false },
    { name: 'no JSON', url: '{', editable: false },
  ]) {
    it(`are editable or not by direct_url.json: ${name}`, () => {
      const [found] = distributionsOf(treeOf({ [`${SITE}/a-1.dist-info/direct_url.json`]: url }));
      assert.equal(found?.editable, editable);
    });
  }

  it('have names that compare as PEP 503 says', () => {
    assert.deepEqual(['A.b__C', 'zope.interface'].map(normalisedName), ['a-b-c', 'zope-interface']);
  });
});
