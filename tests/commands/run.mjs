// Runs the tests of ./run and ./test themselves.
import { chosen, readArguments, runTests } from '../nodeTests.mjs';

async function main() {
  const { words, report } = readArguments();
  const names = ['run', 'https', 'test'].map((name) => `tests/commands/${name}.test.mjs`);
  const files = chosen(names, words);
  process.exitCode = await runTests(files, { report, options: ['--test-concurrency=1'] });
}

main().catch((error) => {
  console.error(`command tests failed: ${error.message}`);
  process.exitCode = 1;
});
