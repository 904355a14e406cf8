// The rules rehearsal/…: what each says of real logs, and the nearest neighbours, where it says nothing.

import { rehearsalRules } from '../../../../tasks/core/check/rules/rehearsal.js';
import { testRules } from '../../../helpers/rule-cases.js';
import { ENDING_CASES } from '../rehearsal/cases-of-endings.js';
import { PYTHON_CASES } from '../rehearsal/cases-of-python.js';
import { SERVER_CASES } from '../rehearsal/cases-of-server.js';
import { SHELL_CASES } from '../rehearsal/cases-of-shell.js';
import { WORLD_CASES } from '../rehearsal/cases-of-world.js';

testRules('rehearsal', rehearsalRules, [
  ...SHELL_CASES,
  ...SERVER_CASES,
  ...PYTHON_CASES,
  ...WORLD_CASES,
  ...ENDING_CASES,
]);
