// Folders that are not empty when the platform wants to unpack an app in them (contract A10).

import { posix } from 'node:path';

/** Folders that every image has. */
const OF_THE_IMAGE =
  /^\/(?:(?:antenv|bin|boot|dev|etc|home|lib|media|mnt|opt|proc|root|run|sbin|srv|sys|tmp|usr|var)|opt\/(?:python|startup|defaultsite)|usr\/local|var\/(?:lib|tmp))?$/;

/** Whether a folder is one of the image, or survives a restart: the latter are below `/home`. */
export function isTakenFolder(folder: string): boolean {
  // The working folder is the site.
  const path = posix.resolve('/home/site/wwwroot', folder);
  return path.startsWith('/home/') || OF_THE_IMAGE.test(path);
}
