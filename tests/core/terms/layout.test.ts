import assert from 'node:assert/strict';
import {
  COMPRESSIONS,
  innerArchiveName,
  layoutFacts,
  LAYOUTS,
} from '../../../tasks/core/terms/layout.js';

/** The table of layouts in one piece: what App Service is told must not change by accident. */
describe('a layout', () => {
  const rows = [
    {
      layout: 'venvTarball',
      inner: ['antenv.tar.gz', 'antenv.tar.zst'],
      addresses: { app: '/home/site/wwwroot', venv: '/antenv', buildContainer: undefined },
      facts: { venvKeepsLinks: true, appIsEditedOnSite: true, venvOnShare: false },
    },
    {
      layout: 'venvZip',
      inner: ['antenv.zip', 'antenv.zip'],
      addresses: { app: '/home/site/wwwroot', venv: '/antenv', buildContainer: undefined },
      facts: { venvKeepsLinks: true, appIsEditedOnSite: true, venvOnShare: false },
    },
    {
      layout: 'appTarball',
      inner: ['output.tar.gz', 'output.tar.zst'],
      addresses: { app: '/tmp/0f', venv: '/tmp/0f/antenv', buildContainer: '/tmp/0f' },
      facts: { venvKeepsLinks: false, appIsEditedOnSite: false, venvOnShare: false },
    },
    {
      layout: 'flat',
      inner: [undefined, undefined],
      addresses: {
        app: '/home/site/wwwroot',
        venv: '/home/site/wwwroot/antenv',
        buildContainer: '/tmp/0f',
      },
      facts: { venvKeepsLinks: false, appIsEditedOnSite: true, venvOnShare: true },
    },
  ] as const;

  it('is one of four', () => {
    assert.deepEqual(
      LAYOUTS,
      rows.map(({ layout }) => layout),
    );
  });

  for (const { layout, inner, addresses, facts } of rows) {
    it(`${layout} has its addresses, facts and inner archive`, () => {
      const found = layoutFacts(layout);
      assert.deepEqual(found.addresses('0f'), addresses);
      assert.deepEqual(
        { ...found, addresses: undefined },
        { layout, ...facts, addresses: undefined },
      );
      assert.deepEqual(
        COMPRESSIONS.map((compression) => innerArchiveName(layout, compression)),
        inner,
      );
    });
  }
});
