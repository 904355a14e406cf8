// What to do about a program that a start did not find.

import { PROJECT_RUNNERS } from '../startup/server-distributions.js';
import type { Story } from './story.js';
import { imageMinor } from './unfit-venv.js';

/** What entry points of Docker images begin the server with. */
const AS_USER = ['gosu', 'su-exec', 'setpriv'];
const FIRST_PROCESSES = ['tini', 'dumb-init', 'catatonit'];

/** Programs of the system that neither the images hold (contract A14) nor a package of Python brings. */
const OF_THE_SYSTEM =
  /^(?:nc|netcat|ncat|telnet|ping|jq|envsubst|git|make|g\+\+|docker|psql|pg_isready|pg_dump|mysql|mysqladmin|mysqldump|redis-cli|mongosh|nginx|node|npm|npx|yarn|java|php|ffmpeg|tesseract|pdftotext|pdftoppm|wkhtmltopdf|libreoffice|soffice|chromium|google-chrome|az|aws)$/;

/** What to do, where that is not to add a package of Python to the requirements. */
export function insteadOf(name: string, story: Story): string | undefined {
  const program = name.split('/').at(-1) ?? name;
  if (name !== program && story.venv?.tree.files.has(`bin/${program}`) === true) {
    return `Write the name alone, for the venv is active: ${program}`;
  }
  if (/^python[\d.]*$/.test(name))
    return `Write python, which is Python ${imageMinor(story)} here.`;
  if (PROJECT_RUNNERS.includes(name))
    return `Leave '${name} run' out: the venv of the package is active.`;
  if (name === 'sudo') return "Leave 'sudo' out: on App Service the app runs as root.";
  if (AS_USER.includes(name)) {
    return `Leave '${name}' and the name of the user out: on App Service the app runs as root.`;
  }
  if (FIRST_PROCESSES.includes(name)) return `Leave '${name}' out: write what follows it alone.`;
  if (OF_THE_SYSTEM.test(name)) {
    return `Do without '${name}': no package of Python brings it.`;
  }
  if (/^\w+:$/.test(name)) return `Leave '${name}' out, which is the language of a Procfile.`;
  return /\s/.test(name) ? 'Leave out the quotes around the whole command.' : undefined;
}
