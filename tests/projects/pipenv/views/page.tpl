<!doctype html>
<title>pages</title>
{{!body}}
