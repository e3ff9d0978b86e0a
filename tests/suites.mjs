// The suites of ./test. Each returns {passed, failed, notes}; a suite that reports no test, skips
// one, crashes or takes too long has failed.
import { spawn } from 'node:child_process';
import { mkdir, readdir, readFile, rm, stat } from 'node:fs/promises';
import path from 'node:path';

/** No suite may hold up the others for longer. */
const limits = { usual: 900_000, long: 7_200_000 };

/** Runs a program to its end; `limit` in milliseconds ends it and all it started. */
export function run(command, args, { cwd, env = {}, limit = limits.usual } = {}) {
  return new Promise((resolve) => {
    const child = spawn(command, args, {
      cwd,
      env: { ...process.env, ...env },
      stdio: ['ignore', 'inherit', 'inherit'],
      detached: true,
    });
    const killGroup = () => process.kill(-child.pid, 'SIGKILL');
    const timer = setTimeout(killGroup, limit);
    const stop = () => {
      killGroup();
      process.exit(130);
    };
    process.once('SIGINT', stop);
    process.once('SIGTERM', stop);
    const finish = (code) => {
      clearTimeout(timer);
      process.off('SIGINT', stop);
      process.off('SIGTERM', stop);
      resolve(code);
    };
    child.on('error', (error) => {
      console.error(`${command}: ${error.message}`);
      finish(1);
    });
    child.on('exit', (code, signal) => finish(signal === null ? code : 1));
  });
}

/** What a report says together with the exit code of the program that wrote it. */
function judge({ passed, failed, skipped }, code) {
  const notes = [];
  let failures = failed;
  if (skipped > 0) {
    failures += skipped;
    notes.push(`${skipped} skipped`);
  }
  if (passed + failed + skipped === 0) {
    failures += 1;
    notes.push('no test reported');
  } else if (code !== 0 && failed === 0) {
    failures += 1;
    notes.push(`ended with code ${code}`);
  }
  return { passed, failed: failures, notes };
}

async function readNodeReport(file) {
  const text = await readFile(file, 'utf8').catch(() => '');
  const tests = text
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line));
  return {
    passed: tests.filter((test) => test.ok && !test.skipped).length,
    failed: tests.filter((test) => !test.ok && !test.skipped).length,
    skipped: tests.filter((test) => test.skipped).length,
  };
}

async function readTrx(file) {
  const text = await readFile(file, 'utf8').catch(() => '');
  const results = [...text.matchAll(/<UnitTestResult\b[^>]*\boutcome="(\w+)"/g)].map((m) => m[1]);
  const passed = results.filter((outcome) => outcome === 'Passed').length;
  const skipped = results.filter((outcome) => outcome === 'NotExecuted').length;
  return { passed, skipped, failed: results.length - passed - skipped };
}

/** A program that writes a report of its tests to the file it is given. */
async function reported(context, name, read, start) {
  const file = path.join(context.reports, name);
  await mkdir(context.reports, { recursive: true });
  await rm(file, { force: true });
  const code = await start(file);
  return judge(await read(file), code);
}

/** Programs of which each counts as one test. */
async function steps(context, list) {
  const notes = [];
  for (const [what, command, args] of list) {
    if ((await run(command, args, { cwd: context.root })) !== 0) notes.push(what);
  }
  return { passed: list.length - notes.length, failed: notes.length, notes };
}

function formatSuite(context) {
  return steps(context, [
    ['biome', 'node_modules/.bin/biome', ['ci', '--error-on-warnings', '.']],
    ['dotnet format', 'dotnet', ['format', 'whitespace', '.', '--folder', '--verify-no-changes']],
  ]);
}

function buildSuite(context) {
  return steps(context, [
    ['dotnet restore', 'dotnet', ['restore', 'Hearth.slnx', '--locked-mode', '-v:q', '-nologo']],
    ['web build', process.execPath, ['web/build.mjs']],
    [
      'dotnet build',
      'dotnet',
      ['build', 'Hearth.slnx', '-c', 'Release', '--no-restore', '-clp:ErrorsOnly', '-nologo'],
    ],
    ['web test types', 'node_modules/.bin/tsc', ['-p', 'web/tsconfig.test.json']],
    ['browser test types', 'node_modules/.bin/tsc', ['-p', 'tests/browser/tsconfig.json']],
    ['server', 'bash', ['tools/built-server.sh']],
  ]);
}

function dotnetSuite(name) {
  return async (context) => {
    const program = path.join(context.root, 'tests', name, 'bin/Release/net10.0', name);
    return reported(context, `${name}.trx`, readTrx, (file) =>
      run(program, ['-noLogo', '-trx', file], { cwd: context.root }),
    );
  };
}

function nodeSuite(script) {
  return (context, words) =>
    reported(context, `${script.replaceAll('/', '-')}.jsonl`, readNodeReport, (file) =>
      run(
        process.execPath,
        [script, '--no-check', '--report', file, ...(context.long ? ['--long'] : []), ...words],
        { cwd: context.root, limit: context.long ? limits.long : limits.usual },
      ),
    );
}

/** All suites in their order; those with `outside` need the network or the compilers. */
export async function allSuites(root, long) {
  if (long) {
    return [
      { name: 'build', outside: true, run: buildSuite },
      { name: 'long', run: nodeSuite('tests/browser/run.mjs') },
    ];
  }
  const folders = await readdir(path.join(root, 'tests'));
  const dotnet = [];
  for (const name of folders.filter((folder) => /^Hearth\..*\.Tests$/.test(folder)).sort()) {
    const project = await stat(path.join(root, 'tests', name, `${name}.csproj`)).catch(() => null);
    if (project !== null) dotnet.push({ name, run: dotnetSuite(name) });
  }
  return [
    { name: 'format', outside: true, run: formatSuite },
    { name: 'build', outside: true, run: buildSuite },
    ...dotnet,
    { name: 'web', run: nodeSuite('web/test.mjs') },
    { name: 'commands', run: nodeSuite('tests/commands/run.mjs') },
    { name: 'browser', run: nodeSuite('tests/browser/run.mjs') },
  ];
}
