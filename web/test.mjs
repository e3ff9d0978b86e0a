// Runs the TypeScript unit tests, web/*/test/**/*.test.ts, on node:test.
//
//   node web/test.mjs                     all of them
//   node web/test.mjs session link        files whose path contains one of the words
//   node web/test.mjs --report FILE       writes one JSON line per test beside the usual output
//   node web/test.mjs --no-check          leaves the type check out
//
// The tests run with the repository's root as working directory: read vectors from
// `tests/vectors/...`.
import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { chosen, readArguments, root, run, runBundledTests } from '../tests/nodeTests.mjs';

async function testFiles() {
  const found = [];
  for (const folder of ['web/peering/test', 'web/app/test']) {
    const names = await readdir(path.join(root, folder), { recursive: true }).catch(() => []);
    found.push(...names.filter((n) => n.endsWith('.test.ts')).map((n) => path.join(folder, n)));
  }
  return found;
}

async function main() {
  const { words, report, check } = readArguments();
  const files = chosen(await testFiles(), words);
  const compiler = 'node_modules/typescript/bin/tsc';
  const checked = check
    ? run(process.execPath, [compiler, '-p', 'web/tsconfig.test.json'])
    : Promise.resolve(0);
  const tested = await runBundledTests(files, { packages: 'bundle', report });
  process.exitCode = (await checked) || tested;
}

main().catch((error) => {
  console.error(`web tests failed: ${error.message}`);
  process.exitCode = 1;
});
