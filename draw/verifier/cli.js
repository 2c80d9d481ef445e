#!/usr/bin/env node
// node cli.js BUNDLE [--json] [--commitment HEX] [--closing HEX] [--receipt FILE]: one sentence, exit code 0 or 1 (2: written wrongly).
// node cli.js --batch FILE: one base64 bundle a line, one verdict a line; for the tests of this repository. With BUNDLE, receipts.
'use strict';
const fs = require('fs');
const { verify } = require('./verify.js');
const { receipt } = require('./receipt.js');

// The exit code is set and the program left to end by itself: process.exit would cut off what a pipe has not taken yet.
process.exitCode = main(process.argv.slice(2));

function main(args) {
  const options = {};
  let file = '';
  while (args.length) {
    const a = args.shift();
    if (a === '--json') options.json = true;
    else if (['--commitment', '--closing', '--batch', '--receipt'].includes(a) && args.length) options[a.slice(2)] = args.shift();
    else if (!file && !a.startsWith('--')) file = a;
    else return usage();
  }
  if (options.batch && !file) return batch(options.batch, (bytes) => verify(bytes), 'check');
  if (!file) return usage();
  let bytes;
  try {
    bytes = fs.readFileSync(file);
  } catch (e) {
    console.error(`${file} cannot be read: ${e.message}`);
    return 1;
  }
  if (options.batch) {
    const bundle = JSON.parse(bytes);
    return batch(options.batch, (one) => receipt(one.toString(), bundle), 'part');
  }
  const r = verify(bytes, options);
  if (r.ok && options.receipt) return tellReceipt(receipt(fs.readFileSync(options.receipt, 'utf8'), JSON.parse(bytes)), options.json);
  if (options.json) console.log(JSON.stringify(r));
  else if (r.ok) {
    console.log(`Verified: round ${r.round}, ${r.allocated} of ${r.entries} entries received one of ${r.dwellings} dwellings, ` +
      `${r.waiting} wait, ${r.dropped} records dropped out; commitment ${r.commitment}.`);
  } else console.log(`Not verified (${r.check}): ${r.why}.`);
  return r.ok ? 0 : 1;
}

function usage() {
  console.error('usage: node cli.js BUNDLE [--json] [--commitment HEX] [--closing HEX] [--receipt FILE]');
  return 2;
}

function tellReceipt(r, json) {
  if (json) console.log(JSON.stringify(r));
  else if (!r.ok) console.log(`The receipt does not prove that the entry is in the frozen list (${r.part}).`);
  else if (r.dropped) console.log(`The receipt is genuine: entry ${r.entry} dropped out before the draw (${r.dropped.reason}).`);
  else if (r.row.dwelling) console.log(`The receipt is genuine: entry ${r.entry} stood at place ${r.row.line} in line and received dwelling ${r.row.dwelling}.`);
  else console.log(`The receipt is genuine: entry ${r.entry} waits at place ${r.row.place} for ${r.row.stratum}.`);
  return r.ok ? 0 : 1;
}

function batch(file, check, part) {
  const verdicts = fs.readFileSync(file, 'latin1').trimEnd().split('\n').map((line) => {
    try {
      const r = check(Buffer.from(line, 'base64'));
      return r.ok ? 'ok' : r[part];
    } catch (e) {
      return 'crashed: ' + e.message;
    }
  });
  process.stdout.write(verdicts.join('\n') + '\n');
  return 0;
}
