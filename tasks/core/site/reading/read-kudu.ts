// The shapes of Kudu as the field's nouns. Pure.
// Source: Kudu wiki, REST API (vfs, deployments); KuduLite Kudu.Core/Deployment/DeployStatus.cs.

import type { SiteDeployment, SiteFile } from '../../terms/site.js';
import { fieldsOf, itemsOf, textOf } from './json.js';

/** Reads the listing of a folder. */
export function readListing(value: unknown): SiteFile[] {
  return itemsOf(value)
    .map(fieldsOf)
    .map(({ name, size, mime }) => ({
      name: textOf(name) ?? '',
      size: typeof size === 'number' ? size : 0,
      isFolder: mime === 'inode/directory',
    }))
    .filter(({ name }) => name !== '');
}

const STATUS = ['pending', 'building', 'deploying', 'failed', 'success'];

function statusOf(value: unknown): string {
  if (typeof value !== 'number' && typeof value !== 'string') return 'unknown';
  return STATUS[Number(value)] ?? String(value);
}

/** Reads the list of deployments, newest first. */
export function readDeployments(value: unknown): SiteDeployment[] {
  return itemsOf(value)
    .map(fieldsOf)
    .map((one) => ({
      id: textOf(one['id']) ?? '',
      status: statusOf(one['status']),
      // Nobody is to wait for one of which nothing is known.
      complete: one['complete'] !== false,
      received: textOf(one['received_time']) ?? '',
      deployer: textOf(one['deployer']) ?? '',
    }))
    .toSorted((a, b) => (a.received < b.received ? 1 : -1));
}
