// The map of the house: who may import whom. When it fails, either an import or the map is wrong.

import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, posix } from 'node:path';

const STAGES = [
  'resolve',
  'install',
  'cache',
  'framework',
  'prune',
  'relocate',
  'bytecode',
  'check',
  'pack',
  'inspect',
  'rehearse',
  'site',
];

/** Below every stage; each may import those before it, and itself. */
const GROUND = ['terms', 'runtime', 'core/host', 'archives', 'tools'];

/** A task: inputs to a flow, its report to one host. */
const TASK = [
  'core/flow',
  'core/validate-flow',
  'core/package-request',
  'core/validate-request',
  'core/inputs',
  'core/young-generation',
  'framework',
  'report',
  'terms',
  'hosts',
];

/** What a room may import besides itself. */
const MAY_IMPORT: Readonly<Record<string, readonly string[]>> = {
  terms: [],
  runtime: ['terms'],
  'core/host': ['terms'],
  archives: ['terms', 'core/host'],
  // What stages share of the machine: how pip, uv and Python are found and called, folders, who holds them.
  tools: ['terms', 'core/host'],
  ...Object.fromEntries(STAGES.map((stage) => [stage, GROUND])),
  // Its thread is a program of its own.
  relocate: [...GROUND, 'core/young-generation'],
  report: ['terms', 'runtime'],
  'core/version': [],
  'core/young-generation': [],
  'core/inputs': ['terms'],
  // The order of the work, and what belongs to all of it.
  'core/run': ['terms', 'core/host'],
  'core/tell-judgement': ['check', 'report', 'terms', 'core/host'],
  'core/report-files': ['pack', 'report', 'core/tell-judgement', 'core/version'],
  'core/validate-flow': [
    ...GROUND,
    'check',
    'report',
    'core/judge-start',
    'core/rehearse-stage',
    'core/report-files',
    'core/run',
    'core/site-stage',
    'core/validate-request',
    'core/tell-judgement',
    'core/version',
  ],
  // The venv, installed or from the cache.
  'core/venv-stage': [
    ...GROUND,
    'cache',
    'install',
    'resolve',
    'core/package-request',
    'core/report-files',
    'core/version',
  ],
  // What goes into the package.
  'core/prepare': [
    ...GROUND,
    'framework',
    'pack',
    'prune',
    'relocate',
    'core/package-request',
    'core/run',
    'core/venv-stage',
  ],
  'core/flow': [
    ...GROUND,
    ...STAGES,
    'report',
    'core/judge-start',
    'core/prepare',
    'core/rehearse-stage',
    'core/run',
    'core/package-request',
    'core/package-report',
    'core/report-files',
    'core/site-stage',
    'core/tell-judgement',
    'core/version',
  ],
  'core/rehearse-stage': [...GROUND, 'check', 'rehearse', 'report', 'core/judged-request'],
  'core/judge-start': [
    'check',
    'terms',
    'core/host',
    'core/judged-request',
    'core/rehearse-stage',
    'core/run',
    'core/tell-judgement',
  ],
  'core/rehearse-flow': [
    ...GROUND,
    'check',
    'report',
    'core/judged-request',
    'core/rehearse-stage',
    'core/run',
    'core/tell-judgement',
    'core/version',
  ],
  'core/site-stage': [...GROUND, 'check', 'site', 'report', 'core/judged-request', 'core/run'],
  'core/site-request': ['terms', 'core/inputs'],
  'core/judged-request': ['terms', 'core/inputs', 'core/site-request'],
  'core/package-request': ['terms', 'framework', 'core/inputs', 'core/judged-request'],
  'core/validate-request': ['core/inputs', 'core/judged-request'],
  'core/package-report': [
    ...GROUND,
    ...STAGES,
    'report',
    'core/run',
    'core/package-request',
    'core/report-files',
    'core/version',
  ],
  hosts: ['core/host', 'report', 'terms', 'core/inputs', 'core/version'],
  AntenvPackage: TASK,
  AntenvValidate: TASK,
  cli: [
    'core/flow',
    'core/validate-flow',
    'core/rehearse-flow',
    'core/report-files',
    'core/judged-request',
    'core/package-request',
    'core/validate-request',
    'core/inputs',
    'core/version',
    'core/young-generation',
    'framework',
    'inspect',
    'report',
    'terms',
    'hosts',
  ],
};

/** The one door of each thing from outside; Node's own modules are open to all but these. */
const DOORS: Readonly<Record<string, RegExp>> = {
  'azure-pipelines-task-lib': /^hosts\/agent$/,
  tar: /^core\/archives\/(?:read|write)-tar$/,
  yauzl: /^core\/archives\/read-zip$/,
  fzstd: /^core\/archives\/read-tar$/,
  'smol-toml':
    /^core\/(?:pack\/oryx-manifest|inspect\/inspect|check\/package\/read-manifest|rehearse\/platform\/manifest|tools\/toml)$/,
  ignore: /^core\/pack\/ignore$/,
  picocolors: /^hosts\/terminal$/,
  unbash: /^core\/check\/startup\/shell\/shell$/,
  'node:child_process': /^hosts\/processes$/,
};

interface Import {
  /** Below `tasks`, without its ending. */
  readonly from: string;
  /** The same for a file of ours; else the name of a package. */
  readonly to: string;
  readonly isOurs: boolean;
}

const imports = sources('tasks').flatMap((file) => importsOf(file));

/** The tasks themselves; what builds the extension is no part of it. */
function sources(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((child) => {
    const path = join(folder, child.name);
    if (path.startsWith('tasks/stage')) return [];
    if (child.isDirectory()) return sources(path);
    return child.name.endsWith('.ts') ? [path] : [];
  });
}

function importsOf(file: string): Import[] {
  const from = file.slice('tasks/'.length, -'.ts'.length);
  const text = readFileSync(file, 'utf8');
  const named = text.matchAll(
    /^(?:import|export)\b[^;']*?\bfrom '([^']+)'|\bimport\('([^']+)'\)/gm,
  );
  const bare = text.matchAll(/^import '([^']+)'/gm);
  return [...named, ...bare].map((match) => {
    const to = match[1] ?? match[2] ?? '';
    const isOurs = to.startsWith('.');
    const path = posix.join(dirname(from), to).replace(/\.js(?:on)?$/, '');
    return { from, to: isOurs ? path : to, isOurs };
  });
}

/** `core/pack/times` is in `pack`, `core/flow` is a room of its own, `cli/main` is in `cli`. */
function roomOf(path: string): string {
  const [first = '', second = '', third] = path.split('/');
  if (first !== 'core') return first;
  return third === undefined ? `core/${second}` : second;
}

/** `azure-pipelines-task-lib/task` is of `azure-pipelines-task-lib`. */
function packageOf(name: string): string {
  return name.startsWith('node:') ? name : (name.split('/')[0] ?? name);
}

describe('imports', () => {
  it('are found at all', () => {
    assert.ok(imports.length > 150, `${imports.length} imports`);
  });

  it('go to rooms that the map allows', () => {
    const wrong = imports
      .filter(({ isOurs, to }) => isOurs && to !== '../package')
      .map(({ from, to }) => ({ from, to, rooms: [roomOf(from), roomOf(to)] as const }))
      .filter(({ rooms: [from, to] }) => from !== to && MAY_IMPORT[from]?.includes(to) !== true)
      .map(({ from, to, rooms }) => `${rooms[0]} may not import ${rooms[1]}: ${from} -> ${to}`);
    assert.deepEqual(wrong, []);
  });

  it('of package.json are in core/version alone', () => {
    const found = imports.filter(({ to }) => to === '../package').map(({ from }) => from);
    assert.deepEqual(found, ['core/version']);
  });

  it('of foreign packages go through their one door', () => {
    const wrong = imports
      .filter(({ isOurs, to }) => !isOurs && (!to.startsWith('node:') || to in DOORS))
      .filter(({ from, to }) => DOORS[packageOf(to)]?.test(from) !== true)
      .map(({ from, to }) => `${from} may not import ${to}`);
    assert.deepEqual(wrong, []);
  });

  it('of what keeps memory small are the first of each program', () => {
    const programs = ['AntenvPackage/index', 'AntenvValidate/index', 'cli/main'];
    for (const program of [...programs, 'core/relocate/look-worker']) {
      const text = readFileSync(`tasks/${program}.ts`, 'utf8');
      assert.match(
        text,
        /^(?:#!.*\n)?\/\/ .*\n\nimport '\.\.\/(?:core\/)?young-generation\.js';\n/,
      );
    }
  });

  it('of the command line begin with a look at its Node.js, before what an old one cannot run', () => {
    const text = readFileSync('tasks/cli/main.ts', 'utf8');
    const first = [...text.matchAll(/^import .*?'([^']+)';$/gm)].slice(0, 2);
    assert.deepEqual(
      first.map((match) => match[1]),
      ['../core/young-generation.js', './node-version.js'],
    );
  });

  it('of every door are really used', () => {
    const used = new Set(imports.map(({ to }) => packageOf(to)));
    assert.deepEqual(
      Object.keys(DOORS).filter((name) => !used.has(name)),
      [],
    );
  });

  it('from a task or the command line take one host each', () => {
    const hosts = (room: string): string[] => [
      ...new Set(
        imports
          .filter(({ from, to }) => roomOf(from) === room && roomOf(to) === 'hosts')
          .map(({ to }) => to),
      ),
    ];
    assert.deepEqual(hosts('AntenvPackage'), ['hosts/agent']);
    assert.deepEqual(new Set(hosts('cli')), new Set(['hosts/terminal', 'hosts/unfinished']));
  });

  it('make no circle of rooms', () => {
    const rooms = new Map<string, Set<string>>();
    for (const { from, to, isOurs } of imports) {
      if (!isOurs || roomOf(from) === roomOf(to)) continue;
      rooms.set(roomOf(from), (rooms.get(roomOf(from)) ?? new Set()).add(roomOf(to)));
    }
    const circles = [...rooms].flatMap(([from, targets]) =>
      [...targets].filter((to) => rooms.get(to)?.has(from)).map((to) => `${from} <-> ${to}`),
    );
    assert.deepEqual(circles, []);
  });
});
