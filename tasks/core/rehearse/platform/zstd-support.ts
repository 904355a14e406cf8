// Whether the start-script generator of an image reads zstd: its date is that of our facts.

import { findImage, IMAGES_AS_OF } from '../../runtime/images.js';
import { minorOf } from '../../terms/python-minor.js';

/** What is unpacked though it is compressed with zstd: a whole app, a venv alone. */
export interface ZstdSupport {
  readonly app: boolean;
  readonly venv: boolean;
}

/** The support of the image of a Python such as `3.12` or `3.12.4`; an unknown one is newer than our facts. */
export function zstdSupport(pythonVersion: string): ZstdSupport {
  const image = findImage(minorOf(pythonVersion));
  if (image === undefined) return { app: true, venv: true };
  return { app: isReached(image.zstdSince.app), venv: isReached(image.zstdSince.venv) };
}

function isReached(day: string | null): boolean {
  return day !== null && day <= IMAGES_AS_OF;
}
