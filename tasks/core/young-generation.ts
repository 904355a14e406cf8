// Memory of the JavaScript engine, as far as a program that runs can still say: to be imported first, by each thread.

import { setFlagsFromString } from 'node:v8';

// V8 puts what is new into a part of the heap that would grow to 32 MB while the entries of 20,000 files are made, and
// buffers that nobody needs any more wait there, too. It reads this flag whenever that part would grow (Node.js 20 to
// 26), but its largest size at the start only. In Node.js 20 and 22, a thread that begins sets the flag back for the
// whole process.
setFlagsFromString('--semi-space-growth-factor=1');
