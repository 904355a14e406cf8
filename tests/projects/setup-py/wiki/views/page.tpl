<!doctype html>
<title>wiki</title>
<p>{{name}} (tiny-wiki {{version}})</p>
