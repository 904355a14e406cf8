// The rules about the runtime stack: whether it is Python, supported, and the one that the package is for.

import type { Evidence } from '../evidence.js';
import { rule, type Rule } from '../rule.js';
import { findImage, KNOWN_MINORS, readRuntimeStack, stackName } from '../../runtime/images.js';
import type { Place } from '../../terms/finding.js';

const where: Place = { file: 'runtime stack' };

/** The kind of a runtime stack, such as `NODE` of `NODE|20-lts`; `undefined` where it is not spelled as one. */
export function stackKind(runtimeStack: string): string | undefined {
  return /^\s*([A-Za-z]+)\s*(?:[|:].*)?$/s.exec(runtimeStack)?.[1];
}

/** Whether the month, `YYYY-MM`, is over on a day, `YYYY-MM-DD`. */
function isOver(month: string, today: string): boolean {
  return today.slice(0, 7) > month;
}

/** The newest Python of App Service that is still supported. */
function newestSupported(today: string): string | undefined {
  return KNOWN_MINORS.findLast((minor) => !isOver(findImage(minor)?.endOfLife ?? '', today));
}

/** The Python minor that the package is for, and what says so; nothing where no part of it does. */
function packagedMinor({
  manifest,
  venv,
}: Evidence): { minor: string; source: string } | undefined {
  // A venv of another minor is a finding of the family venv.
  if (venv !== undefined && venv.minors.length > 0) return undefined;
  for (const key of ['AntenvPython', 'PythonVersion']) {
    const value = manifest?.[key];
    const minor = typeof value === 'string' ? /^3\.\d+(?=\.|$)/.exec(value)?.[0] : undefined;
    if (minor !== undefined) return { minor, source: `${key} in oryx-manifest.toml` };
  }
  return undefined;
}

/** The runtime stack as the user asks for it, where the image that is known is another. */
function askedMinor({ runtimeStack }: Evidence): { minor: string; source: string } | undefined {
  const minor = readRuntimeStack(runtimeStack ?? '');
  return minor === undefined ? undefined : { minor, source: 'the runtime stack asked for' };
}

export const runtimeRules: readonly Rule[] = [
  rule({
    code: 'runtime/end-of-life',
    severity: 'warning',
    why: 'After its end of life a Python gets no security fixes, and App Service runs it without support.',
    source: 'F118: Microsoft Learn language-support-policy; devguide.python.org/versions',
    example: { bad: 'PYTHON|3.9', good: 'PYTHON|3.13' },
    needs: ['image', 'today'],
    *find({ image: { python, endOfLife }, today }) {
      if (isOver(endOfLife, today)) {
        yield { stack: stackName(python), endOfLife, newest: newestSupported(today), where };
      }
    },
    message: ({ stack, endOfLife }) =>
      `The runtime stack is '${stack}', whose Python reached its end of life in ${endOfLife}.`,
    fix: ({ newest }) =>
      newest === undefined
        ? 'Build the package for a Python that is supported, and set that runtime stack.'
        : `Build the package for a newer Python and set its runtime stack, up to '${stackName(newest)}'.`,
  }),
  rule({
    code: 'runtime/not-python',
    severity: 'error',
    why: "With a stack of another kind nothing of the Python image is there: no start script, no virtual environment, none of the platform's gunicorn.",
    source: 'F118: linuxFxVersion of the web app',
    example: { bad: 'NODE|20-lts', good: 'PYTHON|3.12' },
    needs: ['runtimeStack'],
    *find({ runtimeStack }) {
      const kind = stackKind(runtimeStack);
      if (kind !== undefined && kind.toLowerCase() !== 'python') yield { kind, where };
    },
    message: ({ kind }) =>
      `The runtime stack is of the kind '${kind}', on which a Python package does not run.`,
    fix: () => 'Set a runtime stack of Python, such as PYTHON|3.12.',
  }),
  rule({
    code: 'runtime/mismatch',
    severity: 'error',
    why: 'Packages are found in a folder that is named after the Python minor: on another one none of them is.',
    source: 'F119: azureAppServiceUtility.ts:226; Oryx python/scriptgenerator.go:274-280',
    example: {
      bad: 'no venv in the package, and PythonVersion="3.11.9" in oryx-manifest.toml, on PYTHON|3.12',
      good: 'the same on PYTHON|3.11',
    },
    needs: ['image'],
    *find(evidence) {
      const stack = evidence.image.python;
      for (const said of [packagedMinor(evidence), askedMinor(evidence)]) {
        if (said !== undefined && said.minor !== stack) yield { ...said, stack, where };
      }
    },
    message: ({ minor, source, stack }) =>
      `The image is that of Python ${stack}, but ${source} says ${minor}.`,
    fix: ({ minor, stack }) =>
      `Build the package with Python ${stack}, or set the runtime stack '${stackName(minor)}'.`,
  }),
];
