// The times of a zip's entries, as Python's zipfile reads them: DOS times, taken as UTC.

import { execFileSync } from 'node:child_process';

const SCRIPT = `
import calendar, json, sys, zipfile
with zipfile.ZipFile(sys.argv[1]) as z:
    print(json.dumps([[i.filename, calendar.timegm(i.date_time + (0, 0, 0))] for i in z.infolist()]))
`;

/** Seconds since 1970 by name, in the archive's order. */
export async function zipTimes(path: string): Promise<Map<string, number>> {
  const out = execFileSync('python3', ['-c', SCRIPT, path], {
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
  });
  return Promise.resolve(new Map(JSON.parse(out) as [string, number][]));
}
