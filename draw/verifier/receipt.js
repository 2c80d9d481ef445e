// Checks a household's receipt, homeward-draw/1, written after docs/draw.md; needs verify.js beside it.
//   homewardDraw.receipt(text, bundle)   bundle: the published draw.json as an object, already verified; or null
// It returns {ok, part, entry, record, commitment, known, row, dropped}: with a bundle, what became of the entry; without one,
// only that the record hangs under the root that the receipt names, to be compared with what was published.
(function () {
  'use strict';
  const home = typeof module === 'object' ? require('./verify.js') : globalThis.homewardDraw;
  const { sha256, join, hex, unhex, utf8, shaHex, headerText } = home.tools;
  const isHash = (s) => typeof s === 'string' && /^[0-9a-f]{64}$/.test(s), isCount = (n) => Number.isInteger(n) && n >= 0 && n <= 2000000;
  const shape = {
    format: (s) => s === 'homeward-draw/1', round: (s) => typeof s === 'string' && /^[A-Za-z0-9][A-Za-z0-9._:-]{0,63}$/.test(s), commitment: isHash, root: isHash,
    count: isCount, index: isCount, salt: (s) => typeof s === 'string' && /^[0-9a-f]{32}$/.test(s),
    record: (s) => typeof s === 'string' && /^entry=.*\nclass=\d+\n/.test(s), leaf: isHash, path: (p) => Array.isArray(p) && p.every(isHash),
  };

  // The root that a leaf and its neighbours make, RFC 9162 section 2.1.3.2; null if the path is not of this place.
  function rootFrom(leaf, index, count, path) {
    let fn = index, sn = count - 1, r = leaf;
    if (fn > sn) return null;
    for (const p of path) {
      if (sn === 0) return null;
      if (fn & 1 || fn === sn) {
        r = sha256(join([1], unhex(p), r));
        while (!(fn & 1) && fn !== 0) { fn >>= 1; sn >>= 1; }
      } else r = sha256(join([1], r, unhex(p)));
      fn >>= 1; sn >>= 1;
    }
    return sn === 0 ? hex(r) : null;
  }

  function receipt(text, bundle) {
    let r;
    try { r = JSON.parse(text); } catch { return { ok: false, part: 'format' }; }
    const refuse = (part) => ({ ok: false, part });
    if (r === null || typeof r !== 'object' || Object.keys(r).length !== Object.keys(shape).length) return refuse('format');
    for (const [name, good] of Object.entries(shape)) if (!Object.hasOwn(r, name) || !good(r[name])) return refuse(name);
    if (bundle) {
      const h = bundle.header;
      if (h.round !== r.round) return refuse('round');
      if (shaHex(headerText(h)) !== r.commitment) return refuse('commitment');
      if (h.entries_root !== r.root) return refuse('root');
      if (h.counts.entries !== r.count) return refuse('count');
    }
    const leaf = sha256(join([0], unhex(r.salt), utf8(r.record)));
    if (hex(leaf) !== r.leaf) return refuse('leaf');
    if (rootFrom(leaf, r.index, r.count, r.path) !== r.root) return refuse('path');
    const entry = r.record.slice('entry='.length, r.record.indexOf('\n'));
    return {
      ok: true, part: '', entry, record: r.record, commitment: r.commitment, round: r.round, known: !!bundle,
      row: bundle ? bundle.result.rows.find((x) => x.entry === entry) || null : null,
      dropped: bundle ? bundle.dropped.find((x) => x.id === entry) || null : null,
    };
  }
  home.receipt = receipt;
  if (typeof module === 'object') module.exports = { receipt };
})();
