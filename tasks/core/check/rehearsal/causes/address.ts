// Causes of a server that is not heard: where it listens, what it answers, what becomes of its workers.

import { cause, type Cause } from './cause.js';
import { isReachable, reachableAt } from '../listening.js';
import { findOwnServer, handOver, runsProgramsOnly } from '../own-server.js';
import { listenLine } from '../pserve.js';
import { findLine, neverAnswered, placeOf, secondsText, type Story } from '../story.js';
import { APP_SETTINGS, STARTUP_COMMAND } from '../../places.js';

const warmUpStatus = cause({
  code: 'rehearsal/warm-up-status',
  severity: 'error',
  why: 'With WEBSITE_WARMUP_STATUSES the platform counts only these statuses as an answer.',
  source: 'contract A1: Microsoft Learn, reference-app-settings',
  example: {
    bad: 'WEBSITE_WARMUP_STATUSES=200, and 404 at the path',
    good: 'a path that answers with 200',
  },
  find(story) {
    const { refused, limit } = story.rehearsal;
    if (story.ending !== 'silent' || typeof refused?.status !== 'number') return undefined;
    return { path: refused.path, status: refused.status, limit, where: APP_SETTINGS };
  },
  message: ({ path, status, limit }) =>
    `The app answers ${path} with ${status}, which WEBSITE_WARMUP_STATUSES does not count, for ${secondsText(limit)}.`,
  fix: ({ status }) =>
    `Add ${status} to WEBSITE_WARMUP_STATUSES, or set WEBSITE_WARMUP_PATH to a path that answers with one of them.`,
});

/** Who says where it listens, and where that is written. */
function ownServer(story: Story) {
  const own = findOwnServer(story);
  const where = own === undefined ? STARTUP_COMMAND : { file: own.path, line: own.line };
  return { own, isProgram: runsProgramsOnly(story), where };
}

const boundToLoopback = cause({
  code: 'rehearsal/bound-to-loopback',
  severity: 'error',
  why: 'The platform asks from outside of the container; what listens on 127.0.0.1 answers inside of it only.',
  source: 'F88: OSS support blog 2023-04-17',
  example: { bad: 'uvicorn main:app', good: 'uvicorn main:app --host 0.0.0.0' },
  find(story) {
    const { port, listening } = story.rehearsal;
    if (story.ending !== 'silent' || reachableAt(listening).includes(port)) return undefined;
    const found = listening.find((socket) => !isReachable(socket) && socket.port === port);
    return found && { ...found, listen: listenLine(story, port), ...ownServer(story) };
  },
  message: ({ address, port }) =>
    `The app listens on ${address}:${port}, where only the container itself can reach it.`,
  fix: ({ own, isProgram, listen }) => {
    if (listen !== undefined) return listen;
    if (own !== undefined) return handOver(own, true, false);
    return isProgram
      ? 'Bind all addresses where the app starts its server: 0.0.0.0 in place of 127.0.0.1'
      : 'Bind all addresses: --host 0.0.0.0 for uvicorn, --bind 0.0.0.0:$PORT for gunicorn.';
  },
  seen: ({ address, port }) => `the app listens on ${address}:${port}`,
});

const ipv6Only = cause({
  code: 'rehearsal/ipv6-only',
  severity: 'error',
  why: 'The platform asks over IPv4, and a socket of :: that wants IPv6 alone refuses it.',
  source: 'contract A1; Linux, ipv6(7): IPV6_V6ONLY',
  example: {
    bad: 'asyncio.start_server(handle, "::", 8000)',
    good: 'asyncio.start_server(handle, "0.0.0.0", 8000)',
  },
  find(story) {
    const { port, listening, refused } = story.rehearsal;
    // A socket for both takes the connection at least.
    if (story.ending !== 'silent' || refused !== undefined) return undefined;
    const door = listening.filter((socket) => isReachable(socket) && socket.port === port);
    if (door.length === 0 || door.some(({ address }) => address !== '::')) return undefined;
    return { port, where: STARTUP_COMMAND };
  },
  message: ({ port }) =>
    `The app listens on [::]:${port} for IPv6 alone, and the platform asks over IPv4, which is refused.`,
  fix: () =>
    'Bind all addresses of IPv4: --host 0.0.0.0 for uvicorn, --bind 0.0.0.0:$PORT for gunicorn.',
});

/** What gunicorn and uvicorn say of a socket that is a file. */
const UNIX_SOCKET = /(?:Listening at: unix:|Uvicorn running on unix socket )(\S+)/;

const wrongPort = cause({
  code: 'rehearsal/wrong-port',
  severity: 'error',
  why: 'The platform waits for an answer on the port that PORT says, 8000 by default, and stops the container when none comes.',
  source: 'F89: OSS support blog 2023-03-24; contract part D',
  example: { bad: 'streamlit run app.py', good: 'streamlit run app.py --server.port $PORT' },
  find(story) {
    const { port, listening } = story.rehearsal;
    if (story.ending !== 'silent') return undefined;
    if (listening.some((socket) => socket.port === port)) return undefined;
    const file = findLine(story, UNIX_SOCKET)?.match[1];
    const [other] = [...listening].toSorted(
      (a, b) => Number(isReachable(b)) - Number(isReachable(a)),
    );
    const at = other ? `${other.address}:${other.port}` : file && `unix:${file}`;
    return at === undefined
      ? undefined
      : {
          at,
          isFile: other === undefined,
          isHostRight: other !== undefined && isReachable(other),
          expected: port,
          listen: listenLine(story, port),
          ...ownServer(story),
        };
  },
  message: ({ at, expected }) =>
    `The app listens on ${at}, but the platform waits for an answer on port ${expected}.`,
  fix: ({ isFile, isHostRight, own, isProgram, listen }) => {
    if (listen !== undefined) return listen;
    if (isFile) {
      return 'Bind all addresses and the port that the platform sets: --bind 0.0.0.0:$PORT for gunicorn, --host 0.0.0.0 --port $PORT for uvicorn.';
    }
    if (own !== undefined) return handOver(own, false, isHostRight);
    return isProgram
      ? 'Bind all addresses and the port that the platform sets where the app starts its server: 0.0.0.0, int(os.environ.get("PORT", "8000"))'
      : 'Bind all addresses and the port that the platform sets: 0.0.0.0:$PORT';
  },
  seen: ({ at }) => `the app listens on ${at}`,
});

const workerTimeout = cause({
  code: 'rehearsal/worker-timeout',
  severity: 'error',
  why: 'gunicorn stops a worker that does not load or answer in time, 30 seconds by default, and starts the next one, for ever.',
  source: 'F93: OSS support blog 2024-07-01',
  example: { bad: 'gunicorn --timeout 5 app:app', good: 'gunicorn --timeout 600 app:app' },
  find(story) {
    const found = findLine(story, /WORKER TIMEOUT/);
    if (!neverAnswered(story) || found === undefined) return undefined;
    return { line: found.line, where: placeOf(story, STARTUP_COMMAND) };
  },
  message: ({ line }) => `gunicorn stops its workers before they are ready: ${line}.`,
  fix: () => 'Give the app time to load: --timeout 600; better, load less at the start.',
});

const workerKilled = cause({
  code: 'rehearsal/worker-killed',
  severity: 'error',
  why: 'A worker that is killed while it loads the app, mostly for want of memory, is started again, for ever.',
  source: 'gunicorn, Arbiter.reap_workers',
  example: {
    bad: 'a model of 20 GB, loaded by four workers',
    good: 'gunicorn --preload, or fewer workers',
  },
  find(story) {
    const found = findLine(
      story,
      /Worker \(pid:\d+\) was (?:sent|terminated due to|killed by) \S+/i,
    );
    if (!neverAnswered(story) || found === undefined) return undefined;
    return { line: found.line, where: placeOf(story, STARTUP_COMMAND) };
  },
  message: ({ line }) => `gunicorn's workers are killed while they load the app: ${line}.`,
  fix: () => 'See how much memory the app takes at its start; use fewer workers, or --preload.',
});

/** Where it listens in place of where it is asked. In their order. */
export const addressCauses: readonly Cause[] = [warmUpStatus, boundToLoopback, ipv6Only, wrongPort];

/** What becomes of its workers, when no exception tells more. In their order. */
export const workerCauses: readonly Cause[] = [workerTimeout, workerKilled];
