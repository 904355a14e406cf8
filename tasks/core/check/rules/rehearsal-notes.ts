// Rules about what was noticed beside the reason of a failed start, or of a start that went well.

import { SITE_ROOT } from '../../terms/layout.js';
import { rule, type Rule } from '../rule.js';
import { diagnosisOf } from '../rehearsal/diagnose.js';
import { failedSteps } from '../rehearsal/failed-steps.js';
import { refusedHosts } from '../rehearsal/refused-hosts.js';
import {
  inApp,
  placeOf,
  quoteAll,
  quoteException,
  readStory,
  secondsText,
} from '../rehearsal/story.js';
import { hasDistribution } from '../startup/server-distributions.js';
import { quote } from '../startup/startup-words.js';
import { CONTAINER_LOG, STARTUP_COMMAND } from '../places.js';

const notReplaced: Rule = rule({
  code: 'rehearsal/not-replaced',
  severity: 'error',
  why: 'A deployment skips a file whose size and time are those of the file on the site, though its content differs: the old one stays.',
  source: 'F08: contract A4',
  example: {
    bad: 'all files of the zip from 1980-01-01',
    good: 'times that change with the content',
  },
  needs: ['rehearsal'],
  *find({ rehearsal: { notReplaced: files } }) {
    const [file] = files;
    if (file !== undefined) yield { file, count: files.length, where: { file } };
  },
  message: ({ file, count }) =>
    count === 1
      ? `A deployment over the one before leaves the old '${file}' on the site: size and time are the same.`
      : `A deployment over the one before leaves ${count} old files on the site, such as '${file}': size and time are the same.`,
  fix: () => 'Give changed files a new time in the zip, as AntenvPackage does.',
});

const healthStatus: Rule = rule({
  code: 'rehearsal/health-status',
  severity: 'warning',
  why: 'The health check of App Service counts 200 to 299 as healthy, and follows no redirect.',
  source: 'Microsoft Learn: health check for App Service',
  example: { bad: '/health, which redirects to a login', good: '/health, which answers 200' },
  needs: ['rehearsal'],
  *find({ rehearsal: { health }, venv }) {
    if (health === undefined || health.status === null || health.status >= 500) return;
    if (health.status >= 200 && health.status < 300) return;
    const isDjango = hasDistribution(venv, 'django');
    yield { path: health.path, status: health.status, isDjango, where: CONTAINER_LOG };
  },
  message: ({ path, status }) =>
    `The health path ${path} answers with ${status}, but only 200 to 299 count as healthy.`,
  fix: ({ path, status, isDjango }) => {
    if (status === 404) return `Add ${path} to the app, or name a path that it has.`;
    // With DEBUG = False, Django writes no line about it.
    if (status === 400 && isDjango) {
      return `Let ${path} answer with 200 whatever the host is: it was asked by the container's address, which Django refuses unless ALLOWED_HOSTS has it.`;
    }
    return `Let ${path} answer with 200, without a login or a redirect.`;
  },
});

const hostRefused: Rule = rule({
  code: 'rehearsal/host-refused',
  severity: 'warning',
  why: 'Any answer to the warm-up counts as started, also that of an app that refuses the host by which its visitors ask: the deployment is green, and every page is 400 Bad Request. The site’s hosts are those that Azure tells of the web app, or WEBSITE_HOSTNAME among the app settings.',
  source: 'F120: OSS support blog 2022-02-20; measured with Django, Starlette, Litestar and Flask',
  example: {
    bad: 'ALLOWED_HOSTS = os.environ["ALLOWED_HOSTS"].split(","), and an app setting that names another host',
    good: 'ALLOWED_HOSTS = [os.environ["WEBSITE_HOSTNAME"]]',
  },
  needs: ['rehearsal'],
  find: refusedHosts,
  message: ({ hosts, line }) =>
    `The app refuses the site's own ${hosts.length === 1 ? 'host' : 'hosts'} ${quoteAll(hosts)}, so every visitor gets 400: ${line}.`,
  fix: ({ fix }) => fix,
});

const errorAnswer: Rule = rule({
  code: 'rehearsal/error-answer',
  severity: 'warning',
  why: 'Any answer counts as started, also an error; an app that answers every path with one is of no use.',
  source: 'contract A1: Microsoft Learn, reference-app-settings',
  example: {
    bad: '500 for a path that does not exist',
    good: '404 for a path that does not exist',
  },
  needs: ['rehearsal'],
  *find(evidence) {
    const { answer } = evidence.rehearsal;
    if (answer === undefined || answer.status === null || answer.status < 500) return;
    // The reason says it already.
    if (diagnosisOf(evidence) !== undefined) return;
    const story = readStory(evidence.rehearsal, evidence);
    const where = placeOf(story, CONTAINER_LOG);
    yield { path: answer.path, status: answer.status, story, where };
  },
  message: ({ path, status, story }) => {
    const thrown = quoteException(story);
    const last = thrown === '' ? '' : `; the last exception of the log${inApp(story)}: ${thrown}`;
    return `The app started, but answers ${path} with ${status}${last}.`;
  },
  fix: ({ story: { exception } }) =>
    NOT_MIGRATED.test(exception?.message ?? '')
      ? 'Run the migrations as a step of the pipeline, against the database of the site: python manage.py migrate, flask db upgrade or alembic upgrade head. What it opens here was not migrated.'
      : 'See the container log for the exception, and correct the app.',
});

/** SQLite's words, which is the one database that is there in a rehearsal without a network. */
const NOT_MIGRATED = /\bno such (?:table|column)\b/;

const stepFailed: Rule = rule({
  code: 'rehearsal/step-failed',
  severity: 'warning',
  why: 'Behind a semicolon, or in a script without set -e, the server starts although the step before it has failed: the site answers, on a database that was not migrated. What would fail only here, for want of a database or a value, is not told.',
  source: 'contract A11: sh runs what follows ; whatever came before',
  example: {
    bad: 'flask db upgrade; gunicorn app:app, with an import that fails in the command',
    good: 'flask db upgrade && gunicorn app:app',
  },
  needs: ['rehearsal', 'startup'],
  find: failedSteps,
  message: ({ step, quote: line }) =>
    `${quote(step)} fails, and the app answers all the same: ${line}.`,
  fix: ({ background }) =>
    background
      ? 'Correct it: it would fail like this anywhere.'
      : 'Correct it, which would fail like this anywhere; with && behind it, or set -e in the script, the site would not start without it.',
});

/** The share of a start from which on an import is a reason for its length. */
const WORTH_TELLING = 0.1;

const slowStart: Rule = rule({
  code: 'rehearsal/slow-start',
  severity: 'warning',
  why: 'A site has fewer and slower processors than most build agents; a start that takes half of the limit here may exceed it there.',
  source: 'F97, F101: OSS support blog 2023-04-17',
  example: { bad: 'a start of 150 s', good: 'a start of 10 s' },
  needs: ['rehearsal'],
  *find({ rehearsal: { answer, limit, imports } }) {
    if (answer === undefined || answer.seconds <= limit / 2) return;
    const [first] = imports;
    const slowest = first && first.seconds >= answer.seconds * WORTH_TELLING ? first : undefined;
    yield { seconds: answer.seconds, limit, slowest, where: STARTUP_COMMAND };
  },
  message: ({ seconds, limit, slowest }) =>
    `The start took ${secondsText(seconds)} of the ${secondsText(limit)} that it may take${
      slowest === undefined
        ? ''
        : `; the slowest import is '${slowest.module}' with ${secondsText(slowest.seconds)}`
    }.`,
  fix: () =>
    'Move work that takes long out of the start: into the pipeline, or behind the first request.',
});

/** Each is a round trip on the share, and again for the folder that it is looked for in. */
const MANY_MODULES = 300;

const manyReads: Rule = rule({
  code: 'rehearsal/many-reads',
  severity: 'note',
  why: "The site's folder is a network share: each module that a start reads from it costs round trips, at every start of every instance.",
  source: 'contract A9, A16',
  example: { bad: 'layout flat, with pandas and 900 modules', good: 'layout venvTarball' },
  needs: ['rehearsal'],
  *find({ rehearsal: { siteReads, appPath }, layout }) {
    if (siteReads === undefined || siteReads.modules <= MANY_MODULES) return;
    if (appPath !== SITE_ROOT) return;
    yield { ...siteReads, layout, where: STARTUP_COMMAND };
  },
  message: ({ modules, bytes }) =>
    `The start read ${modules} modules (${megabytes(bytes)}) from the site's folder, which is a network share.`,
  fix: ({ layout }) =>
    layout === 'venvTarball' || layout === 'venvZip'
      ? 'Choose the layout appTarball: the app is then unpacked to the local disk.'
      : 'Choose the layout venvTarball or appTarball: the modules are then unpacked to the local disk.',
});

function megabytes(bytes: number): string {
  return `${(bytes / 1e6).toFixed(1)} MB`;
}

/** In the order of the catalogue. */
export const rehearsalNotes: readonly Rule[] = [
  notReplaced,
  healthStatus,
  hostRefused,
  errorAnswer,
  stepFailed,
  slowStart,
  manyReads,
];
