#!/usr/bin/env node
// node cli.js BUNDLE [--json] [--commitment HEX] [--closing HEX]: one sentence, exit code 0 or 1 (2: written wrongly).
// node cli.js --batch FILE: one base64 bundle a line, one verdict a line; for the tests of this repository.
'use strict';
const fs = require('fs');
const { verify } = require('./verify.js');

// The exit code is set and the program left to end by itself: process.exit would cut off what a pipe has not taken yet.
process.exitCode = main(process.argv.slice(2));

function main(args) {
  const options = {};
  let file = '';
  while (args.length) {
    const a = args.shift();
    if (a === '--json') options.json = true;
    else if (['--commitment', '--closing', '--batch'].includes(a) && args.length) options[a.slice(2)] = args.shift();
    else if (!file && !a.startsWith('--')) file = a;
    else return usage();
  }
  if (options.batch) return batch(options.batch);
  if (!file) return usage();
  let bytes;
  try {
    bytes = fs.readFileSync(file);
  } catch (e) {
    console.error(`${file} cannot be read: ${e.message}`);
    return 1;
  }
  const r = verify(bytes, options);
  if (options.json) console.log(JSON.stringify(r));
  else if (r.ok) {
    console.log(`Verified: round ${r.round}, ${r.allocated} of ${r.entries} entries received one of ${r.dwellings} dwellings, ` +
      `${r.waiting} wait, ${r.dropped} records dropped out; commitment ${r.commitment}.`);
  } else console.log(`Not verified (${r.check}): ${r.why}.`);
  return r.ok ? 0 : 1;
}

function usage() {
  console.error('usage: node cli.js BUNDLE [--json] [--commitment HEX] [--closing HEX]');
  return 2;
}

function batch(file) {
  const verdicts = fs.readFileSync(file, 'latin1').trimEnd().split('\n').map((line) => {
    try {
      const r = verify(Buffer.from(line, 'base64'));
      return r.ok ? 'ok' : r.check;
    } catch (e) {
      return 'crashed: ' + e.message;
    }
  });
  process.stdout.write(verdicts.join('\n') + '\n');
  return 0;
}
