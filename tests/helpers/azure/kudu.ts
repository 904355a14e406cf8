// The fake's Kudu: the listing of wwwroot, single files of it, and the list of deployments, by GET alone.
// Every slot has the files of production here. Source: Kudu wiki, REST API.

import { plainly, type Answer, type Around, type Asked } from './answer.js';

const FOLDER = '/api/vfs/site/wwwroot/';

/** Answers a request that is signed in. */
export function answerOfKudu({ method, url }: Asked, { world, violations }: Around): Answer {
  if (method !== 'GET') {
    violations.push(`${method} ${url.pathname}`);
    return plainly(405, 'MethodNotAllowed', 'Reading alone is allowed.');
  }
  if (world.role !== 'contributor') return { status: 403, body: 'Forbidden' };
  const { files, deployments, state } = world.production;
  if (state === 'Stopped') return { status: 403, body: 'This web app is stopped.' };
  if (url.pathname === '/api/deployments') return { status: 200, body: deployments };
  if (url.pathname === FOLDER) return { status: 200, body: Object.entries(files).map(entryOf) };
  if (url.pathname === `${FOLDER}oryx-manifest.toml`) {
    const text = files['oryx-manifest.toml'];
    if (typeof text === 'string') return { status: 200, body: text };
    return plainly(404, 'NotFound', '');
  }
  violations.push(`${method} ${url.pathname}`);
  return plainly(404, 'NotFound', '');
}

function entryOf([name, content]: [string, string | number | null]): unknown {
  const isFolder = content === null;
  const size = typeof content === 'string' ? content.length : (content ?? 0);
  return {
    name,
    size,
    mtime: '2026-11-20T18:00:00+00:00',
    mime: isFolder ? 'inode/directory' : 'application/octet-stream',
    href: `https://shop.scm.example${FOLDER}${name}`,
    path: `/home/site/wwwroot/${name}`,
  };
}
