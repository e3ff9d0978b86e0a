// Installs the npm packages of package-lock.json, when some are missing.
import { spawnSync } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import path from 'node:path';

async function lockedPackages(file) {
  const text = await readFile(file, 'utf8').catch(() => '{}');
  return JSON.parse(text).packages ?? {};
}

/** True when node_modules holds every package of the lock file in the locked version. */
async function complete(root) {
  const wanted = await lockedPackages(path.join(root, 'package-lock.json'));
  const present = await lockedPackages(path.join(root, 'node_modules/.package-lock.json'));
  return Object.entries(wanted).every(
    ([place, entry]) =>
      !place.startsWith('node_modules/') ||
      entry.optional === true ||
      entry.link === true ||
      present[place]?.version === entry.version,
  );
}

/** Returns once all packages are there; throws when npm fails. */
export async function installPackages(root) {
  if (await complete(root)) return;
  const done = spawnSync('npm', ['ci', '--no-progress', '--loglevel=error'], {
    cwd: root,
    stdio: ['ignore', 2, 2],
  });
  if (done.error) throw new Error(`npm could not be started: ${done.error.message}`);
  if (done.status !== 0) throw new Error('npm ci failed; its reason stands above');
}
