// Which wheel a distribution was installed from.

/**
 * Hex sha256 of each wheel that was installed, by the normalised name of its distribution; `undefined` of what was
 * installed from anything but a wheel.
 */
export type InstalledWheels = ReadonlyMap<string, string | undefined>;

/** Of an installer that does not tell. */
export const UNTOLD_WHEELS: InstalledWheels = new Map();
