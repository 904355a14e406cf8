// A shared object of the package: what its ELF headers say that it needs.

export interface SharedObject {
  /** In the package. */
  readonly path: string;
  /** `x86-64`, `aarch64`, … ; `mach-o` or `pe` for files of other systems. */
  readonly machine: string;
  /** The name it gives itself, DT_SONAME. */
  readonly soname: string | undefined;
  /** Libraries it needs, DT_NEEDED. */
  readonly needed: readonly string[];
  /** Highest version it needs of each family, such as `{ GLIBC: '2.34', GLIBCXX: '3.4.30' }`. */
  readonly versions: Readonly<Record<string, string>>;
  /** The distribution that brought it, normalised; `undefined` when unknown. */
  readonly distribution: string | undefined;
  /** What is wrong with its headers, where they cannot be read. */
  readonly problem: string | undefined;
}
