// The runtime images of App Service, by Python minor: the typed door to images.json.

import data from './images.json';

/** What is known of the image behind one runtime stack. */
export interface RuntimeImage {
  /** The Python minor, such as `3.12`; the patch cannot be chosen on App Service. */
  readonly python: string;
  /** The newest patch that the image is known with, such as `3.12.13`: what markers of another machine's build are read for. */
  readonly latest: string;
  readonly distribution: string;
  /** The version of the image's C library, such as `2.31`. */
  readonly glibc: string;
  /** Month of the Python minor's end of life, `YYYY-MM`. */
  readonly endOfLife: string;
  /** Day from which images unpack zstd, `YYYY-MM-DD`: a whole app, a venv alone; `null` for never. */
  readonly zstdSince: { readonly app: string | null; readonly venv: string | null };
  /** Highest symbol versions of the image's libstdc++, such as `3.4.28` and `1.3.12`. */
  readonly glibcxx: string;
  readonly cxxabi: string;
  /** Distributions that the image's own Python has, normalised. */
  readonly packages: readonly string[];
  /** Sonames of the libraries that the image has, its Python's own among them. */
  readonly libraries: readonly string[];
  /** Sonames that it is known not to have; of a soname on neither list nothing is known. */
  readonly absentLibraries: readonly string[];
}

const distributions: Readonly<Record<string, (typeof data.distributions)['Debian 11']>> =
  data.distributions;

const images: readonly RuntimeImage[] = data.images.map((image) => {
  const distribution = distributions[image.distribution];
  if (!distribution) throw new Error(`images.json knows no distribution '${image.distribution}'.`);
  // Python is built with --enable-shared, and its folder is in the loader's configuration.
  const ownLibraries = [`libpython${image.python}.so.1.0`, 'libpython3.so'];
  return { ...image, ...distribution, libraries: [...distribution.libraries, ...ownLibraries] };
});

/** The day on which the facts were gathered, `YYYY-MM-DD`. */
export const IMAGES_AS_OF: string = data.asOf;

/** The Python minors that have an image, oldest first. */
export const KNOWN_MINORS: readonly string[] = images.map((image) => image.python);

/** Finds the image of a Python minor such as `3.12`. */
export function findImage(minor: string): RuntimeImage | undefined {
  return images.find((image) => image.python === minor);
}

/** Reads a runtime stack as Azure writes it, `PYTHON|3.12`; also `python:3.12` and plain `3.12`. */
export function readRuntimeStack(text: string): string | undefined {
  return /^(?:python\s*[|:]\s*)?(\d+\.\d+)$/i.exec(text.trim())?.[1];
}

/** A minor as the web app's `linuxFxVersion` has it. */
export function stackName(minor: string): string {
  return `PYTHON|${minor}`;
}
