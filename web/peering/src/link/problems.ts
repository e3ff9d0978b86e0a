import type { LinkProblem } from '../room/snapshots.ts';

const nothingMore = 'Nothing is sent or shown on it. Everyone else talks on.';

export function refusedProblem(reason: string): LinkProblem {
  return {
    code: 'refused',
    cause:
      "This connection was refused: what arrived was not from someone with the room's link, or was changed on the way.",
    doing: nothingMore,
    details: reason,
  };
}

export function refusedByPeerProblem(): LinkProblem {
  return {
    code: 'refused-by-peer',
    cause:
      "The other browser refused this connection: what reached it was not from someone with the room's link, or was changed on the way.",
    doing: nothingMore,
    details: 'bye: refused',
  };
}

export function endedByPeerProblem(): LinkProblem {
  return {
    code: 'ended-by-peer',
    cause: 'The other side ended this connection.',
    doing: 'Hearth waits for news from there.',
    details: 'bye',
  };
}

/** Why no way was found, as far as the states of the connection tell. */
export function unreachableProblem(facts: {
  isAnswered: boolean;
  candidateKinds: ReadonlySet<string>;
  hasRelay: boolean;
  state: string;
}): LinkProblem {
  const { isAnswered, candidateKinds, hasRelay, state } = facts;
  const kinds = [...candidateKinds].join(', ') || 'none';
  const doing = 'Hearth tries again every half minute.';
  const details = `state: ${state}; local candidates: ${kinds}; relay: ${hasRelay ? 'yes' : 'no'}`;
  if (!isAnswered)
    return { code: 'no-answer', cause: 'The other browser has not answered yet.', doing, details };
  if (candidateKinds.size === 0)
    return {
      code: 'no-network',
      cause: 'This browser found no network to connect over.',
      doing,
      details,
    };
  if (hasRelay)
    return {
      code: 'no-way-over-relay',
      cause: 'No way between the two networks was found, not even over the relay.',
      doing,
      details,
    };
  return {
    code: 'no-way',
    cause: 'No direct way between the two networks was found, and this server offers no relay.',
    doing,
    details,
  };
}
