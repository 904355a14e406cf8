// A distribution: one installed project, as its dist-info describes it.

export interface Distribution {
  readonly name: string;
  readonly version: string;
  /** The wheel's tags, such as `cp312-cp312-manylinux_2_17_x86_64`. */
  readonly tags: readonly string[];
  /** How many files its RECORD lists. */
  readonly files: number;
  /** Their sizes together, in bytes, as its RECORD has them. */
  readonly bytes: number;
}
