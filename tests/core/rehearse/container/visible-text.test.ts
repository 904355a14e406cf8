// The text of a page, as frameworks write theirs.

import assert from 'node:assert/strict';

import { readVisibleText } from '../../../../tasks/core/rehearse/container/visible-text.js';

describe('the visible text', () => {
  for (const [name, page, expected] of [
    [
      "of Django's page for a bad request",
      '\n<!doctype html>\n<html lang="en">\n<head>\n  <title>Bad Request (400)</title>\n</head>\n<body>\n  <h1>Bad Request (400)</h1><p></p>\n</body>\n</html>\n',
      'Bad Request (400) Bad Request (400)',
    ],
    [
      "of Werkzeug's page",
      '<!doctype html>\n<html lang=en>\n<title>400 Bad Request</title>\n<h1>Bad Request</h1>\n<p>Host &#39;shop.example&#39; is not trusted.</p>\n',
      "400 Bad Request Bad Request Host 'shop.example' is not trusted.",
    ],
    ['without styles and scripts', '<style>p { x }</style>a<script>b</script>', 'a'],
    ['of what was escaped twice', '&amp;lt;b>', '&lt;b>'],
    [
      'of what is no page',
      '{"message":"invalid host header"}',
      '{"message":"invalid host header"}',
    ],
    ['of a page without end', `<p>${'a'.repeat(4000)}`, 'a'.repeat(500)],
  ] as const) {
    it(name, () => assert.equal(readVisibleText(page), expected));
  }
});
