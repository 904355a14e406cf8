// The program that is the first process of a container's namespace: starts, bounds, watches, knocks, and ends all with itself.

import { BOUNDS } from './supervisor/bounds.js';
import { NETWORK } from './supervisor/network.js';
import { PROCESS } from './supervisor/process.js';
import { VISIT } from './supervisor/visit.js';

/**
 * Python 3.8 or later, with `-I -S` and nothing but its standard library; finds its plan in the variable `plan`.
 * Ends, with the whole container, when standard input is closed. What the container says goes to standard
 * output, what became of it as JSON into the file that the plan names, which exists and is not empty.
 */
export const SUPERVISOR: string = [PROCESS, BOUNDS, NETWORK, VISIT].join('\n');

/**
 * The program to call Python with: reads one line of standard input, the plan as JSON with the supervisor as its
 * `program`, and runs it. Arguments are for everyone to see, and some programs log them.
 */
export const BOOTSTRAP = `
import json, os
line = b""
while not line.endswith(b"\\n"):
    piece = os.read(0, 65536)
    if not piece:
        os._exit(1)
    line += piece
plan = json.loads(line.decode("utf-8"))
exec(compile(plan.pop("program"), "supervisor", "exec"))
`;
