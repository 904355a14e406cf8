// Harmless values: to mask them would mask half of a log, and nobody gets in by them.

/** Switches, numbers, and what is made of plain words: `service_account`, `mysite.settings`, `/home/site`. */
export const ORDINARY =
  /^(?:[+-]?\d[\d.]{0,7}|~\d+|\/?[a-z_]+(?:[./:-][a-z_]+)*\/?|true|false|on|off|yes|no)$/i;

/** A host, with a port and a path of plain words: `db7.example.org:5432`, `https://oauth2.example.org/v1/certs`. */
const HOST =
  /^(?:[a-z][a-z\d+]*:\/\/)?(?:[a-z\d-]+\.)+[a-z]{2,}(?::\d{1,5})?(?:\/[a-z_]+\d{0,3})*\/?$/;

/** Whether a value among secret ones is none by its form: an ordinary word, a number, a host. */
export function isHarmless(value: string): boolean {
  return ORDINARY.test(value.trim()) || HOST.test(value.trim());
}
