// The name of a distribution, and of an extra or a group: many spellings, one normal one.

import { basename, dirname } from 'node:path';

/** The name as it is compared (PEP 503, and PEP 685 for extras): `Flask_SQLAlchemy` is `flask-sqlalchemy`. */
export function normalisedName(name: string): string {
  return name.toLowerCase().replace(/[-_.]+/g, '-');
}

/** Whose file it is, by its dist-info folder: `…/my_lib-1.0.dist-info/direct_url.json` is of `my-lib`. */
export function distributionOfInfo(path: string): string {
  return normalisedName(basename(dirname(path)).split('-')[0] ?? '');
}
