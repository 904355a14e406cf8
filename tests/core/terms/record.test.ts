import assert from 'node:assert/strict';
import { readRecord, recordHash, writeRecord } from '../../../tasks/core/terms/record.js';
import { sha256 } from '../../../tasks/core/archives/digest.js';
import { askPython } from '../../helpers/programs.js';

const row = (path: string, hash = '', size = '') => ({ path, hash, size });

describe('a RECORD', () => {
  const rows = [
    { name: 'nothing', given: '', expect: [] },
    {
      name: 'a plain line',
      given: 'a.py,sha256=xyz,12\n',
      expect: [row('a.py', 'sha256=xyz', '12')],
    },
    { name: 'a line without hash and size', given: 'a.pyc,,\n', expect: [row('a.pyc')] },
    { name: 'no newline at the end', given: 'a.py,h,1', expect: [row('a.py', 'h', '1')] },
    { name: 'CRLF', given: 'a,h,1\r\nb,,\r\n', expect: [row('a', 'h', '1'), row('b')] },
    { name: 'a comma in a name', given: '"a,b.py",h,1\n', expect: [row('a,b.py', 'h', '1')] },
    { name: 'quotes in a name', given: '"a ""b"".py",h,1\n', expect: [row('a "b".py', 'h', '1')] },
    { name: 'quotes and a comma', given: '""",",h,1\n', expect: [row('",', 'h', '1')] },
    {
      name: 'paths above and absolute ones',
      given: '../../../bin/x,h,1\n/etc/x.conf,h,2\n',
      expect: [row('../../../bin/x', 'h', '1'), row('/etc/x.conf', 'h', '2')],
    },
    { name: 'letters beyond ASCII', given: 'é/名.py,h,1\n', expect: [row('é/名.py', 'h', '1')] },
    { name: 'a name alone', given: 'a.py\n', expect: [row('a.py')] },
    { name: 'lines without a path', given: ',h,1\n\n,,\n', expect: [] },
    { name: 'a quote that never ends', given: '"a,b\nc,,\n', expect: [row('"a', 'b'), row('c')] },
  ];
  for (const { name, given, expect } of rows) {
    it(`is read with ${name}`, () => assert.deepEqual(readRecord(given), expect));
  }

  it("is written as Python's csv module reads it, and read as it writes it", () => {
    const given = [row('a,b"c".py', 'sha256=x', '1'), row("it's.py"), row('é x', 'h', '2')];
    const READ =
      'import csv, io, json, sys; print(json.dumps(list(csv.reader(io.StringIO(sys.argv[1], newline="")))))';
    assert.deepEqual(
      askPython(READ, writeRecord(given)),
      given.map(({ path, hash, size }) => [path, hash, size]),
    );
    const WRITE =
      'import csv, io, json, sys; out = io.StringIO(newline=""); csv.writer(out).writerows(json.loads(sys.argv[1])); print(json.dumps(out.getvalue()))';
    const lists = given.map(({ path, hash, size }) => [path, hash, size]);
    const written = askPython(WRITE, JSON.stringify(lists));
    assert.deepEqual(readRecord(String(written)), given);
  });

  it('has hashes without padding, safe for URLs', () => {
    const HASH =
      'import base64, hashlib, json; print(json.dumps("sha256=" + base64.urlsafe_b64encode(hashlib.sha256(b"seven").digest()).rstrip(b"=").decode()))';
    assert.equal(recordHash(sha256('seven')), askPython(HASH));
  });
});
