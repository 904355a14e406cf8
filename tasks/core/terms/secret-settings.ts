// Secret settings: which values of app settings must not be read in a log or a report.

import type { AppSetting } from './app-setting.js';
import { credentialsIn } from './redaction.js';
import { SECRET_PART } from './secret-names.js';

/** Words in a name that promise a secret: `DJANGO_SECRET_KEY`, `SMTP_PASSWORD`, `StorageConnectionString`. */
const NAMED_SECRET = /secret|passw|pwd|token|key|conn|credential|sas(?:_|$)|dsn|cert|private/i;

/** What keys and tokens look like: both cases and digits mixed, hexadecimal, or a JSON web token. */
const TOKEN =
  /^(?:(?=.*\d)(?=.*[a-z])(?=.*[A-Z])[\w+=-][\w+/=-]{19,}|[\da-f-]{20,}|eyJ[\w.-]{20,})$/;

/** Switches and numbers: to mask them would mask half the log. */
const PLAIN = /^(?:true|false|yes|no|on|off|none|null|enabled|disabled|default|\d{1,5})$/i;

/** The values, and the parts of values, that must appear nowhere. */
export function secretsIn(settings: readonly AppSetting[]): string[] {
  return settings.flatMap(({ name, value }) => {
    if (PLAIN.test(value.trim())) return [];
    const parts = [...value.matchAll(SECRET_PART)].map(([, part = '']) => part);
    const whole = NAMED_SECRET.test(name) || TOKEN.test(value.trim()) ? [value] : [];
    return [...new Set([...whole, ...parts, ...credentialsIn(value)])];
  });
}
