// A node:test reporter for tests/run.mjs: one JSON line per test, {name, ok, skipped, seconds}.
// node reports a file as a test when it crashes, and also when it holds no test: both are failures.
import path from 'node:path';

export default async function* report(events) {
  for await (const { type, data } of events) {
    if (type !== 'test:pass' && type !== 'test:fail') continue;
    if (data.details?.type === 'suite') continue;
    const line = {
      name: data.name,
      ok: type === 'test:pass' && !path.isAbsolute(data.name),
      skipped: data.skip !== undefined || data.todo !== undefined,
      seconds: (data.details?.duration_ms ?? 0) / 1000,
    };
    yield `${JSON.stringify(line)}\n`;
  }
}
