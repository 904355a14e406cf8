// Rules about what is installed in the venv, and how.

import { findEditableInstalls } from '../package/editable-installs.js';
import type { Tree, VenvFacts } from '../evidence.js';
import { isActivated } from '../../terms/package-shape.js';
import { shellWord } from '../../terms/shell-word.js';
import { count, megabytes, quoted } from '../quoting.js';
import {
  isInstalledOtherwise,
  lackingRequirements,
  requirementsOf,
} from '../startup/lacking-requirements.js';
import { isTrueLike, valueOf } from '../settings/setting-values.js';
import { rule, type Rule } from '../rule.js';
import { findShadowedModules } from '../package/shadowed-modules.js';
import { placeInVenv } from '../package/venv-facts.js';
import { dependenciesFile } from '../sources/dependencies-of.js';

/** What a fresh venv has. */
const OF_A_FRESH_VENV = ['pip', 'setuptools', 'wheel'];

const REQUIREMENTS = { file: 'requirements.txt' };

export const venvPackageRules: readonly Rule[] = [
  rule({
    code: 'venv/editable',
    severity: 'error',
    why: 'An editable install is a pointer to a folder of the build machine, which is not there at run time.',
    source: 'F57: verified; contract A12',
    example: { bad: 'pip install -e .', good: 'pip install .' },
    needs: ['venv'],
    *find({ venv }) {
      for (const { name, file } of findEditableInstalls(venv)) {
        yield { name, where: { file: placeInVenv(venv, file) } };
      }
    },
    message: ({ name }) =>
      `'${name}' is installed as editable: it points to a folder of the machine that built the venv.`,
    fix: () => 'Install it as a copy: pip install . instead of pip install -e .',
  }),
  rule({
    code: 'venv/nspkg',
    severity: 'warning',
    why: 'Without activation the venv is on PYTHONPATH only, where .pth files are not run; old namespace packages need theirs.',
    source: 'F58: verified; contract A12',
    example: { bad: 'google_auth-nspkg.pth in a plain zip', good: 'layout: venvTarball' },
    needs: ['venv', 'layout'],
    *find({ venv, layout, manifest, package: facts }) {
      if (layout !== 'flat' || !facts || isActivated(layout, manifest)) return;
      const files = [...venv.tree.files.keys()].filter((path) => path.endsWith('-nspkg.pth'));
      const [first] = files;
      if (first === undefined) return;
      const names = files.map((path) => path.slice(path.lastIndexOf('/') + 1));
      yield { names, where: { file: placeInVenv(venv, first) } };
    },
    message: ({ names }) =>
      `${quoted(names)} ${names.length === 1 ? 'is' : 'are'} not run in this layout, and the namespace ${names.length === 1 ? 'package' : 'packages'} may not be importable.`,
    fix: () => 'Pack the venv so that it is activated (layout: venvTarball).',
  }),
  rule({
    code: 'venv/shadows-python',
    severity: 'warning',
    why: "App Service puts site-packages on PYTHONPATH, which Python searches before its own library: a distribution with a module of Python's, mostly a backport for an old Python, takes its place for everybody. Elsewhere Python's own comes first.",
    source: 'contract A9, A12; measured with CPython',
    example: { bad: 'uuid==1.30 in requirements.txt', good: 'import uuid' },
    needs: ['venv'],
    *find(evidence) {
      const { venv } = evidence;
      for (const found of findShadowedModules(venv)) {
        const file = placeInVenv(venv, found.path);
        yield { ...found, file, declared: dependenciesFile(evidence), where: { file } };
      }
    },
    message: ({ module, distribution }) =>
      `'${distribution}' brings a module '${module}', which App Service's PYTHONPATH puts in the place of Python's own.`,
    fix: ({ module, distribution, requiredBy, declared }) =>
      requiredBy === undefined
        ? `Python has its own '${module}': take '${distribution}' out of ${declared}`
        : `Python has its own '${module}': take '${distribution}' out of what '${requiredBy}' requires, or choose a version of it that does without.`,
  }),
  rule({
    code: 'venv/empty',
    severity: 'error',
    why: 'The venv was made, but the requirements were installed elsewhere: often because it was activated in another step, and each step has its own shell.',
    source: 'F62: OSS support blog 2024-07-25',
    example: {
      bad: 'two script steps: activate, then pip install',
      good: 'antenv/bin/python -m pip install -r requirements.txt',
    },
    needs: ['venv', 'app'],
    *find({ venv, app, image }) {
      const installed = venv.distributions.map(({ name }) => name);
      const isFresh = installed.every((name) => OF_A_FRESH_VENV.includes(name));
      if (!isFresh || !venv.tree.complete || holdsModules(venv)) return;
      const requirements = requirementsOf(app, image);
      const [first] = requirements;
      if (first === undefined) return;
      yield { first, requirements: requirements.length, where: { file: placeInVenv(venv, '') } };
    },
    message: ({ first, requirements }) =>
      `The virtual environment holds no distribution of the ${count(requirements, 'requirement', 'requirements')}, not even '${first}'.`,
    fix: () =>
      "Install with the venv's own Python: antenv/bin/python -m pip install -r requirements.txt",
  }),
  rule({
    code: 'venv/missing',
    severity: 'error',
    why: 'Nothing is installed on the platform unless a build is asked for: of a package without a venv the app can import what the image has, and nothing else.',
    source: 'F62: contract A9, A14',
    example: {
      bad: 'app.py and requirements.txt in a zip, SCM_DO_BUILD_DURING_DEPLOYMENT=false',
      good: 'the same with the venv antenv',
    },
    needs: ['package', 'app'],
    *find(evidence) {
      const lacking = lackingRequirements(evidence);
      if (lacking.length === 0 || isInstalledOtherwise(evidence)) return;
      const build = valueOf(evidence.settings ?? [], 'SCM_DO_BUILD_DURING_DEPLOYMENT');
      if (isTrueLike(build)) return;
      const isCertain = build !== undefined && evidence.startup !== undefined;
      yield { lacking, isCertain, severity: isCertain ? 'error' : 'warning', where: REQUIREMENTS };
    },
    message: ({ lacking, isCertain }) =>
      isCertain
        ? `The package has no virtual environment, and nothing installs ${quoted(lacking)}.`
        : `The package has no virtual environment: unless the platform builds, nothing installs ${quoted(lacking)}.`,
    fix: () => 'Install in the pipeline and package the venv, as the task AntenvPackage@1 does.',
  }),
  rule({
    code: 'venv/lib64-twice',
    severity: 'warning',
    why: 'lib64 is a link to lib. An archiver that follows links packs every installed file twice.',
    source: 'F63: ArchiveFiles@2 runs zip -r without -y',
    example: { bad: 'antenv/lib64/python3.12/…', good: 'no lib64 in the package' },
    needs: ['venv'],
    *find({ venv }) {
      const files = [...venv.tree.files.values()].filter(({ path }) => path.startsWith('lib64/'));
      const bytes = files.reduce((sum, { size }) => sum + size, 0);
      const file = placeInVenv(venv, 'lib64');
      if (files.length > 0) yield { file, files: files.length, bytes, where: { file } };
    },
    message: ({ file, files, bytes }) =>
      `'${file}' repeats ${count(files, 'file', 'files')} of lib, ${megabytes(bytes)} more to deploy.`,
    fix: ({ file }) => `Delete it before archiving: rm -rf ${shellWord(file)}`,
  }),
  rule({
    code: 'venv/stale-bytecode',
    severity: 'note',
    why: 'Bytecode that goes by the time of its source is stale when times are lost on the way, and is compiled again at every start.',
    source: 'F64: verified; contract A10',
    example: {
      bad: 'python -m compileall antenv',
      good: 'python -m compileall --invalidation-mode unchecked-hash antenv',
    },
    needs: ['venv', 'package'],
    *find({ venv, package: { inner } }) {
      const all = [...venv.tree.files.values()];
      const compiled = all.filter(({ path }) => path.endsWith('.pyc'));
      const sources = all.filter(({ path }) => /^lib\/.*\.py$/.test(path));
      const stale =
        inner?.name === 'output.tar.gz'
          ? compiled.filter(({ bytecode }) => bytecode === 'timestamp')
          : [];
      const isNone = sources.length > 0 && compiled.length === 0;
      const where = { file: placeInVenv(venv, 'lib') };
      if (stale.length > 0 || isNone) yield { stale: stale.length, where };
    },
    message: ({ stale }) =>
      stale > 0
        ? `${count(stale, 'compiled module goes', 'compiled modules go')} by the time of the source, which output.tar.gz loses; they are compiled again at every start.`
        : 'The venv holds no bytecode; its modules are compiled when they are first imported.',
    fix: () =>
      'Compile them: python -m compileall -q --invalidation-mode unchecked-hash antenv/lib',
  }),
  rule({
    code: 'venv/foreign-builder',
    severity: 'warning',
    why: 'A venv that uv or conda made points to a Python which the image does not have; its bin/python does not start there.',
    source: 'F67: Oryx issue 2703',
    example: { bad: 'uv venv antenv', good: 'python -m venv antenv' },
    needs: ['venv', 'package'],
    *find({ venv: { tree, ...venv } }) {
      const builder = foreignBuilder(tree);
      if (builder) yield { ...builder, where: { file: placeInVenv(venv, builder.file) } };
    },
    message: ({ name, home }) =>
      `The virtual environment was made by ${name}${home === '' ? '' : ` with the Python in '${home}'`}, which the image does not have.`,
    fix: () => 'Make it with the venv module of the same Python minor: python -m venv antenv',
  }),
];

/** Whether anything but metadata is installed: `pip install --target` leaves no script and may leave no dist-info. */
function holdsModules({ tree }: VenvFacts): boolean {
  const own = new RegExp(
    `^lib/python[\\d.]+/site-packages/(?:_distutils_hack|pkg_resources|distutils-precedence\\.pth|__pycache__|_virtualenv\\.|${OF_A_FRESH_VENV.join('|')})`,
  );
  return [...tree.files.keys()].some(
    (path) => /^lib\/python[\d.]+\/site-packages\//.test(path) && !own.test(path),
  );
}

/** Who made the venv, when its Python was not linked to the image's afterwards. */
function foreignBuilder({ files }: Tree): { name: string; home: string; file: string } | undefined {
  for (const path of files.keys()) {
    if (path.startsWith('conda-meta/')) return { name: 'conda', home: '', file: 'conda-meta' };
  }
  const text = files.get('pyvenv.cfg')?.text ?? '';
  const home = /^home[ \t]*=(.*)$/m.exec(text)?.[1]?.trim() ?? '';
  if (home.startsWith('/opt/python/')) return undefined;
  if (/^uv\s*=/m.test(text)) return { name: 'uv', home, file: 'pyvenv.cfg' };
  if (/conda|mambaforge|miniforge/.test(home)) return { name: 'conda', home, file: 'pyvenv.cfg' };
  return undefined;
}
