// Verifier of draw bundles, homeward-draw/1, written after docs/draw.md and not after the Go program, so that two
// programs have to agree. No dependencies, no network, no built-in cryptography (a page opened from a disk has none).
//   homewardDraw.verify(bytes, {commitment, closing})   in a browser; in Node, require('./verify.js').verify(bytes, …)
// It returns {ok, check, why, checks} and, if ok, {round, commitment, closing, entries, dwellings, dropped, allocated, waiting}.
(function () {
  'use strict';
  class Refusal extends Error {}
  const need = (condition, why) => { if (!condition) throw new Refusal(why); };
  const by = (key) => (a, b) => (key(a) < key(b) ? -1 : key(a) > key(b) ? 1 : 0);
  const ascending = (list, key) => list.every((x, i) => i === 0 || key(list[i - 1]) < key(x));
  const distinct = (list) => new Set(list).size === list.length;
  const utf8 = (s) => new TextEncoder().encode(s);
  const hex = (bytes) => Array.from(bytes, (x) => x.toString(16).padStart(2, '0')).join('');
  const unhex = (s) => Uint8Array.from(s.match(/../g) || [], (x) => parseInt(x, 16));
  const yes = (b) => (b ? 'yes' : 'no'), lines = (pairs) => pairs.map(([k, v]) => `${k}=${v}\n`).join('');

  // ---- SHA-256 (FIPS 180-4), HMAC (RFC 2104), HKDF (RFC 5869) ----
  const K = new Int32Array((
    '428a2f98 71374491 b5c0fbcf e9b5dba5 3956c25b 59f111f1 923f82a4 ab1c5ed5 d807aa98 12835b01 243185be 550c7dc3 72be5d74 80deb1fe ' +
    '9bdc06a7 c19bf174 e49b69c1 efbe4786 0fc19dc6 240ca1cc 2de92c6f 4a7484aa 5cb0a9dc 76f988da 983e5152 a831c66d b00327c8 bf597fc7 ' +
    'c6e00bf3 d5a79147 06ca6351 14292967 27b70a85 2e1b2138 4d2c6dfc 53380d13 650a7354 766a0abb 81c2c92e 92722c85 a2bfe8a1 a81a664b ' +
    'c24b8b70 c76c51a3 d192e819 d6990624 f40e3585 106aa070 19a4c116 1e376c08 2748774c 34b0bcb5 391c0cb3 4ed8aa4a 5b9cca4f 682e6ff3 ' +
    '748f82ee 78a5636f 84c87814 8cc70208 90befffa a4506ceb bef9a3f7 c67178f2').split(' ').map((x) => parseInt(x, 16)));

  const w = new Int32Array(64), turn = (x, n) => (x >>> n) | (x << (32 - n));
  const early = (x) => turn(x, 7) ^ turn(x, 18) ^ (x >>> 3), late = (x) => turn(x, 17) ^ turn(x, 19) ^ (x >>> 10);
  function sha256(bytes) {
    const padded = new Uint8Array((Math.floor((bytes.length + 8) / 64) + 1) * 64), view = new DataView(padded.buffer);
    padded.set(bytes);
    padded[bytes.length] = 0x80;
    view.setUint32(padded.length - 8, Math.floor(bytes.length / 0x20000000));
    view.setUint32(padded.length - 4, bytes.length << 3);
    const h = new Int32Array([0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a, 0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19]);
    for (let block = 0; block < padded.length; block += 64) {
      let a = h[0], b = h[1], c = h[2], d = h[3], e = h[4], f = h[5], g = h[6], k = h[7];
      for (let i = 0; i < 64; i++) {
        if (i < 16) w[i] = view.getInt32(block + 4 * i);
        else w[i] = w[i - 16] + w[i - 7] + early(w[i - 15]) + late(w[i - 2]);
        const t = (k + (turn(e, 6) ^ turn(e, 11) ^ turn(e, 25)) + ((e & f) ^ (~e & g)) + K[i] + w[i]) | 0;
        const u = ((turn(a, 2) ^ turn(a, 13) ^ turn(a, 22)) + ((a & b) ^ (a & c) ^ (b & c))) | 0;
        k = g; g = f; f = e; e = (d + t) | 0; d = c; c = b; b = a; a = (t + u) | 0;
      }
      h[0] += a; h[1] += b; h[2] += c; h[3] += d; h[4] += e; h[5] += f; h[6] += g; h[7] += k;
    }
    return Uint8Array.from({ length: 32 }, (_, i) => h[i >> 2] >>> (24 - 8 * (i & 3)));
  }
  function join(...parts) {
    const out = new Uint8Array(parts.reduce((n, p) => n + p.length, 0));
    parts.reduce((at, p) => { out.set(p, at); return at + p.length; }, 0);
    return out;
  }
  function hmac(key, message) {
    const pad = new Uint8Array(64);
    pad.set(key.length > 64 ? sha256(key) : key);
    return sha256(join(pad.map((x) => x ^ 0x5c), sha256(join(pad.map((x) => x ^ 0x36), message))));
  }
  const hkdf32 = (salt, material, info) => hmac(hmac(salt, material), join(utf8(info), [1]));
  const shaHex = (text) => hex(sha256(utf8(text)));

  // ---- the bundle's shape in canonical order, what each field may hold, and a reader that allows nothing else ----
  const ID = /^[A-Za-z0-9][A-Za-z0-9._:-]{0,63}$/, HASH = /^[0-9a-f]{64}$/, ANY = /^/, BOOL = 'true or false';
  const orEmpty = (re) => ({ test: (s) => s === '' || re.test(s) });
  const LABEL = {
    test: (s) => /^[\p{L}\p{N}\p{P}\p{S} ]*$/u.test(s) && !/^ | $| {2}/.test(s) && utf8(s).length <= 400 && !/[\u{10000}-\u{10ffff}]/u.test(s) &&
      !/[\u0374\u037e\u0387\u0958-\u095f\u09dc-\u09df\u0a33-\u0a5e\u0b5c\u0b5d\u0f43-\u0f69\u1100-\u11ff\u1f00-\u1fff]/.test(s) &&
      !/[\u2126-\u212b\u2329\u232a\u2adc\uf900-\ufaff\ufb1d-\ufb4f\ufffd]/.test(s),
  };
  const TIME = { test: (s) => /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/.test(s) && !isNaN(Date.parse(s)) && new Date(s).toISOString() === s };
  const STRATUM = { test: (s) => { const [a, b, c, d] = s.split('/'); return d === undefined && ID.test(a) && ID.test(b) && /^([1-9]|[1-4][0-9]|50)$/.test(c); } };
  const DECIMAL = /^((0|[1-9][0-9]{0,8})(\.[0-9]{1,6})?)?$/;
  const to = (high, low = 0) => ({ low, high }), MANY = to(2e6), BIG = to(2 ** 53 - 1), INT = to(2 ** 53 - 1, 1 - 2 ** 53), WEIGHT = to(1e9, -1e9);
  const SHAPE = {
    header: {
      format: /^homeward-draw\/1$/, operation: ID, round: ID, place: orEmpty(ID), policy: ID, policy_hash: HASH, software_hash: HASH,
      frozen_at: TIME, replaces: orEmpty(HASH), reason: orEmpty(ID),
      rules: {
        mode: /^(draw|priority|weighted)$/, address: /^(lot|ball|choice)$/, groups: /^(ignore|same_settlement)$/, near: BOOL,
        threshold: DECIMAL, queue: DECIMAL,
        quotas: [{ id: ID, stratum: STRATUM, scope: /^(any|accessible|other)$/, homes: MANY, unfilled: /^(return|keep)$/ }],
        capacities: [{ settlement: ID, counts: /^(households|people|pupils)$/, limit: BIG }],
        max_wishes: to(20), max_spare_rooms: to(20), class_value: [WEIGHT], wish_value: [WEIGHT], spare_room: WEIGHT,
        accessible_unneeded: WEIGHT,
      },
      counts: { entries: INT, persons: INT, dwellings: INT },
      held: [{ rule: ID, entries: MANY, dwellings: MANY }], reconciled: { list: LABEL, entries: MANY, dwellings: MANY }, entries_root: HASH, dwellings_root: HASH,
      sources: [{ id: ID, kind: /^(commit|dice|balls|lottery|beacon)$/, label: LABEL, commitment: orEmpty(HASH), missing: /^(exclude|backup|stop)$/,
        backup: orEmpty(HASH), count: to(1000), sides: to(1000) }],
    },
    commitment: ANY,
    entries: [{ id: ID, class: BIG, tickets: to(1000, 1), persons: to(500), pupils: to(500), rooms: to(50), accessible: BOOL, group: orEmpty(ID), quotas: [ID],
      strata: [STRATUM], wishes: [ID], salt: /^[0-9a-f]{32}$/ }],
    dwellings: [{ id: ID, settlement: ID, type: ID, rooms: to(50, 1), accessible: BOOL, building: orEmpty(ID), door: BIG, salt: /^[0-9a-f]{32}$/ }],
    dropped: [{ id: ID, reason: ID }], closing: ANY,
    reveals: [{ source: ANY, state: ANY, value: ANY, again: ANY, remark: ANY }], seed: ANY,
    balls: [{ entry: ANY, number: INT, again: INT }],
    result: { rows: [{ entry: ANY, number: INT, line: INT, stratum: ANY, place: INT, quota: ANY, dwelling: ANY }], left: [ANY] },
    certificate: {
      orNull: {
        mode: ANY, types: [{ stratum: ANY, accessible: BOOL, homes: INT, price: BIG }], placements: [{ entry: ANY, type: INT, set: INT }],
        closed_sets: [[INT]], person_prices: [BIG], near: [{ entry: ANY, dwelling: ANY }],
        measures: { housed: INT, persons: INT, lost_wishes: INT, spare_rooms: INT, accessible_unneeded: INT, value: INT }, gap: INT, unproved: INT,
      },
    },
    seal: ANY,
  };

  function read(bytes) {
    let source, parsed;
    try {
      source = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
      parsed = JSON.parse(source);
    } catch { throw new Refusal('not JSON in UTF-8'); }
    // Written back it must be the same but for white space and the spelling of strings: so no field stood there twice, and
    // no number was rounded or written in another way.
    const plain = () => source.replace(/("(?:[^"\\]|\\.)*")|[ \t\r\n]+/g, (_, s) => (s ? JSON.stringify(JSON.parse(s)) : ''));
    const again = JSON.stringify(parsed);
    need(again === source.trim() || again === plain(), 'a field stands there twice, or a number is not written plainly');
    return fit(parsed, SHAPE, '$');
  }
  function fit(value, shape, at) { // returns value with its fields in canonical order
    const wanted = (condition) => need(condition, `${at} is not as the format wants it`);
    if (shape.orNull) return value === null ? null : fit(value, shape.orNull, at);
    if (shape === BOOL) wanted(value === true || value === false);
    else if (shape.high) wanted(Number.isSafeInteger(value) && value >= shape.low && value <= shape.high);
    else if (typeof shape.test === 'function') wanted(typeof value === 'string' && shape.test(value));
    else if (Array.isArray(shape)) {
      wanted(Array.isArray(value));
      return value.map((x, i) => fit(x, shape[0], `${at}[${i}]`));
    } else {
      wanted(value && typeof value === 'object' && Object.keys(value).length === Object.keys(shape).length);
      return Object.fromEntries(Object.keys(shape).map((k) => {
        wanted(Object.hasOwn(value, k));
        return [k, fit(value[k], shape[k], `${at}.${k}`)];
      }));
    }
    return value;
  }

  // ---- what the fields say together ----
  const idsOf = (b) => [...b.entries, ...b.dwellings].map((x) => x.id), roomsOf = (stratum) => Number(stratum.split('/')[2]);

  function checkHeader(h) {
    const r = h.rules, list = h.reconciled, sum = (name) => h.held.reduce((n, x) => n + x[name], h.counts[name]);
    need((h.replaces === '') === (h.reason === ''), 'a rerun needs the round it replaces and a reason');
    need(r.mode !== 'draw' || (r.groups === 'ignore' && !r.max_wishes && !r.max_spare_rooms), 'rules of an optimiser without one');
    need(r.mode === 'weighted' || !(r.class_value.length || r.wish_value.length || r.spare_room || r.accessible_unneeded), 'values without their mode');
    need(!r.near || (r.groups === 'same_settlement' && r.address === 'lot'), 'neighbours without groups');
    const optimised = r.mode !== 'draw';
    need(ascending(r.capacities, (c) => c.settlement + (optimised ? '' : ` ${c.counts}`)) && ascending(h.held, (x) => x.rule), 'a list of the header is out of order');
    need(!optimised || (!r.quotas.length && r.capacities.every((c) => c.counts === 'people')), 'quotas, or capacities, that an optimiser cannot keep');
    need(r.quotas.every((q, i) => {
      const before = r.quotas[i - 1];
      return before?.id === q.id ? before.stratum < q.stratum && before.unfilled === q.unfilled : !r.quotas.slice(0, i).some((x) => x.id === q.id);
    }), 'a quota is out of order');
    need(list.list ? list.entries === sum('entries') && list.dwellings === sum('dwellings') : !list.entries && !list.dwellings,
      'the counts do not agree with the independent list');
    for (const { id, kind, label, commitment, missing, backup, count, sides } of h.sources) {
      const sealed = kind === 'commit';
      need(label && sealed === (commitment !== ''), `source ${id} is not named or not sealed`);
      need(sealed ? !count && !sides : kind === 'beacon' ? count >= 8 && !sides : count && (kind === 'dice' ? sides >= 2 : count <= sides),
        `the numbers of source ${id}`);
      need(missing === 'backup' ? sealed && backup && backup !== commitment : !backup, `what if source ${id} is missing`);
    }
    need(h.sources.length > (h.sources[0]?.kind === 'commit' ? 1 : 0) && distinct(h.sources.map((s) => s.id)), 'no source of chance, one twice, or one sealed secret alone');
    checkChance(h.sources);
  }
  function checkChance(sources) {
    const big = BigInt, picks = (n, sides, unordered) => Array.from({ length: n }).reduce((ways, _, i) => ways * big(sides - i) / big(unordered ? i + 1 : 1), 1n);
    const ways = sources.reduce((all, { kind, count, sides }) => all * (kind === 'commit' ? 1n << 128n : kind === 'beacon' ? 1n << big(8 * count)
      : kind === 'dice' ? big(sides) ** big(count) : picks(count, sides, kind === 'lottery')), 1n);
    need(ways >= 1n << 64n, 'the sources hold too little chance');
  }
  function checkLists(b) {
    const { header: { rules: r }, entries, dwellings } = b, optimised = r.mode !== 'draw', list = (x, max) => x.length <= max && distinct(x);
    const names = [...new Set(r.quotas.map((q) => q.id))], counted = (what) => r.capacities.some((c) => c.counts === what);
    need(entries.length && dwellings.length && entries.length <= 2e6 && dwellings.length <= 2e6, 'a list is empty or too long');
    for (const e of entries) {
      need(e.strata.length && list(e.strata, 400) && list(e.wishes, optimised ? r.max_wishes : 400) && (e.persons || !counted('people')) &&
        (!e.pupils || counted('pupils')) && e.quotas.length <= 50 && names.filter((id) => e.quotas.includes(id)).join(' ') === e.quotas.join(' ') &&
        (r.mode !== 'weighted' || e.class < r.class_value.length) &&
        (!optimised || (e.rooms && e.strata.every((s) => roomsOf(s) - e.rooms <= r.max_spare_rooms))), `entry ${e.id} is wrong`);
    }
    need(ascending(entries, (e) => e.id) && ascending(dwellings, (d) => d.id) && distinct(idsOf(b)), 'a list is out of order, or an id is there twice');
  }

  // ---- records, roots, commitment, closing, seed ----
  const plain = (object, names, before = '') => names.split(' ').map((k) => [before + k, typeof object[k] === 'boolean' ? yes(object[k]) : object[k]]);
  const entryRecord = (e) => lines([['entry', e.id], ...plain(e, 'class tickets persons pupils rooms accessible group'), ['quotas', e.quotas.join(' ')],
    ['strata', e.strata.join(' ')], ['wishes', e.wishes.join(' ')]]);
  const dwellingRecord = (d) => lines([['dwelling', d.id], ...plain(d, 'settlement type rooms accessible building door')]);
  function root(list, record) { // level by level; a node without a neighbour moves up as it is
    let level = list.map((x) => sha256(join([0], unhex(x.salt), utf8(record(x)))));
    while (level.length > 1) {
      const below = level;
      level = below.filter((_, i) => i % 2 === 0).map((left, i) => (2 * i + 1 < below.length ? sha256(join([1], left, below[2 * i + 1])) : left));
    }
    return hex(level[0]);
  }
  function headerText(h) {
    const r = h.rules;
    return lines([
      ...plain(h, 'format operation round place policy policy_hash software_hash frozen_at replaces reason'),
      ...plain(r, 'mode address groups near threshold queue'),
      ...r.quotas.map((q) => ['quota', `${q.id} ${q.stratum} ${q.scope} ${q.homes} ${q.unfilled}`]),
      ...r.capacities.map((c) => ['capacity', `${c.settlement} ${c.counts} ${c.limit}`]), ...plain(r, 'max_wishes max_spare_rooms'),
      ['class_value', r.class_value.join(' ')], ['wish_value', r.wish_value.join(' ')], ...plain(r, 'spare_room accessible_unneeded'),
      ...plain(h.counts, 'entries persons dwellings'),
      ...h.held.map((x) => ['held', `${x.rule} ${x.entries} ${x.dwellings}`]), ...plain(h.reconciled, 'list entries dwellings', 'reconciled_'),
      ...plain(h, 'entries_root dwellings_root'),
      ...h.sources.flatMap((s) => [['source', s.id], ...plain(s, 'kind label commitment missing backup count sides', 'source_')]),
    ]);
  }
  const closingText = (b) => 'homeward-draw/1 closing\n' + lines([['commitment', b.commitment], ...b.dropped.flatMap((d) => [['dropped', d.id], ['reason', d.reason]])]);

  function seedOf(b) {
    const { round, sources } = b.header;
    const opens = (s, part, value, sealed) => LABEL.test(value) && utf8(value).length >= 16 &&
      shaHex('homeward-draw/1 commit\n' + lines([['round', round], ['source', s.id], [part, value]])) === sealed;
    need(b.reveals.length === sources.length, 'not as many reveals as sources');
    const material = sources.map((s, i) => {
      const { source, state, value, again, remark } = b.reveals[i], numbers = value.split(' ');
      need(source === s.id && LABEL.test(remark) && (state === 'revealed' || remark) && (
        state === 'missing' ? s.missing === 'exclude' && value === '' && again === ''
          : state === 'backup' ? s.missing === 'backup' && again === '' && opens(s, 'backup', value, s.backup)
            : s.kind === 'commit' ? state === 'revealed' && again === '' && opens(s, 'secret', value, s.commitment)
              : state === 'revealed' && value === again && (s.kind === 'beacon' ? /^[0-9a-f]+$/.test(value) && value.length === 2 * s.count
                : numbers.length === s.count && numbers.every((n) => /^[1-9][0-9]{0,3}$/.test(n) && Number(n) <= s.sides) &&
                  (s.kind === 'dice' || distinct(numbers)))), `source ${s.id} is not opened as announced`);
      return lines([['source', source], ['state', state], ['value', value]]);
    });
    checkChance(sources.filter((s, i) => b.reveals[i].state !== 'missing'));
    return hex(hkdf32(unhex(b.commitment), utf8(material.join('')), 'homeward-draw/1 seed'));
  }

  // ---- the draw ----
  function prepare(b) { // the line, the lots, the home types and, for each entry, the types it may get
    const out = new Set(b.dropped.map((d) => d.id)), seed = unhex(b.seed), index = new Map(), homes = new Map(), types = [];
    const names = (x, kind) => Array.from({ length: x.tickets || 1 }, (_, i) => `${kind}:${x.id}${i ? `#${i + 1}` : ''}`); // dwellings have one
    const sorted = (list, kind) => list.filter((x) => !out.has(x.id)).map((x) => ({ x, ticket: names(x, kind).map((n) => hex(hmac(seed, utf8(n)))).sort()[0] }))
      .sort(by((t) => t.ticket)).map(({ x }) => x);
    const line = sorted(b.entries, 'entry').map((entry, i) => ({ entry, number: i + 1 }));
    line.sort((a, c) => a.entry.class - c.entry.class || a.number - c.number);
    const lots = sorted(b.dwellings, 'dwelling'), keyOf = (d) => `${d.settlement}/${d.type}/${d.rooms} ${yes(d.accessible)}`;
    for (const d of lots) homes.set(keyOf(d), (homes.get(keyOf(d)) || 0) + 1);
    for (const key of [...homes.keys()].sort()) {
      const [stratum, accessible] = key.split(' ');
      index.set(key, types.length);
      types.push({ stratum, accessible: accessible === 'yes', homes: homes.get(key), settlement: stratum.split('/')[0], rooms: roomsOf(stratum) });
    }
    for (const p of line) {
      p.may = p.entry.strata.flatMap((s) => (p.entry.accessible ? ['yes'] : ['no', 'yes']).map((a) => index.get(`${s} ${a}`))).filter((t) => t !== undefined);
    }
    return { b, out, line, lots, types, typeOf: (d) => index.get(keyOf(d)) };
  }
  const needersFirst = (line) => [...line.filter((p) => p.entry.accessible), ...line.filter((p) => !p.entry.accessible)];

  // inTurn gives home types by mode draw: a pass for each quota, then one for all.
  function inTurn({ b: { header: { rules } }, line, types }) {
    const about = (q, t) => q.stratum === types[t].stratum && (q.scope === 'any' || (q.scope === 'accessible') === types[t].accessible);
    const left = types.map((t) => t.homes), taken = rules.capacities.map(() => 0), filled = rules.quotas.map(() => 0);
    const weight = (c, e) => (c.counts === 'households' ? 1 : c.counts === 'people' ? e.persons : e.pupils);
    const room = (e, t) => rules.capacities.every((c, i) => c.settlement !== types[t].settlement || taken[i] + weight(c, e) <= c.limit);
    line.forEach((p) => { p.type = -1; p.quota = ''; });
    function pass(name, has) {
      for (const p of needersFirst(line)) {
        if (p.type >= 0 || (name && !p.entry.quotas.includes(name))) continue;
        const t = p.may.find((type) => left[type] > 0 && room(p.entry, type) && has(p.entry, type));
        if (t === undefined) continue;
        Object.assign(p, { type: t, quota: name });
        left[t]--;
        rules.capacities.forEach((c, i) => { if (c.settlement === types[t].settlement) taken[i] += weight(c, p.entry); });
        rules.quotas.forEach((q, i) => { if (about(q, t) && p.entry.quotas.includes(q.id)) filled[i]++; });
      }
    }
    for (const name of new Set(rules.quotas.map((q) => q.id))) {
      pass(name, (e, t) => rules.quotas.some((q, i) => q.id === name && about(q, t) && filled[i] < q.homes &&
        (e.accessible || !types[t].accessible || q.scope === 'accessible')));
    }
    pass('', (e, t) => rules.quotas.every((q, i) => q.unfilled === 'return' || !about(q, t) || e.quotas.includes(q.id) ||
      left.reduce((n, homes, type) => n + (about(q, type) ? homes : 0), 0) > q.homes - filled[i]));
  }

  function run(b) {
    const all = prepare(b), { line, lots, types, typeOf, out } = all, near = new Map();
    if (b.header.rules.mode === 'draw') {
      need(b.certificate === null, 'there is a certificate, but no optimiser in the rules');
      inTurn(all);
    } else {
      need(b.certificate, 'the certificate is missing');
      judge(all);
      line.forEach((p, i) => { p.type = b.certificate.placements[i].type; });
      b.certificate.near.forEach((n) => near.set(n.entry, n.dwelling));
    }
    const served = line.filter((p) => p.type >= 0), taken = new Set(near.values());
    const pile = (list) => list.reduce((piles, d) => { piles[typeOf(d)]?.push(d); return piles; }, types.map(() => []));
    if (b.header.rules.address !== 'lot') {
      need(b.balls.length === served.length, 'not one ball for each entry that is served');
      const numbered = pile(b.dwellings);
      served.forEach((p, i) => {
        const { entry, number, again } = b.balls[i], d = numbered[p.type][number - 1];
        need(entry === p.entry.id && number === again && d && !out.has(d.id) && !taken.has(d.id), `the ball of entry ${entry} is wrong`);
        p.dwelling = d.id;
        taken.add(d.id);
      });
    } else {
      need(b.balls.length === 0, 'there are balls, but none in the rules');
      const free = pile(lots.filter((d) => !taken.has(d.id))).map((list) => list.values());
      for (const p of needersFirst(served)) taken.add(p.dwelling = near.get(p.entry.id) || free[p.type].next().value.id);
    }
    const got = new Map(), wait = new Map(), step = (map, s) => map.set(s, (map.get(s) || 0) + 1).get(s);
    const rows = line.map(({ entry, number, type, quota = '', dwelling = '' }, i) => {
      const stratum = type >= 0 ? types[type].stratum : entry.strata[0];
      const place = type >= 0 ? step(got, stratum) : entry.strata.map((s) => step(wait, s))[0];
      return { entry: entry.id, number, line: i + 1, stratum, place, quota, dwelling };
    });
    return { rows, left: lots.map((d) => d.id).filter((id) => !taken.has(id)) };
  }

  // judge checks an optimiser's certificate: it counts, compares and adds, in BigInt so that nothing is rounded.
  function judge({ b, line, types, out, typeOf }) {
    const c = b.certificate, r = b.header.rules, priority = r.mode === 'priority', big = BigInt;
    const wrong = (condition, part) => need(condition, `certificate: ${part}`);
    const N = big(line.length), spareCost = N + 1n, wishCost = spareCost * (N * big(r.max_spare_rooms) + 1n);
    wrong(c.mode === r.mode && c.types.length === types.length && c.person_prices.length === r.capacities.length && c.placements.length === line.length &&
      c.types.every((t, i) => ['stratum', 'accessible', 'homes'].every((k) => t[k] === types[i][k])) && c.placements.every((x, i) => x.entry === line[i].entry.id), 'its form');
    const heads = new Map(r.capacities.map((x, i) => [x.settlement, c.person_prices[i]]));
    const parts = (e, t) => {
      const wish = e.wishes.indexOf(types[t].settlement);
      return [wish < 0 ? r.max_wishes : wish, Math.max(0, types[t].rooms - e.rooms), types[t].accessible && !e.accessible ? 1 : 0];
    };
    const score = (e, t) => {
      const [wish, spare, waste] = parts(e, t);
      if (priority) return -(big(wish) * wishCost + big(spare) * spareCost + big(waste));
      return big(r.class_value[e.class] + (r.wish_value[wish] || 0) + spare * r.spare_room + waste * r.accessible_unneeded);
    };
    // Who holds what, and what that adds up to.
    const held = types.map(() => []), people = new Map(), groups = new Map(), last = new Map();
    const sums = { housed: 0, persons: 0, lost_wishes: 0, spare_rooms: 0, accessible_unneeded: 0, value: 0 };
    line.forEach(({ entry: e, may }, i) => {
      const { type, set } = c.placements[i];
      wrong(type >= -1 && set >= -1 && set < c.closed_sets.length && (set < 0 || (type < 0 && priority)), 'placements');
      if (r.groups === 'same_settlement' && e.group) groups.set(e.group, [...(groups.get(e.group) || []), i]);
      if (type < 0) return;
      wrong(may.includes(type), `entry ${e.id} may not have its home`);
      held[type].push(i);
      const s = types[type].settlement, [wish, spare, waste] = parts(e, type);
      people.set(s, (people.get(s) || 0) + e.persons);
      sums.housed++; sums.persons += e.persons; sums.lost_wishes += wish; sums.spare_rooms += spare; sums.accessible_unneeded += waste;
      if (!priority) sums.value += Number(score(e, type));
    });
    wrong(held.every((h, t) => h.length <= types[t].homes) && r.capacities.every((x) => (people.get(x.settlement) || 0) <= x.limit), 'more than there is room for');
    wrong(Object.keys(sums).every((k) => sums[k] === c.measures[k]), 'its measures');
    const where = (i) => types[c.placements[i].type]?.settlement;
    groups.forEach((members) => wrong(members.every((i) => where(i) === where(members[0])), 'a group is apart'));
    const together = new Map([...groups.values()].filter((m) => m.length > 1).flat().map((i) => [line[i].entry.id, c.placements[i].type]));
    const homes = new Map(b.dwellings.filter((d) => !out.has(d.id)).map((d) => [d.id, typeOf(d)]));
    wrong((r.near || !c.near.length) && ascending(c.near, (n) => n.entry) && distinct(c.near.map((n) => n.dwelling)) &&
      c.near.every((n) => together.get(n.entry) >= 0 && homes.get(n.dwelling) === together.get(n.entry)), 'homes of neighbours');
    // The bound that the prices prove, less what was reached.
    const greatest = (list) => list.reduce((a, x) => (a === null || x > a ? x : a), null);
    const worth = (i, s) => greatest(line[i].may.filter((t) => s === null || types[t].settlement === s).map((t) =>
      score(line[i].entry, t) - big(c.types[t].price) - big(heads.get(types[t].settlement) || 0) * big(line[i].entry.persons)));
    const orWait = (best) => (best !== null && (priority || best > 0n) ? best : 0n);
    let gap = 0n;
    c.types.forEach((t) => { gap += big(t.price) * big(t.homes); });
    r.capacities.forEach((x, i) => { gap += big(c.person_prices[i]) * big(x.limit); });
    line.forEach(({ entry: e }, i) => {
      const { type } = c.placements[i];
      if (type >= 0) gap -= score(e, type);
      if (!together.has(e.id) && (type >= 0 || !priority)) gap += orWait(worth(i, null));
    });
    groups.forEach((members) => {
      if (members.length < 2 || (priority && c.placements[members[0]].type < 0)) return;
      const sites = [...new Set(line[members[0]].may.map((t) => types[t].settlement))].map((s) => members.map((i) => worth(i, s)));
      gap += orWait(greatest(sites.filter((m) => !m.includes(null)).map((m) => m.reduce((a, x) => a + x))));
    });
    const exact = r.groups === 'ignore' && !r.capacities.length;
    wrong(gap === big(c.gap) && (!exact || gap === 0n), 'its gap');
    // Equals by lot.
    line.forEach(({ entry: e }, i) => {
      if (e.group && r.groups !== 'ignore') return;
      const key = [e.class, e.rooms, e.accessible, r.capacities.length ? e.persons : 0, e.strata.join(' '), e.wishes.join(' ')].join('\n');
      const mine = c.placements[i].type < 0 ? null : score(e, c.placements[i].type), before = last.get(key);
      wrong(before === undefined || mine === null || (before !== null && mine <= before), `entry ${e.id} does better than an equal one ahead`);
      last.set(key, mine);
    });
    // Nobody waits wrongly.
    const sets = c.closed_sets.map((list) => {
      wrong(priority && ascending(list, (t) => t) && list.every((t) => t >= 0 && t < types.length), 'a closed set');
      const set = new Set(list), inside = (i) => line[i].may.every((t) => set.has(t));
      wrong(list.every((t) => held[t].length === types[t].homes && held[t].every(inside)), 'a set is not closed or not full');
      return { inside, end: list.reduce((end, t) => Math.max(end, held[t].at(-1)), -1) };
    });
    const waiting = c.placements.map((x, i) => ({ ...x, i })).filter((x) => x.type < 0);
    waiting.forEach((x) => wrong(x.set < 0 || (x.i > sets[x.set].end && sets[x.set].inside(x.i)), `entry ${x.entry} waits wrongly`));
    const unproved = priority ? waiting.filter((x) => x.set < 0).length : 0;
    wrong(unproved === c.unproved && (!exact || unproved === 0), 'entries wait without proof');
  }

  // ---- the verdict ----
  function verify(bytes, published = {}) {
    const checks = [];
    let b;
    const steps = {
      format: () => { b = read(bytes); },
      header: () => checkHeader(b.header),
      lists: () => checkLists(b),
      counts: () => need(b.header.counts.entries === b.entries.length && b.header.counts.dwellings === b.dwellings.length &&
        b.header.counts.persons === b.entries.reduce((n, e) => n + e.persons, 0), 'the counts in the header are not those of the lists'),
      entries_root: () => need(root(b.entries, entryRecord) === b.header.entries_root, 'the entries are not those that were frozen'),
      dwellings_root: () => need(root(b.dwellings, dwellingRecord) === b.header.dwellings_root, 'the dwellings are not those that were frozen'),
      commitment: () => need(shaHex(headerText(b.header)) === b.commitment, 'the header is not the one that was committed'),
      dropped: () => need(ascending(b.dropped, (d) => d.id) && new Set(idsOf(b).concat(b.dropped.map((d) => d.id))).size === idsOf(b).length,
        'the list of those who dropped out is wrong'),
      closing: () => need(shaHex(closingText(b)) === b.closing, 'those who dropped out are not those of the closing'),
      drawn: () => need(b.seed && b.seal, 'nothing has been drawn yet'),
      seed: () => need(seedOf(b) === b.seed, 'the seed does not follow from the sources'),
      result: () => need(JSON.stringify(run(b)) === JSON.stringify(b.result), 'the result does not follow from the lists and the seed'),
      seal: () => need(shaHex('homeward-draw/1 seal\n' + JSON.stringify({ ...b, seal: '' })) === b.seal, 'the seal does not fit'),
      published: () => need(['commitment', 'closing'].every((k) => !published[k] || published[k] === b[k]), 'this is not what was published before'),
    };
    for (const [name, step] of Object.entries(steps)) {
      try {
        step();
      } catch (refusal) {
        if (refusal instanceof Refusal) return { ok: false, check: name, why: refusal.message, checks };
        throw refusal;
      }
      checks.push(name);
    }
    const allocated = b.result.rows.filter((row) => row.dwelling).length, { header: { round }, commitment, closing } = b;
    return {
      ok: true, check: '', why: '', checks, round, commitment, closing, entries: b.entries.length, dwellings: b.dwellings.length,
      dropped: b.dropped.length, allocated, waiting: b.result.rows.length - allocated,
    };
  }
  Object.assign(typeof module === 'object' ? module.exports : (globalThis.homewardDraw = {}), { verify, tools: { sha256, join, hex, unhex, utf8, shaHex, headerText } });
})();
