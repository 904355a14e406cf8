// The app settings that say how long the platform waits, and for which answer.

/** Seconds that the platform waits by default, and at most (platform contract A1). */
const DEFAULT_LIMIT = 230;
const LONGEST_LIMIT = 1800;

type Settings = Readonly<Record<string, string>>;

/**
 * How long to wait, in seconds: as the platform would, or shorter where the user says so.
 * A `WEBSITES_CONTAINER_START_TIME_LIMIT` that is no number counts as not set.
 */
export function limitOf(
  settings: Settings,
  asked: number | undefined,
): { readonly limit: number; readonly limitIsOurs: boolean } {
  const text = settings['WEBSITES_CONTAINER_START_TIME_LIMIT']?.trim() ?? '';
  const set = /^\d+$/.test(text) ? Math.min(Number(text), LONGEST_LIMIT) : DEFAULT_LIMIT;
  const platform = set > 0 ? set : DEFAULT_LIMIT;
  const limitIsOurs = asked !== undefined && asked < platform;
  return { limit: limitIsOurs ? asked : platform, limitIsOurs };
}

/**
 * The statuses of `WEBSITE_WARMUP_STATUSES` that count as ready, such as `200,202`; none when every status does.
 */
export function warmupStatusesOf(settings: Settings): number[] {
  const text = settings['WEBSITE_WARMUP_STATUSES'] ?? '';
  return text
    .split(',')
    .map((part) => part.trim())
    .filter((part) => /^\d{3}$/.test(part))
    .map(Number);
}
