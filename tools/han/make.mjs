// Writes CityPacks/common/han/*.tsv: readings without tones, and traditional forms of simplified characters. Run by bin/han.
import fs from 'node:fs';
import { pinyin } from 'pinyin-pro';
import * as OpenCC from 'opencc-js';

const folder = process.argv[2];
const characters = Array.from({ length: 0x9fa5 - 0x4e00 + 1 }, (_, i) => String.fromCodePoint(0x4e00 + i));
const plain = (text) => text.replaceAll('ü', 'v').normalize('NFD').replace(/[\u0300-\u036f]/g, '').toLowerCase();

const first = new Map();
const others = new Map();
for (const character of characters) {
  const readings = [...new Set(pinyin(character, { toneType: 'none', multiple: true, v: true }).split(' ').map(plain))].filter((r) => /^[a-z]+$/.test(r));
  if (readings.length === 0) continue;
  add(first, readings[0], character);
  readings.slice(1).forEach((r) => add(others, r, character));
}

const toSimplified = ['t', 'tw', 'hk'].map((from) => OpenCC.Converter({ from, to: 'cn' }));
const traditional = new Map();
for (const character of characters) {
  const simplified = toSimplified.map((convert) => convert(character)).find((c) => c !== character);
  // 么 is simplified itself, of 麼: 什么 must not become 什幺.
  if (simplified && [...simplified].length === 1 && character !== '么') add(traditional, simplified, character);
}

write('pinyin.tsv', first);
write('pinyin-other.tsv', others);
write('traditional.tsv', traditional);

function add(map, key, character) { map.set(key, (map.get(key) ?? '') + character); }

function write(name, map) {
  const lines = [...map].sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0)).map(([key, all]) => `${key}\t${all}`);
  fs.writeFileSync(`${folder}/${name}`, lines.join('\n') + '\n');
}
