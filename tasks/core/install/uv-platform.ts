// uv's name of the platform that wheels are chosen for.

/** The versions of glibc that uv has a platform for, `2.<this>`, the oldest first (uv 0.13, `--python-platform`). */
const KNOWN_GLIBC = [17, 28, 31, 32, 33, 34, 35, 36, 37, 38, 39, 40];

/**
 * The newest platform that uv knows and that is not newer than this glibc: the C library bounds the wheels, as the
 * `_manylinux` module does for pip.
 * @param glibc such as `2.31`
 */
export function uvPlatform(glibc: string): string {
  const minor = Number(glibc.split('.')[1]);
  const known = KNOWN_GLIBC.findLast((one) => one <= minor) ?? KNOWN_GLIBC[0];
  return `x86_64-manylinux_2_${known}`;
}
