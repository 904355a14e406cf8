// The family venv: the virtual environment in the package.

import type { Rule } from '../rule.js';
import { venvPackageRules } from './venv-packages.js';
import { venvPythonRules } from './venv-python.js';

export const venvRules: readonly Rule[] = [...venvPythonRules, ...venvPackageRules];
