// The page around verify.js. It stands alone as index.html, also on a disk, and inside the public page of an operation.
// What is checked never leaves the device.
(function () {
  'use strict';
  const words = {
    en: {
      title: 'Check a draw', lead: 'The file stays on this device. The whole draw is computed again from the published draw.json.', choose: 'draw.json:',
      known: 'Commitment published before the draw, if you have it:', absent: 'The file could not be fetched.',
      mine: 'Your receipt (receipt.json), if you have one:', scanned: 'Or what the code on the paper says:',
      genuine: (r) => `The receipt is genuine: entry ${r.entry} was in the frozen list with these facts.`, got: (r) => `It received dwelling ${r.row.dwelling}, at place ${r.row.line} in line.`, waits: (r) => `It waits at place ${r.row.place} for ${r.row.stratum}.`,
      left: (r) => `It dropped out before the draw (${r.dropped.reason}).`, alone: (r) => `Check the published draw.json as well to see whether the list is the published one. The receipt names the commitment ${r.commitment}.`, forged: (part) => `The receipt proves nothing: its ${part} does not fit.`,
      good: (r) => `Verified. In round ${r.round} ${r.allocated} of ${r.entries} entries received a dwelling. Commitment ${r.commitment}.`,
      bad: (what) => `Not verified. This does not hold: ${what}.`,
      checks: {
        format: 'the form of the file', header: 'what was laid down before the draw', lists: 'the lists are whole', counts: 'the counts', entries_root: 'the frozen entries',
        dwellings_root: 'the frozen dwellings', commitment: 'the commitment', dropped: 'who dropped out', closing: 'the closing number', drawn: 'lots have been drawn',
        seed: 'the seed follows from the sources of chance', result: 'the result follows from lists and seed', seal: 'the seal', published: 'the numbers published before',
      },
    },
    az: {
      title: 'Püşkün yoxlanması', lead: 'Fayl bu cihazdan kənara çıxmır. Bütün püşk dərc olunmuş draw.json faylından yenidən hesablanır.', choose: 'draw.json:',
      known: 'Püşkdən əvvəl elan olunmuş nəzarət ədədi (varsa):', absent: 'Faylı almaq mümkün olmadı.',
      mine: 'Qəbziniz (receipt.json), varsa:', scanned: 'Və ya kağızdakı kodun mətni:',
      genuine: (r) => `Qəbz həqiqidir: ${r.entry} iştirakçı qeydi bu məlumatlarla dondurulmuş siyahıda olub.`, got: (r) => `Növbədə ${r.row.line}-ci yerdə idi, ${r.row.dwelling} mənzilini alıb.`, waits: (r) => `${r.row.stratum} üçün ${r.row.place}-ci yerdə gözləyir.`,
      left: (r) => `Püşkdən əvvəl kənarda qalıb (${r.dropped.reason}).`, alone: (r) => `Siyahının dərc olunan siyahı olduğunu görmək üçün dərc olunmuş draw.json faylını da yoxlayın. Qəbzdəki nəzarət ədədi: ${r.commitment}.`, forged: (part) => `Qəbz heç nəyi sübut etmir: ${part} uyğun gəlmir.`,
      good: (r) => `Yoxlanıldı. ${r.round} bölgüsündə ${r.entries} iştirakçı qeydi üzrə ${r.allocated} mənzil ayrılıb. Nəzarət ədədi ${r.commitment}.`,
      bad: (what) => `Təsdiqlənmədi. Bu uyğun gəlmir: ${what}.`,
      checks: {
        format: 'faylın forması', header: 'püşkdən əvvəl müəyyən edilənlər', lists: 'siyahıların tamlığı', counts: 'saylar', entries_root: 'dondurulmuş iştirakçı qeydləri',
        dwellings_root: 'dondurulmuş mənzillər', commitment: 'nəzarət ədədi', dropped: 'iştirakdan çıxanlar', closing: 'bağlanış ədədi', drawn: 'püşk atılıb',
        seed: 'başlanğıc ədəd təsadüf mənbələrindən alınır', result: 'nəticə siyahılardan və başlanğıc ədəddən alınır', seal: 'möhür', published: 'əvvəl elan olunmuş ədədlər',
      },
    },
    hy: {
      title: 'Վիճակահանության ստուգում', lead: 'Ֆայլը մնում է այս սարքում։ Ամբողջ վիճակահանությունը վերահաշվարկվում է հրապարակված draw.json ֆայլից։', choose: 'draw.json՝',
      known: 'Վիճակահանությունից առաջ հրապարակված ստուգիչ թիվը, եթե ունեք՝', absent: 'Ֆայլը ստանալ չհաջողվեց։',
      mine: 'Ձեր անդորրագիրը (receipt.json), եթե ունեք՝', scanned: 'Կամ թղթի վրայի կոդի տեքստը՝',
      genuine: (r) => `Անդորրագիրն իսկական է. ${r.entry} գրառումն այս տվյալներով եղել է սառեցված ցուցակում։`, got: (r) => `Հերթում ${r.row.line}-րդ տեղում էր և ստացել է ${r.row.dwelling} բնակարանը։`, waits: (r) => `Սպասում է ${r.row.place}-րդ տեղում՝ ${r.row.stratum}։`,
      left: (r) => `Դուրս է մնացել վիճակահանությունից առաջ (${r.dropped.reason})։`, alone: (r) => `Ստուգեք նաև հրապարակված draw.json-ը՝ տեսնելու համար, որ ցուցակը հրապարակվածն է։ Անդորրագրի ստուգիչ թիվը՝ ${r.commitment}։`, forged: (part) => `Անդորրագիրը ոչինչ չի ապացուցում. ${part} չի համապատասխանում։`,
      good: (r) => `Ստուգված է։ ${r.round} բաշխման ժամանակ մասնակցության ${r.entries} գրառման համար հատկացվել է ${r.allocated} բնակարան։ Ստուգիչ թիվը՝ ${r.commitment}։`,
      bad: (what) => `Չի հաստատվել։ Չի համապատասխանում՝ ${what}։`,
      checks: {
        format: 'ֆայլի ձևը', header: 'վիճակահանությունից առաջ սահմանվածը', lists: 'ցուցակների ամբողջականությունը', counts: 'քանակները', entries_root: 'սառեցված գրառումները',
        dwellings_root: 'սառեցված բնակարանները', commitment: 'ստուգիչ թիվը', dropped: 'դուրս մնացածները', closing: 'փակման թիվը', drawn: 'վիճակահանությունը կայացել է',
        seed: 'սկզբնական թիվը բխում է պատահականության աղբյուրներից', result: 'արդյունքը բխում է ցուցակներից և սկզբնական թվից', seal: 'կնիքը', published: 'նախապես հրապարակված թվերը',
      },
    },
    ru: {
      title: 'Проверка жеребьёвки', lead: 'Файл остаётся на этом устройстве. Вся жеребьёвка вычисляется заново из опубликованного draw.json.', choose: 'draw.json:',
      known: 'Контрольное число, объявленное до жеребьёвки, если оно у вас есть:', absent: 'Не удалось получить файл.',
      mine: 'Ваша квитанция (receipt.json), если она у вас есть:', scanned: 'Или текст кода на бумаге:',
      genuine: (r) => `Квитанция подлинная: запись ${r.entry} с этими данными была в зафиксированном списке.`, got: (r) => `Она стояла в очереди на месте ${r.row.line} и получила жильё ${r.row.dwelling}.`, waits: (r) => `Она ждёт на месте ${r.row.place}: ${r.row.stratum}.`,
      left: (r) => `Она выбыла до жеребьёвки (${r.dropped.reason}).`, alone: (r) => `Проверьте и опубликованный draw.json, чтобы увидеть, что это тот самый список. Контрольное число в квитанции: ${r.commitment}.`, forged: (part) => `Квитанция ничего не доказывает: не сходится ${part}.`,
      good: (r) => `Проверено. В распределении ${r.round} на записей участников: ${r.entries} — выделено жилья: ${r.allocated}. Контрольное число ${r.commitment}.`,
      bad: (what) => `Не подтверждено. Не сходится: ${what}.`,
      checks: {
        format: 'форма файла', header: 'установленное до жеребьёвки', lists: 'полнота списков', counts: 'количества', entries_root: 'зафиксированные записи участников',
        dwellings_root: 'зафиксированное жильё', commitment: 'контрольное число', dropped: 'выбывшие', closing: 'число закрытия', drawn: 'жеребьёвка состоялась',
        seed: 'начальное число следует из источников случайности', result: 'результат следует из списков и начального числа', seal: 'печать', published: 'числа, объявленные заранее',
      },
    },
  };
  const root = document.documentElement, at = (id) => document.getElementById(id);
  const lang = [root.lang, ...(navigator.languages || [])].map((l) => l.slice(0, 2)).find((l) => words[l]) || 'en', say = words[lang];
  root.lang = lang;
  for (const id of ['title', 'lead', 'choose', 'known', 'mine', 'scanned']) if (at(id)) at(id).textContent = say[id]; // words that the page has not got yet

  function tell(ok, sentence, checks) {
    at('verdict').className = ok ? at('verdict').dataset.yes : at('verdict').dataset.no;
    at('verdict').hidden = false;
    at('sentence').textContent = sentence;
    at('checks').replaceChildren(...checks);
  }
  function line(name, failed, why) {
    const li = Object.assign(document.createElement('li'), { textContent: (failed ? '✗ ' : '✓ ') + say.checks[name], className: failed ? 'no' : '' });
    if (why) li.append(' ', Object.assign(document.createElement('small'), { lang: 'en', textContent: `(${name}: ${why})` }));
    return li;
  }
  let bytes = null, paper = '';
  // A receipt is checked against the draw that was verified; without one, for what it proves by itself.
  function lookAtReceipt(bundle) {
    if (!paper.trim()) {
      at('mine-verdict').hidden = true;
      return;
    }
    const r = homewardDraw.receipt(paper, bundle), fate = r.dropped ? say.left : r.row && r.row.dwelling ? say.got : r.row ? say.waits : say.alone;
    at('mine-verdict').className = r.ok ? at('mine-verdict').dataset.yes : at('mine-verdict').dataset.no;
    at('mine-verdict').hidden = false;
    at('mine-sentence').textContent = r.ok ? `${say.genuine(r)} ${fate(r)}` : say.forged(r.part);
  }
  function look() {
    if (!bytes) return lookAtReceipt(null);
    const known = at('commitment').value.replace(/\s+/g, '').toLowerCase(); // printed in groups
    const r = homewardDraw.verify(bytes, { commitment: known }), lines = r.checks.map((name) => line(name, false));
    if (!r.ok) lines.push(line(r.check, true, r.why));
    tell(r.ok, r.ok ? say.good(r) : say.bad(say.checks[r.check]), lines);
    lookAtReceipt(r.ok ? JSON.parse(new TextDecoder().decode(bytes)) : null);
  }
  async function choose() {
    const file = at('file').files[0];
    bytes = file ? new Uint8Array(await file.arrayBuffer()) : null;
    look();
  }
  async function fetchIt() {
    try {
      const answer = await fetch(at('fetch').dataset.bundle);
      if (!answer.ok) throw new Error(answer.statusText);
      bytes = new Uint8Array(await answer.arrayBuffer());
    } catch {
      bytes = null;
      tell(false, say.absent, []);
    }
    look();
  }
  async function chooseReceipt() {
    const file = at('receipt-file').files[0];
    paper = file ? await file.text() : '';
    at('receipt').value = paper;
    look();
  }
  at('file').onchange = choose;
  at('receipt-file').onchange = chooseReceipt;
  at('receipt').oninput = () => { paper = at('receipt').value; look(); };
  at('commitment').onchange = look;
  if (at('fetch')) Object.assign(at('fetch'), { hidden: false, onclick: fetchIt });
})();
