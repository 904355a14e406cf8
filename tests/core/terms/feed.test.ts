import assert from 'node:assert/strict';
import { readFeed, type Feed } from '../../../tasks/core/terms/feed.js';

const rows: readonly { readonly url: string; readonly expect: Feed | undefined }[] = [
  {
    url: 'https://pkgs.dev.azure.com/contoso/Web%20shop/_packaging/python-feed/pypi/simple/',
    expect: { organisation: 'contoso', project: 'Web shop', name: 'python-feed' },
  },
  {
    url: 'https://pkgs.dev.azure.com/contoso/_packaging/all@Release/pypi/download/x/1/x-1.whl',
    expect: { organisation: 'contoso', project: undefined, name: 'all@Release' },
  },
  {
    url: 'https://contoso.pkgs.visualstudio.com/web/_packaging/feed/pypi/simple/x/',
    expect: { organisation: 'contoso', project: 'web', name: 'feed' },
  },
  { url: 'https://pypi.org/simple/', expect: undefined },
  { url: 'https://pkgs.dev.azure.com/contoso/_packaging/feed/npm/registry/', expect: undefined },
  { url: 'no URL', expect: undefined },
];

describe('readFeed', () => {
  for (const { url, expect } of rows) {
    it(`reads ${url}`, () => assert.deepEqual(readFeed(url), expect));
  }
});
