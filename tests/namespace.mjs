// The network namespace of tests and benchmarks: loopback and one veth pair. Browsers find a
// network there, and nothing reaches the outside.
import { spawnSync } from 'node:child_process';

const network = [
  'ip link set lo up',
  'ip link add v0 type veth peer name v1',
  'ip addr add 10.9.0.1/24 dev v0',
  'ip link set v0 up',
  'ip link set v1 up',
  'ip route add default via 10.9.0.2',
].join(' && ');

/** Options of unshare: with a process namespace too, so that no browser outlives a suite. */
function options() {
  const user = process.getuid?.() === 0 ? [] : ['-r'];
  const whole = [...user, '-n', '--pid', '--fork', '--kill-child', '--mount-proc'];
  // Some containers forbid mounting /proc; the network is what the tests need.
  return spawnSync('unshare', [...whole, 'true']).status === 0 ? whole : [...user, '-n'];
}

/** Arguments of `unshare` that run a command inside a fresh namespace. */
export function insideNamespace(command) {
  return [...options(), '--', 'bash', '-c', `${network} && exec "$@"`, 'bash', ...command];
}
