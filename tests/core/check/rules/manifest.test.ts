// The family manifest: each rule fires on its case, and is silent on the nearest good one.

import { manifestRules } from '../../../../tasks/core/check/rules/manifest.js';
import { packageOf, testRules, treeOf, zipOf, type RuleCase } from '../../../helpers/rule-cases.js';

const where = { file: 'oryx-manifest.toml' };

testRules('manifest', manifestRules, [
  {
    rule: 'manifest/tarball-missing',
    name: 'no tarball of the app',
    evidence: {
      manifest: { compressdestinationdir: 'true' },
      package: packageOf({ entries: zipOf('app.tar.gz') }),
    },
    expect: [
      {
        severity: 'error',
        message:
          "The manifest says that the app is in a tarball, but neither 'output.tar.zst' nor 'output.tar.gz' is at the root of the package.",
        fix: "Name the tarball 'output.tar.gz' and put it at the root.",
        where,
      },
    ],
  },
  {
    rule: 'manifest/tarball-missing',
    name: 'no archive of the venv',
    evidence: {
      manifest: { compressedVirtualEnvFile: 'antenv.tar.gz' },
      package: packageOf({ entries: zipOf('venv.tar.gz') }),
    },
    expect: [
      {
        severity: 'error',
        message: "The manifest names the archive 'antenv.tar.gz', which is not in the package.",
        fix: 'Put the archive at that place, or correct compressedVirtualEnvFile.',
        where,
      },
    ],
  },
  {
    rule: 'manifest/tarball-missing',
    name: 'both there, also one that cannot be read',
    evidence: {
      manifest: { compressedVirtualEnvFile: './antenv.tar.gz' },
      package: packageOf({ entries: zipOf('antenv.tar.gz') }),
    },
    expect: [],
  },
  ...[
    { name: 'the tarball of an app, and no manifest', manifest: undefined },
    {
      name: 'the tarball of an app that the manifest denies',
      manifest: { CompressDestinationDir: 'false' },
    },
  ].map(({ name, manifest }): RuleCase => ({
    rule: 'manifest/tarball-unannounced',
    name,
    evidence: {
      layout: 'flat',
      manifest,
      app: treeOf({ 'output.tar.gz': '', 'requirements.txt': 'flask' }),
      package: packageOf({ entries: zipOf('output.tar.gz', 'requirements.txt') }),
    },
    expect: [
      {
        severity: 'error',
        message:
          "The package holds 'output.tar.gz' and no code beside it, but no manifest says that it is the app, so that the platform does not unpack it.",
        fix: 'Pack the oryx-manifest.toml that was made with it, with CompressDestinationDir = "true" and its SourceDirectoryInBuildContainer.',
        where: { file: 'output.tar.gz' },
      },
    ],
  })),
  ...[
    { name: 'a tarball beside code', files: { 'app.py': '' }, manifest: {} },
    {
      name: 'a value that is not taken for true',
      files: {},
      manifest: { CompressDestinationDir: 'True' },
    },
    { name: 'a value that is no string', files: {}, manifest: { CompressDestinationDir: true } },
  ].map(({ name, files, manifest }): RuleCase => ({
    rule: 'manifest/tarball-unannounced',
    name,
    evidence: {
      layout: 'flat',
      manifest,
      app: treeOf({ 'output.tar.gz': '', ...files }),
      package: packageOf({ entries: zipOf('output.tar.gz') }),
    },
    expect: [],
  })),
  {
    rule: 'manifest/tarball-unannounced',
    name: 'a manifest that cannot be read',
    evidence: {
      layout: 'flat',
      app: treeOf({ 'output.tar.gz': '' }),
      package: packageOf({ entries: zipOf('output.tar.gz'), manifestProblem: 'no TOML' }),
    },
    expect: [],
  },
  {
    rule: 'manifest/not-strings',
    name: 'a boolean, a number and a list',
    evidence: {
      manifest: { CompressDestinationDir: true, pythonversion: 3.11, PackageDir: ['a'] },
      package: packageOf(),
    },
    expect: [
      {
        severity: 'error',
        message: "In the manifest the value of 'CompressDestinationDir' is true, not a string.",
        fix: 'Quote it: CompressDestinationDir = "true"',
        where,
      },
      {
        severity: 'error',
        message: 'In the manifest the value of \'PackageDir\' is ["a"], not a string.',
        fix: 'Quote it: PackageDir = "…"',
        where,
      },
      {
        severity: 'error',
        message: "In the manifest the value of 'pythonversion' is 3.11, not a string.",
        fix: 'Quote it: pythonversion = "3.11"',
        where,
      },
    ],
  },
  {
    rule: 'manifest/not-strings',
    name: 'no TOML',
    evidence: { package: packageOf({ manifestProblem: 'Invalid TOML document.' }) },
    expect: [
      {
        severity: 'error',
        message: 'oryx-manifest.toml cannot be read: Invalid TOML document.',
        fix: 'Write it as TOML, every value a string: virtualEnvName = "antenv"',
        where,
      },
    ],
  },
  {
    rule: 'manifest/not-strings',
    name: 'strings, and keys that nobody reads',
    evidence: { manifest: { OperationId: '1', Ours: 1 }, package: packageOf() },
    expect: [],
  },
  {
    rule: 'manifest/compress-not-true',
    name: 'another spelling',
    evidence: { manifest: { CompressDestinationDir: 'True' } },
    expect: [
      {
        severity: 'error',
        message:
          'CompressDestinationDir is "True" in the manifest; only "true" makes the platform unpack the tarball.',
        fix: 'Write CompressDestinationDir = "true"',
        where,
      },
    ],
  },
  ...[' true', '1', 'Yes', 'on'].map((value) => ({
    rule: 'manifest/compress-not-true',
    name: `a yes that is written '${value}'`,
    evidence: { manifest: { CompressDestinationDir: value } },
    expect: [
      {
        severity: 'error' as const,
        message: `CompressDestinationDir is "${value}" in the manifest; only "true" makes the platform unpack the tarball.`,
        fix: 'Write CompressDestinationDir = "true"',
        where,
      },
    ],
  })),
  {
    rule: 'manifest/compress-not-true',
    name: 'the exact one',
    evidence: { manifest: { CompressDestinationDir: 'true', compressdestinationdir: 'TRUE' } },
    expect: [],
  },
  {
    rule: 'manifest/compress-not-true',
    name: 'a no',
    evidence: { manifest: { CompressDestinationDir: 'false' } },
    expect: [],
  },
  {
    rule: 'manifest/container-missing',
    name: 'nowhere to unpack',
    evidence: { manifest: { CompressDestinationDir: 'true' } },
    expect: [
      {
        severity: 'error',
        message:
          'The manifest says that the app is in a tarball, but not where to unpack it: SourceDirectoryInBuildContainer is missing.',
        fix: 'Add a folder that does not exist yet: SourceDirectoryInBuildContainer = "/tmp/8dc0ffee"',
        where,
      },
    ],
  },
  {
    rule: 'manifest/container-missing',
    name: 'no tarball',
    evidence: { manifest: { OperationId: '1' } },
    expect: [],
  },
  {
    rule: 'manifest/container-missing',
    name: 'a folder',
    evidence: {
      manifest: { CompressDestinationDir: 'true', SourceDirectoryInBuildContainer: '/tmp/x' },
    },
    expect: [],
  },
  ...['/tmp/', '/home/site/app', 'app', '/', '/opt/python'].map((folder) => ({
    rule: 'manifest/container-not-fresh',
    name: `'${folder}'`,
    evidence: {
      manifest: { CompressDestinationDir: 'true', SourceDirectoryInBuildContainer: folder },
    },
    expect: [
      {
        severity: 'error',
        message: `The tarball is to be unpacked in '${folder}', which is not empty when the app starts, or not at its next start.`,
        fix: 'Name a folder of its own: SourceDirectoryInBuildContainer = "/tmp/8dc0ffee"',
        where,
      },
    ] as const,
  })),
  ...['/tmp/8dc', '/app', '/tmp/a/b'].map((folder) => ({
    rule: 'manifest/container-not-fresh',
    name: `'${folder}'`,
    evidence: {
      manifest: { CompressDestinationDir: 'true', SourceDirectoryInBuildContainer: folder },
    },
    expect: [],
  })),
  {
    rule: 'manifest/container-not-fresh',
    name: 'a flat package, where it is only linked',
    evidence: { manifest: { SourceDirectoryInBuildContainer: '/tmp' } },
    expect: [],
  },
  {
    rule: 'manifest/venv-archive-suffix',
    name: '.tgz',
    evidence: { manifest: { CompressedVirtualEnvFile: 'antenv.tgz' } },
    expect: [
      {
        severity: 'error',
        message:
          "The manifest names 'antenv.tgz' as archive of the venv; the platform knows .tar.gz, .tar.zst and .zip only.",
        fix: 'Name the archive antenv.tar.gz, and write compressedVirtualEnvFile = "antenv.tar.gz"',
        where,
      },
    ],
  },
  ...['antenv.tar.gz', 'antenv.tar.zst', 'antenv.zip'].map((name) => ({
    rule: 'manifest/venv-archive-suffix',
    name,
    evidence: { manifest: { compressedVirtualEnvFile: name } },
    expect: [],
  })),
]);
