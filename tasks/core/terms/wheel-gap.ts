// A wheel gap: a distribution that is wanted for another machine and has no wheel for it.

/** One distribution without a fitting wheel. */
export interface WheelGap {
  readonly name: string;
  /** The version that would be installed; empty when even that could not be found out. */
  readonly version: string;
  /** Tags of the wheels that this version has, such as `cp38-cp38-win_amd64`; empty where it has sources alone. */
  readonly offered: readonly string[];
  /** The nearest version with a fitting wheel: the highest below, else the lowest above. */
  readonly nearest: string | undefined;
  /** Whether the requirement names the file, folder or repository itself, so that no other version was asked for. */
  readonly isDirect?: true;
}
