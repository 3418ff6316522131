// Reads a running site with the libraries that others would read it with, and says what they made of it:  node clients.mjs http://127.0.0.1:5080 FOLDER
// Prints one line of JSON: what was counted, and every fault. FOLDER takes what the type checker of schema.org looks at.
import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { parseAtomFeed } from 'feedsmith';
import jsonld from 'jsonld';
import oai from 'oai-pmh';
import robotsParser from 'robots-parser';
import { ErrorLevel, XMLToSitemapIndexStream, XMLToSitemapItemStream } from 'sitemap';

const [site, folder] = process.argv.slice(2);
const faults = [], counts = {};
const check = (holds, fault) => { if (!holds) faults.push(fault); };

async function text(path, headers = {}) {
  const answer = await fetch(new URL(path, site), { headers });
  check(answer.ok, `${path} answers ${answer.status}`);
  return answer.text();
}

/** Feed readers: each entry has what a reader shows, and identifiers are its own. */
async function feeds() {
  for (const path of ['/instruments.atom', '/instruments.atom?q=%E8%B4%A8%E8%B0%B1', '/feeds/new.atom', '/feeds/changed.atom', '/feeds/exited.atom', '/en/feeds/new.atom']) {
    const feed = parseAtomFeed(await text(path));
    const entries = feed.entries ?? [];
    counts[`entries of ${path}`] = entries.length;
    check(feed.id && feed.title && feed.updated, `${path}: no id, title or date`);
    check(entries.every(e => e.id && e.title && !Number.isNaN(Date.parse(e.updated)) && e.links?.some(l => l.rel === 'alternate' && URL.canParse(l.href))), `${path}: an entry lacks something`);
    check(new Set(entries.map(e => e.id)).size === entries.length, `${path}: an identifier twice`);
  }
}

/** Search engines: what robots may read, and that the map of the site leads to it. */
async function crawling() {
  const robots = robotsParser(new URL('/robots.txt', site).href, await text('/robots.txt'));
  const maps = robots.getSitemaps();
  check(maps.length > 0, 'robots.txt names no sitemap');
  const pages = [];
  for (const map of maps) {
    for (const part of await items(await text(map), XMLToSitemapIndexStream)) {
      pages.push(...await items(await text(part.url), XMLToSitemapItemStream));
    }
  }
  counts.pages = pages.length;
  counts.instruments = pages.filter(p => /\/instruments\/[A-Z]+-\d+$/.test(new URL(p.url).pathname)).length;
  check(new Set(pages.map(p => p.url)).size === pages.length, 'the sitemap names a page twice');
  check(pages.every(p => robots.isAllowed(p.url, 'any')), 'the sitemap names what robots may not read');
  check(['/preferences', '/sign-in'].every(p => robots.isDisallowed(new URL(p, site).href, 'any')), 'robots may follow what only serves people');
}

async function items(xml, Parser) {
  const found = [];
  for await (const item of Readable.from([xml]).pipe(new Parser({ level: ErrorLevel.THROW }))) found.push(item);
  return found;
}

/** A harvester of OAI-PMH takes everything, part by part, in each format. */
async function harvest() {
  const harvester = new oai.OaiPmh(new URL('/oai', site).href);
  const who = await harvester.identify();
  check(who.protocolVersion === '2.0' && who.repositoryName && who.earliestDatestamp && who.granularity, 'Identify lacks something');
  const all = async list => { const found = []; for await (const item of list) found.push(item); return found; };
  const formats = await harvester.listMetadataFormats();
  const heads = await all(harvester.listIdentifiers({ metadataPrefix: 'oai_dc' }));
  counts.heads = heads.length;
  counts.deleted = heads.filter(h => h.$?.status === 'deleted').length;
  for (const { metadataPrefix } of formats) {
    const records = await all(harvester.listRecords({ metadataPrefix }));
    check(records.length === heads.length, `${metadataPrefix}: ${records.length} records for ${heads.length} heads`);
    check(records.every(r => (r.header.$?.status === 'deleted') === !r.metadata), `${metadataPrefix}: a record without metadata that is not deleted, or the other way`);
    const one = await harvester.getRecord(heads[0].identifier, metadataPrefix);
    check(one.header.identifier === heads[0].identifier, `${metadataPrefix}: GetRecord gives another one`);
  }
  counts.formats = formats.length;
  check(counts.instruments === 2 * (counts.heads - counts.deleted), 'the sitemap and the harvest know different instruments');
}

/** Search engines that read JSON-LD: each block is one that the processor understands, and has only properties that schema.org gives to its type. */
async function linkedData() {
  const vocabulary = 'https://schema.org/';
  const documentLoader = url => ({ documentUrl: url, document: { '@context': { '@vocab': vocabulary } } });
  const organisation = JSON.parse(await text('/api/v1/organisations?size=1')).items[0].reference;
  const instrument = JSON.parse(await text('/api/v1/instruments?size=1')).items[0].reference;
  const blocks = [];
  for (const path of ['/', '/en', `/instruments/${instrument}`, `/en/instruments/${instrument}`, `/organisations/${organisation}`, '/data', '/classes']) {
    for (const [, block] of (await text(path)).matchAll(/<script type="application\/ld(?:\+|&#x2B;)json">(.*?)<\/script>/gs)) blocks.push(JSON.parse(block));
  }
  blocks.push(JSON.parse(await text(`/instruments/${instrument}`, { accept: 'application/ld+json' })));
  for (const block of blocks) {
    const [thing] = await jsonld.expand(block, { documentLoader, safe: true });
    check(thing['@type']?.every(t => t.startsWith(vocabulary)), `${block['@type']} is no type of schema.org`);
  }
  counts.blocks = blocks.length;
  counts.types = [...new Set(blocks.map(b => b['@type']))].sort();
  const file = join(folder, 'blocks.ts');
  const types = createRequire(import.meta.url).resolve('schema-dts').replace(/schema\.js$/, 'schema.d.ts');
  writeFileSync(file, `import type * as S from ${JSON.stringify(types.replace(/\.d\.ts$/, '.js'))};\n` +
    `// Google's form of a search action has a property of its own.\ntype SearchAction = S.SearchAction & { 'query-input'?: string };\n` +
    blocks.map((b, i) => `export const b${i}: S.WithContext<S.${b['@type']}> = ${JSON.stringify(b, null, 1).replace(/^\s*"query-input".*\n/m, '').replace(/,(\s*})/g, '$1')};`).join('\n'));
  try {
    execFileSync(process.execPath, [createRequire(import.meta.url).resolve('typescript/bin/tsc'), '--noEmit', '--strict', '--skipLibCheck', '--module', 'nodenext', file], { encoding: 'utf8' });
  } catch (error) {
    faults.push(...`${error.stdout}`.trim().split('\n').slice(0, 12));
  }
}

for (const part of [feeds, crawling, harvest, linkedData]) {
  try { await part(); } catch (error) { faults.push(`${part.name}: ${error?.stack ?? error}`); }
}
console.log(JSON.stringify({ counts, faults }));
