// The name of a distribution, and of an extra or a group: many spellings, one normal one.

/** The name as it is compared (PEP 503, and PEP 685 for extras): `Flask_SQLAlchemy` is `flask-sqlalchemy`. */
export function normalisedName(name: string): string {
  return name.toLowerCase().replace(/[-_.]+/g, '-');
}
