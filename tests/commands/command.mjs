import { spawn } from 'node:child_process';
import { chmod, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';

/** A command that was started: what it prints, how it ends. Ended with the test at the latest. */
export class Command {
  output = '';
  #child;
  #ended;
  #heard = new Set();

  constructor(test, program, args, options = {}) {
    this.#child = spawn(program, args, { ...options, stdio: ['ignore', 'pipe', 'pipe'] });
    const hear = (chunk) => {
      this.output += chunk;
      for (const listener of this.#heard) listener();
    };
    this.#child.stdout.on('data', hear);
    this.#child.stderr.on('data', hear);
    this.#ended = new Promise((resolve, reject) => {
      this.#child.once('error', reject);
      this.#child.once('close', (code) => resolve(code));
    });
    test.after(() => this.stop());
  }

  /** Resolves to the match once the output holds it; rejects when the command ends before. */
  async prints(pattern) {
    const printed = new Promise((resolve) => {
      const look = () => {
        const match = pattern.exec(this.output);
        if (match) resolve(match);
      };
      this.#heard.add(look);
      look();
    });
    const ended = this.#ended.then((code) => {
      throw new Error(`ended with ${code} before it printed ${pattern}:\n${this.output}`);
    });
    return Promise.race([printed, ended]);
  }

  /** Resolves to the exit code. */
  ends() {
    return this.#ended;
  }

  async stop() {
    this.#child.kill('SIGTERM');
    await this.#ended;
  }
}

export async function temporaryFolder(test) {
  const folder = await mkdtemp(path.join(tmpdir(), 'hearth commands '));
  test.after(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

/** A folder for PATH that holds only these programs; a text in place of a path is a script. */
export async function programs(test, entries) {
  const folder = await temporaryFolder(test);
  for (const [name, content] of Object.entries(entries)) {
    const file = path.join(folder, name);
    if (content.startsWith('/')) {
      await symlink(content, file);
    } else {
      await writeFile(file, `#!/bin/bash\n${content}\n`);
      await chmod(file, 0o755);
    }
  }
  return folder;
}

/** A port that somebody else listens on. */
export async function takenPort(test) {
  const server = createServer();
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  test.after(() => server.close());
  return server.address().port;
}
