// Runs the suites: those that need compilers first, all others inside one network namespace.
//
//   node tests/run.mjs [--long] [NAME[:WORD] ...]
//
// NAME chooses suites by the beginning of their name, WORD files within a suite.
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { installPackages } from '../tools/packages.mjs';
import { insideNamespace } from './namespace.mjs';
import { allSuites, run } from './suites.mjs';

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..');
const context = { root, reports: path.join(root, '.cache/test-reports'), long: false };

async function runSuites(suites) {
  const results = [];
  for (const { name, run: start, words } of suites) {
    console.log(`\n== ${name}`);
    const started = performance.now();
    const result = await start(context, words).catch((error) => {
      console.error(error);
      return { passed: 0, failed: 1, notes: [error.message] };
    });
    results.push({ name, ...result, seconds: (performance.now() - started) / 1000 });
  }
  return results;
}

function choose(suites, chosen) {
  const parsed = chosen.map((text) => text.split(':'));
  for (const [name] of parsed) {
    if (!suites.some((suite) => suite.name.startsWith(name))) {
      throw new Error(`no suite is called ${name}: ${suites.map((s) => s.name).join(', ')}`);
    }
  }
  return suites.flatMap((suite) => {
    const matching = parsed.filter(([name]) => suite.name.startsWith(name));
    // Whatever is chosen stands on a fresh build.
    if (chosen.length > 0 && matching.length === 0 && suite.name !== 'build') return [];
    return [{ ...suite, words: matching.flatMap(([, ...words]) => words) }];
  });
}

/** Starts this program again inside the namespace and reads what it found out. */
async function runInNamespace(args, names) {
  const file = path.join(context.reports, 'inside.json');
  await rm(file, { force: true });
  const self = fileURLToPath(import.meta.url);
  const inside = [process.execPath, self, '--inside', file, ...args];
  await run('unshare', insideNamespace(inside), {
    cwd: root,
    limit: context.long ? 14_400_000 : 1_200_000,
  });
  const text = await readFile(file, 'utf8').catch(() => null);
  if (text !== null) return JSON.parse(text);
  return names.map((name) => ({ name, passed: 0, failed: 1, seconds: 0, notes: ['did not run'] }));
}

function printTable(results) {
  const width = Math.max(...results.map((result) => result.name.length));
  console.log(`\n${'suite'.padEnd(width)}  seconds  passed  failed`);
  for (const { name, seconds, passed, failed, notes } of results) {
    const row = [
      name.padEnd(width),
      seconds.toFixed(1).padStart(7),
      String(passed).padStart(6),
      String(failed).padStart(6),
      notes.join(', '),
    ];
    console.log(row.join('  ').trimEnd());
  }
}

async function main() {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { long: { type: 'boolean' }, inside: { type: 'string' } },
  });
  context.long = values.long === true;
  const suites = choose(await allSuites(root, context.long), positionals);
  await mkdir(context.reports, { recursive: true });

  if (values.inside) {
    const results = await runSuites(suites.filter((suite) => !suite.outside));
    await writeFile(values.inside, JSON.stringify(results));
    return;
  }

  await installPackages(root);
  const results = await runSuites(suites.filter((suite) => suite.outside));
  const inside = suites.filter((suite) => !suite.outside).map((suite) => suite.name);
  const built = results.find((result) => result.name === 'build')?.failed === 0;
  if (inside.length > 0 && built) {
    results.push(...(await runInNamespace(process.argv.slice(2), inside)));
  } else {
    for (const name of inside) {
      results.push({ name, passed: 0, failed: 1, seconds: 0, notes: ['not built'] });
    }
  }
  printTable(results);
  const sum = (field) => results.reduce((total, result) => total + result[field], 0);
  console.log(`\n${sum('passed')} passed, ${sum('failed')} failed`);
  process.exitCode = sum('failed') === 0 && sum('passed') > 0 ? 0 : 1;
}

main().catch((error) => {
  console.error(error.message);
  console.log('0 passed, 1 failed');
  process.exitCode = 1;
});
