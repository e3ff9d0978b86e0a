// Runs the tests of ./run and ./test themselves.
import { chosen, readArguments, runTests } from '../nodeTests.mjs';

async function main() {
  const { words, report } = readArguments();
  const files = chosen(['tests/commands/run.test.mjs', 'tests/commands/test.test.mjs'], words);
  process.exitCode = await runTests(files, { report, options: ['--test-concurrency=1'] });
}

main().catch((error) => {
  console.error(`command tests failed: ${error.message}`);
  process.exitCode = 1;
});
