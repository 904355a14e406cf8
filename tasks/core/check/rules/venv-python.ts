// Rules about the venv's Python: for which Python it was made, where it lies, what starts it.

import { readRuntimeStack, stackName } from '../../runtime/images.js';
import { VENV_NAME } from '../../terms/layout.js';
import type { Evidence, Tree } from '../evidence.js';
import { manifestText } from '../../terms/manifest-keys.js';
import { isActivated } from '../../terms/package-shape.js';
import { count, quoted } from '../quoting.js';
import { rule, type Rule } from '../rule.js';
import { findDanglingScripts } from '../package/venv-scripts.js';
import { placeInVenv } from '../package/venv-facts.js';

export const venvPythonRules: readonly Rule[] = [
  rule({
    code: 'venv/python-link-in-zip',
    severity: 'error',
    why: 'A link in the zip becomes a text file on the site. bin/python is then run as a shell script that holds a path, and Python does not start.',
    source: 'F38: KuduLite ZipArchiveExtensions; verified with the start-script generator',
    example: { bad: 'zip -qry app.zip antenv', good: 'antenv.tar.gz, where links survive' },
    needs: ['package', 'venv'],
    *find({ layout, venv, manifest, startup }) {
      if (layout !== 'flat') return;
      const links = ['python', 'python3']
        .map((name) => `bin/${name}`)
        .filter((path) => isLostLink(venv.tree, path));
      const [first] = links;
      if (first === undefined) return;
      // Without activation bin is not on PATH, and only who names it finds it.
      const used =
        isActivated(layout, manifest) ||
        startup?.effective.includes(`${venv.folder}/bin/`) === true;
      const severity = used ? ('error' as const) : ('warning' as const);
      const names = links.map((path) => placeInVenv(venv, path));
      yield { names, used, severity, where: { file: placeInVenv(venv, first) } };
    },
    message: ({ names, used }) =>
      `${quoted(names)} ${names.length === 1 ? 'is a link in the zip and will be a text file' : 'are links in the zip and will be text files'} on the site${used ? '' : '; what is started by that name is no Python'}.`,
    fix: () => 'Pack the venv as one file, where links survive (layout: venvTarball).',
  }),
  rule({
    code: 'venv/other-name',
    severity: 'error',
    why: 'The start script looks for a venv called antenv, or as the manifest says. It does not find any other, and the app starts without its packages.',
    source: 'F40: OSS support blog 2024-07-25',
    example: { bad: 'venv/ in the package', good: 'antenv/ in the package' },
    needs: ['package', 'app'],
    *find({ app, venv, manifest, layout, package: { manifestProblem } }) {
      if (venv || manifestProblem !== undefined || (layout !== 'flat' && layout !== 'appTarball'))
        return;
      const wanted = manifestText(manifest, 'VirtualEnvName') || VENV_NAME;
      for (const path of app.files.keys()) {
        const found =
          /^([^/]+)\/pyvenv\.cfg$/.exec(path)?.[1] ??
          /^(antenv\.(?:tar\.gz|tar\.zst|zip))$/.exec(path)?.[1];
        if (found !== undefined) yield { found, wanted, where: { file: found } };
      }
    },
    message: ({ found, wanted }) =>
      found.startsWith('antenv.')
        ? `The package holds '${found}', but no manifest names it, so that the platform does not unpack it.`
        : `The virtual environment is in '${found}'; the platform looks for '${wanted}' and starts the app without packages.`,
    fix: ({ found, wanted }) =>
      found.startsWith('antenv.')
        ? `Add an oryx-manifest.toml with compressedVirtualEnvFile = "${found}"`
        : `Make the venv under the name '${wanted}', or add virtualEnvName = "${found}" to oryx-manifest.toml.`,
  }),
  rule({
    code: 'venv/other-minor',
    severity: 'error',
    why: 'The start script adds lib/pythonX.Y of the runtime only. Packages installed for another minor are not found, and compiled ones would not load.',
    source: 'F41, F128: OSS support blog 2024-07-25; Oryx scriptgenerator.go',
    example: { bad: 'lib/python3.11 on PYTHON|3.12', good: 'lib/python3.12 on PYTHON|3.12' },
    needs: ['venv', 'runtimeStack'],
    *find({ venv, image, runtimeStack }) {
      const wanted = image?.python ?? readRuntimeStack(runtimeStack);
      const { minors } = venv;
      if (wanted === undefined || minors.length === 0 || minors.includes(wanted)) return;
      const where = { file: placeInVenv(venv, `lib/python${minors[0]}`) };
      yield { minors, wanted, where };
    },
    message: ({ minors, wanted }) =>
      `The packages are installed for Python ${minors.join(' and ')}; ${stackName(wanted)} finds none of them.`,
    fix: ({ minors, wanted }) =>
      `Install with Python ${wanted} (UsePythonVersion@0, versionSpec: '${wanted}'), or set the runtime stack to ${stackName(minors[0] ?? '')}.`,
  }),
  rule({
    code: 'venv/windows',
    severity: 'error',
    why: 'A venv made on Windows has its packages in Lib\\site-packages and programs that Linux cannot run.',
    source: 'F42: OSS support blog 2024-07-25',
    example: { bad: 'antenv/Lib/site-packages', good: 'antenv/lib/python3.12/site-packages' },
    needs: ['venv'],
    *find({ venv }) {
      for (const path of venv.tree.files.keys()) {
        if (!/^(?:Lib\/site-packages\/|Scripts\/(?:python\.exe|activate\.bat))/.test(path))
          continue;
        const file = placeInVenv(venv, path.startsWith('Lib/') ? 'Lib/site-packages' : path);
        yield { file, where: { file } };
        return;
      }
    },
    message: ({ file }) => `The virtual environment was made on Windows: it has '${file}'.`,
    fix: () => 'Install on a Linux agent: pool: { vmImage: ubuntu-latest }',
  }),
  rule({
    code: 'venv/dangling-shebang',
    severity: 'warning',
    why: 'A console script whose first line names a Python of the build machine cannot be run. sh goes on to the next program of that name on PATH, or says "not found"; bash stops.',
    source: 'F54: verified with dash and bash',
    example: {
      bad: '#!/home/vsts/work/1/s/antenv/bin/python',
      good: '#!/antenv/bin/python',
    },
    needs: ['venv', 'package'],
    *find({ venv, layout, manifest, startup }) {
      for (const { interpreter, scripts } of findDanglingScripts(venv, layout, manifest)) {
        const ran = scripts.find((name) => isRunByBash(startup, name));
        const severity = ran === undefined ? ('warning' as const) : ('error' as const);
        const where = { file: placeInVenv(venv, `bin/${ran ?? scripts[0]}`) };
        yield { interpreter, scripts, ran, severity, where };
      }
    },
    message: ({ interpreter, scripts, ran }) =>
      ran === undefined
        ? `${count(scripts.length, 'script', 'scripts')} of the venv (${quoted(scripts)}) ${scripts.length === 1 ? 'begins' : 'begin'} with '#!${interpreter}', which is not there at run time.`
        : `A bash script runs '${ran}', which begins with '#!${interpreter}'; that is not there at run time.`,
    fix: ({ scripts, ran }) => `Start it as a module: python -m ${ran ?? scripts[0]}`,
  }),
  rule({
    code: 'venv/activate-missing',
    severity: 'error',
    why: 'In this layout the start script sources bin/activate without looking, and sh ends when it is not there. Carriage returns in it end the start as well.',
    source: 'F56: Oryx scriptgenerator.go; verified with dash',
    example: { bad: 'antenv/ without bin/activate', good: 'antenv/bin/activate with LF' },
    needs: ['venv', 'layout'],
    *find({ venv, layout, manifest }) {
      if (!isActivated(layout, manifest) || !venv.tree.complete) return;
      const activate = venv.tree.files.get('bin/activate');
      const crlf = activate?.text?.includes('\r\n') === true;
      const file = placeInVenv(venv, 'bin/activate');
      if (!activate || crlf) yield { file, crlf, where: { file } };
    },
    message: ({ file, crlf }) =>
      crlf
        ? `'${file}' has Windows line endings, and the start script stops at it.`
        : `'${file}' is missing, and the start script stops without it.`,
    fix: ({ crlf }) =>
      crlf ? 'Write it with LF line endings.' : 'Pack the whole venv, bin/activate with it.',
  }),
];

/** Whether a path is a link in the zip, or what Kudu makes of one: a file that holds a path and nothing else. */
function isLostLink({ files }: Tree, path: string): boolean {
  const file = files.get(path);
  if (file?.link !== undefined) return true;
  return file?.text !== undefined && file.size < 256 && /^[\w./-]+$/.test(file.text);
}

/** Whether a script of the app that bash runs calls a program of the venv. */
function isRunByBash(startup: Evidence['startup'], name: string): boolean {
  const bash = (startup?.scripts ?? []).filter(({ interpreter }) =>
    /\bbash\b/.test(interpreter ?? ''),
  );
  return (startup?.commands ?? []).some(
    ({ words: [program = ''], where }) =>
      (program === name || program.endsWith(`/bin/${name}`)) &&
      bash.some(({ path }) => path === where.file),
  );
}
