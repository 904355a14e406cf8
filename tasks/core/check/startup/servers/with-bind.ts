// Servers whose address has a form of its own: hypercorn, daphne, waitress, Django's runserver.

import type { Bind } from '../startup.js';
import { readAddress, readBind, readHost, readPort } from './bind.js';
import { readHypercornConfig } from './hypercorn-config.js';
import { has, readOptions, valueOf, type Options } from './options.js';
import { fileOfConfig, readTarget, type Call, type Reading, type Tool } from './tool.js';

/** The addresses, and the first of them as the one that counts. */
function bound(binds: readonly Bind[]): Pick<Reading, 'host' | 'port' | 'binds'> {
  return { host: binds[0]?.host, port: binds[0]?.port, binds };
}

export const hypercorn: Tool = {
  server: 'hypercorn',
  programs: ['hypercorn'],
  modules: ['hypercorn'],
  read(call) {
    const options = readOptions(call.args, {
      booleans: ['--debug', '--reload', '--daemon', '--help', '--version'],
      shorts: {
        '-b': '--bind',
        '-w': '--workers',
        '-k': '--worker-class',
        '-c': '--config',
        '-D': '--daemon',
        '-g': '--group',
        '-m': '--umask',
        '-p': '--pid',
        '-u': '--user',
        '-h': '--help',
      },
    });
    const given = [
      ...(options.values.get('--bind') ?? []),
      ...(options.values.get('--insecure-bind') ?? []),
    ];
    const config = valueOf(options, '--config');
    const { addresses, origins } =
      given.length > 0 ? { addresses: given } : readHypercornConfig(config, call);
    return {
      ...readTarget(options.operands[0], 'app'),
      ...bound(addresses.map((text) => readAddress(text, 8000, call.env))),
      ...(origins === undefined ? {} : { origins }),
      configFile: fileOfConfig(config),
      tls: has(options, '--certfile') && !has(options, '--insecure-bind'),
      daemon: has(options, '--daemon'),
      reload: has(options, '--reload'),
      accessLog: has(options, '--access-logfile', '--access-log'),
    };
  },
};

export const daphne: Tool = {
  server: 'daphne',
  programs: ['daphne'],
  modules: ['daphne'],
  read(call) {
    const options = readOptions(call.args, {
      booleans: ['--proxy-headers', '--no-server-name'],
      shorts: {
        '-b': '--bind',
        '-p': '--port',
        '-u': '--unix-socket',
        '-e': '--endpoint',
        '-v': '--verbosity',
        '-t': '--http-timeout',
        '-s': '--server-name',
      },
    });
    const endpoints = options.values.get('--endpoint') ?? [];
    return {
      ...readTarget(options.operands[0]),
      ...bound(daphneBinds(options, endpoints, call)),
      tls: endpoints.some((text) => text.startsWith('ssl:')),
    };
  },
};

function daphneBinds(options: Options, endpoints: readonly string[], call: Call): Bind[] {
  const socket = valueOf(options, '--unix-socket');
  const host = valueOf(options, '--bind');
  const port = valueOf(options, '--port');
  const found = endpoints.map((text) => endpoint(text, call));
  if (socket !== undefined) found.push({ host: `unix:${socket}`, port: undefined });
  if (has(options, '--fd')) found.push({ host: undefined, port: undefined });
  if (host !== undefined || port !== undefined || found.length === 0) {
    found.push(readBind(host ?? '127.0.0.1', port ?? '8000', call.env));
  }
  return found;
}

/** An endpoint of Twisted: `tcp:port=8000:interface=0.0.0.0`; it listens everywhere by default. */
function endpoint(text: string, { env }: Call): Bind {
  const port = /:port=([^:]+)/.exec(text)?.[1] ?? /^\w+:(\d+|\$\w+)/.exec(text)?.[1] ?? '';
  const host = /:interface=([^:]+)/.exec(text)?.[1] ?? '0.0.0.0';
  return { host: readHost(host, env), port: readPort(port, env) };
}

export const waitress: Tool = {
  server: 'waitress',
  programs: ['waitress-serve'],
  modules: ['waitress'],
  read(call) {
    const options = readOptions(call.args, {
      booleans: [
        '--asyncore-use-poll',
        '--call',
        '--help',
        '--expose-tracebacks',
        '--no-expose-tracebacks',
        '--ipv4',
        '--no-ipv4',
        '--ipv6',
        '--no-ipv6',
        '--log-untrusted-proxy-headers',
        '--no-log-untrusted-proxy-headers',
        '--clear-untrusted-proxy-headers',
        '--no-clear-untrusted-proxy-headers',
        '--log-socket-errors',
        '--no-log-socket-errors',
      ],
      shorts: {},
    });
    const listens = options.values.get('--listen')?.flatMap((value) => value.split(/\s+/)) ?? [];
    const socket = valueOf(options, '--unix-socket');
    const host = valueOf(options, '--host') ?? '0.0.0.0';
    const plain = readBind(host, valueOf(options, '--port') ?? '8080', call.env);
    const binds = listens.map((text) =>
      readAddress(text.replace(/^\*/, '0.0.0.0'), 8080, call.env),
    );
    if (socket !== undefined) binds.push({ host: `unix:${socket}`, port: undefined });
    const target = readTarget(options.operands[0] ?? valueOf(options, '--app'));
    return {
      ...target,
      factory: has(options, '--call') || target?.factory === true,
      ...bound(binds.length > 0 ? binds : [plain]),
      accessLog: false,
    };
  },
};

/** `runserver` of `manage.py` or `django-admin`; other commands of theirs serve nothing. */
export const django: Tool = {
  server: 'django',
  programs: ['django-admin', 'manage.py'],
  modules: ['django'],
  read(call) {
    const [command = '', ...args] = call.args;
    if (!['runserver', 'runserver_plus', 'runsslserver', 'rundaphne'].includes(command))
      return undefined;
    const options = readOptions(args, {
      booleans: [
        '--noreload',
        '--nothreading',
        '--nostatic',
        '--insecure',
        '--ipv6',
        '--skip-checks',
        '--traceback',
        '--no-color',
        '--force-color',
      ],
      shorts: { '-6': '--ipv6', '-v': '--verbosity' },
    });
    const address = options.operands[0] ?? '127.0.0.1:8000';
    const port = readPort(address, call.env);
    const isPort = port !== undefined;
    const bind = isPort ? { host: '127.0.0.1', port } : readAddress(address, 8000, call.env);
    // A lone 0 is how Django writes 0.0.0.0.
    const host = bind.host === '0' ? '0.0.0.0' : bind.host;
    return {
      ...bound([{ ...bind, host }]),
      tls: command === 'runsslserver',
      reload: !has(options, '--noreload'),
    };
  },
};
