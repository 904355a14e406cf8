// Which libraries the package's shared objects need that neither the package nor the image has. Pure.

import { posix } from 'node:path';
import type { RuntimeImage } from '../../runtime/images.js';
import { findLoaded, providedBy } from './loaded-objects.js';
import type { SharedObject } from './shared-objects.js';

/** A library that is missing, and who wants it. */
export interface MissingLibrary {
  readonly library: string;
  /** The shared object that names it. */
  readonly wantedBy: SharedObject;
  /** Whether the image is known not to have it; else nothing is known of it. */
  readonly isAbsent: boolean;
  /** Whether it is wanted when the distribution is imported; else a plugin may want it. */
  readonly isLoaded: boolean;
}

/**
 * Libraries of graphics cards: what needs them is loaded only where there is one. So are the parts of the cards' own
 * distributions, which every plain torch brings: those for clusters want MPI and RDMA.
 */
const OF_GRAPHICS_CARDS =
  /^lib(?:cu(?:da|dart|blas|blasLt|dnn|fft|file|pti|rand|solver|sparse)\w*|nv\w+|nccl|OpenCL|amd\w+|hip\w+|roc(?:m|blas|fft|rand|solver|sparse)\w*|sycl|ze_loader)(?:-[^.]*)?\.so/i;

/** Parts that a distribution tries and does without: distribution, libraries of such parts. */
const TRIED_ONLY: Readonly<Record<string, RegExp>> = {
  numba: /^libtbb\.so/,
  torchaudio: /^lib(?:av|sw|sox)/,
  torchcodec: /^lib(?:av|sw)/,
};

/** Every library that is missing on the image, in the order of the objects. */
export function findMissingLibraries(
  objects: readonly SharedObject[],
  image: RuntimeImage,
): MissingLibrary[] {
  const readable = objects.filter((object) => isForImage(object));
  const provided = providedBy(readable);
  const present = new Set(image.libraries);
  const absent = new Set(image.absentLibraries);
  const loaded = findLoaded(readable);
  return readable.flatMap((wantedBy) =>
    [...new Set(wantedBy.needed.map((name) => posix.basename(name)))]
      .filter((library) => !provided.has(library) && !present.has(library))
      .filter((library) => !isOptional(library, wantedBy))
      .map((library) => ({
        library,
        wantedBy,
        isAbsent: absent.has(library),
        isLoaded: loaded.has(wantedBy),
      })),
  );
}

/** Objects of other machines and of musl are judged by rules of their own. */
function isForImage({ machine, needed, problem }: SharedObject): boolean {
  return problem === undefined && machine === 'x86-64' && !needed.some((name) => isMusl(name));
}

/** The C library of Alpine, such as `libc.musl-x86_64.so.1`. */
export function isMusl(library: string): boolean {
  return /^(?:libc\.musl-|ld-musl-)/.test(library);
}

function isOptional(library: string, { distribution }: SharedObject): boolean {
  if (OF_GRAPHICS_CARDS.test(library) || distribution?.startsWith('nvidia-') === true) return true;
  return TRIED_ONLY[distribution ?? '']?.test(library) ?? false;
}
