import { execFileSync } from 'node:child_process';

const project = 'bench/Hearth.SignalLoad';

/**
 * What `/signal` takes and costs: relayed messages a second, server CPU a message, latency, memory of an idle
 * connection, and how long it takes until everybody is back after a restart. The server has one core, the load another.
 */
export async function measure([connections = '5000']: readonly string[]): Promise<object> {
  const quiet = ['-c', 'Release', '-clp:ErrorsOnly', '-nologo'];
  execFileSync('dotnet', ['build', project, ...quiet], { stdio: ['ignore', 'ignore', 'inherit'] });
  const load = `${project}/bin/Release/net10.0/Hearth.SignalLoad.dll`;
  const server = process.env.HEARTH_SERVER ?? '';
  const printed = execFileSync('taskset', ['-c', '1', 'dotnet', load, server, connections], {
    encoding: 'utf8',
  });
  return JSON.parse(printed) as object;
}
