// A feed: a package index of Azure Artifacts, as its URL names it.

import { decoded } from './decoded.js';

export interface Feed {
  readonly organisation: string;
  /** Absent for a feed of the whole organisation. */
  readonly project: string | undefined;
  readonly name: string;
}

/** `pkgs.dev.azure.com/{organisation}/[{project}/]_packaging/{feed}/pypi/…`, and the older host of an organisation. */
const PATHS = [
  /^pkgs\.dev\.azure\.com\/([^/]+)\/(?:([^/]+)\/)?_packaging\/([^/]+)\/pypi(?:\/|$)/i,
  /^([^./]+)\.pkgs\.visualstudio\.com\/(?:([^/]+)\/)?_packaging\/([^/]+)\/pypi(?:\/|$)/i,
];

/** Reads the feed out of any address below it; nothing for another index. */
export function readFeed(url: string): Feed | undefined {
  if (!URL.canParse(url)) return undefined;
  const { hostname, pathname } = new URL(url);
  for (const pattern of PATHS) {
    const [, organisation, project, name] = pattern.exec(`${hostname}${pathname}`) ?? [];
    if (organisation === undefined || name === undefined) continue;
    return {
      organisation,
      project: project === undefined ? undefined : decoded(project),
      // A view follows the name: `feed@Release`.
      name: decoded(name),
    };
  }
  return undefined;
}
