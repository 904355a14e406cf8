// The minor of a Python, such as `3.12`: what images, folders of packages and bytecode go by.

/** `3.12` of `3.12.4`. */
export function minorOf(version: string): string {
  return version.split('.').slice(0, 2).join('.');
}

/** `12` of `3.12`, for comparing: every Python that we know is a 3. */
export function minorNumber(minor: string): number {
  return Number(minor.split('.')[1]);
}
