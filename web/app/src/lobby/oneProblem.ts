import type { DeviceProblem } from '@hearth/peering';
import { bothDevicesSentences } from '../sentences.ts';

/** What stops the camera often stops the microphone, too: then one sentence is enough. */
export function inOne(problems: readonly DeviceProblem[]): readonly DeviceProblem[] {
  const [first, second] = problems;
  if (first === undefined || first.code !== second?.code) return problems;
  const both = bothDevicesSentences(first.code);
  return both === undefined ? problems : [{ code: first.code, ...both }];
}
