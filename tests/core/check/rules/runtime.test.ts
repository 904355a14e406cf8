import type { VenvFacts } from '../../../../tasks/core/check/evidence.js';
import { runtimeRules } from '../../../../tasks/core/check/rules/runtime.js';
import { findImage, type RuntimeImage } from '../../../../tasks/core/runtime/images.js';
import { testRules, type RuleCase } from '../../../helpers/rule-cases.js';

const where = { file: 'runtime stack' };

function image(minor: string): RuntimeImage {
  const known = findImage(minor);
  if (!known) throw new Error(`no image ${minor}`);
  return known;
}

const venv: VenvFacts = {
  folder: 'antenv',
  address: '/antenv',
  tree: { files: new Map(), complete: true },
  minors: ['3.11'],
  distributions: [],
};

const cases: readonly RuleCase[] = [
  {
    rule: 'runtime/end-of-life',
    name: 'the month after',
    evidence: { image: image('3.10'), today: '2026-11-01' },
    expect: [
      {
        severity: 'warning',
        message:
          "The runtime stack is 'PYTHON|3.10', whose Python reached its end of life in 2026-10.",
        fix: "Build the package for a newer Python and set its runtime stack, up to 'PYTHON|3.14'.",
        where,
      },
    ],
  },
  {
    rule: 'runtime/end-of-life',
    name: 'when no Python that is known is supported any more',
    evidence: { image: image('3.12'), today: '2040-01-01' },
    expect: [
      {
        severity: 'warning',
        message:
          "The runtime stack is 'PYTHON|3.12', whose Python reached its end of life in 2028-10.",
        fix: 'Build the package for a Python that is supported, and set that runtime stack.',
        where,
      },
    ],
  },
  {
    rule: 'runtime/end-of-life',
    name: 'the last day of the month',
    evidence: { image: image('3.10'), today: '2026-10-31' },
    expect: [],
  },
  {
    rule: 'runtime/not-python',
    name: 'a container, whose image is not shown',
    evidence: { runtimeStack: 'DOCKER|registry.example/shop:s3cret' },
    expect: [
      {
        severity: 'error',
        message:
          "The runtime stack is of the kind 'DOCKER', on which a Python package does not run.",
        fix: 'Set a runtime stack of Python, such as PYTHON|3.12.',
        where,
      },
    ],
  },
  {
    rule: 'runtime/not-python',
    name: 'side containers',
    evidence: { runtimeStack: 'SITECONTAINERS' },
    expect: [
      {
        severity: 'error',
        message:
          "The runtime stack is of the kind 'SITECONTAINERS', on which a Python package does not run.",
        fix: 'Set a runtime stack of Python, such as PYTHON|3.12.',
        where,
      },
    ],
  },
  ...['PYTHON|3.12', 'python:3.13', '3.14', 'PYTHON|3.99', ''].map((runtimeStack) => ({
    rule: 'runtime/not-python',
    name: `'${runtimeStack}'`,
    evidence: { runtimeStack },
    expect: [],
  })),
  {
    rule: 'runtime/mismatch',
    name: 'a manifest for another minor, and another stack asked for',
    evidence: {
      image: image('3.12'),
      manifest: { AntenvPython: '3.11' },
      runtimeStack: 'PYTHON|3.13',
    },
    expect: [
      {
        severity: 'error',
        message:
          'The image is that of Python 3.12, but AntenvPython in oryx-manifest.toml says 3.11.',
        fix: "Build the package with Python 3.12, or set the runtime stack 'PYTHON|3.11'.",
        where,
      },
      {
        severity: 'error',
        message: 'The image is that of Python 3.12, but the runtime stack asked for says 3.13.',
        fix: "Build the package with Python 3.12, or set the runtime stack 'PYTHON|3.13'.",
        where,
      },
    ],
  },
  {
    rule: 'runtime/mismatch',
    name: "the version of the platform's own builder",
    evidence: { image: image('3.12'), manifest: { PythonVersion: '3.1.4' } },
    expect: [
      {
        severity: 'error',
        message:
          'The image is that of Python 3.12, but PythonVersion in oryx-manifest.toml says 3.1.',
        fix: "Build the package with Python 3.12, or set the runtime stack 'PYTHON|3.1'.",
        where,
      },
    ],
  },
  {
    rule: 'runtime/mismatch',
    name: 'the same minor',
    evidence: {
      image: image('3.12'),
      manifest: { PythonVersion: '3.12.4' },
      runtimeStack: 'python:3.12',
    },
    expect: [],
  },
  {
    rule: 'runtime/mismatch',
    name: 'a venv, which the family venv judges',
    evidence: { image: image('3.12'), manifest: { AntenvPython: '3.11' }, venv },
    expect: [],
  },
];

testRules('runtime', runtimeRules, cases);
