import assert from 'node:assert/strict';
import {
  hasDefaultCommand,
  hasPackagedVenv,
} from '../../../../tasks/core/check/settings/default-command.js';
import type { PackageFacts, VenvFacts } from '../../../../tasks/core/check/evidence.js';
import type { Startup, StartupKind } from '../../../../tasks/core/check/startup/startup.js';

function startup(kind: StartupKind): Startup {
  return {
    text: '',
    kind,
    effective: '',
    problem: undefined,
    commands: [],
    servers: [],
    scripts: [],
    ignored: [],
  };
}

const zip: PackageFacts = { path: 'a.zip', size: 1, entries: [], inner: undefined };
const venv: VenvFacts = {
  folder: 'antenv',
  address: '/antenv',
  tree: { files: new Map(), complete: true },
  minors: [],
  distributions: [],
};

describe('the command that the platform makes up', () => {
  it('is there without a startup command', () => {
    assert.equal(hasDefaultCommand({}), true);
    assert.equal(hasDefaultCommand({ startup: startup('none') }), true);
    assert.equal(hasDefaultCommand({ startup: startup('command') }), false);
    assert.equal(hasDefaultCommand({ startup: startup('script') }), false);
  });
});

describe('a packaged virtual environment', () => {
  it('is known of by itself, by the layout, or by a package without one', () => {
    assert.equal(hasPackagedVenv({ venv }), true);
    assert.equal(hasPackagedVenv({ layout: 'appTarball', package: zip }), true);
    assert.equal(hasPackagedVenv({ layout: 'flat', package: zip }), false);
    assert.equal(hasPackagedVenv({ package: zip }), false);
    assert.equal(hasPackagedVenv({ layout: 'flat' }), undefined);
    assert.equal(hasPackagedVenv({}), undefined);
  });
});
