/** A device that did not start: `what` happened, and what one can do about it. */
export interface DeviceProblem {
  code: string;
  what: string;
  todo: string;
}

type DeviceKind = 'camera' | 'microphone' | 'screen';

/** Puts an error of getUserMedia or getDisplayMedia into sentences. Never throws, whatever the error is. */
export function describeDeviceError(
  error: unknown,
  kind: DeviceKind,
  context: { secure: boolean },
): DeviceProblem {
  const { name, message } = (error ?? {}) as { name?: unknown; message?: unknown };
  const your = kind === 'screen' ? 'Your screen' : `Your ${kind}`;
  if (!context.secure) return insecure(kind);
  switch (name) {
    case 'NotAllowedError':
      return notAllowed(kind, typeof message === 'string' ? message : '');
    case 'SecurityError':
      return problem(
        'blocked-by-policy',
        `This browser does not let this page use the ${kind}.`,
        'Someone who looks after this device may have switched it off. You can join without it.',
      );
    case 'NotFoundError':
    case 'DevicesNotFoundError':
      return problem(
        'not-found',
        kind === 'screen' ? 'There is no screen to share.' : `No ${kind} was found.`,
        kind === 'screen' ? 'Choose a window or a tab instead.' : 'Connect one, then try again.',
      );
    case 'NotReadableError':
    case 'TrackStartError':
      return problem(
        'in-use',
        kind === 'screen' ? 'The screen could not be read.' : `${your} is used by another app.`,
        kind === 'screen' ? 'Try again, or choose a window.' : 'Close it, then try again.',
      );
    case 'OverconstrainedError':
      return problem(
        'not-suitable',
        `The chosen ${kind} is not there any more, or cannot do what was asked.`,
        'Choose another one in the list.',
      );
    case 'AbortError':
      return problem('did-not-start', `${your} did not start.`, 'Try again.');
    default:
      return problem('unknown', `${your} could not be started.`, 'Try again, or join without it.');
  }
}

/** Chromium tells a closed prompt ("Permission dismissed") from a refusal; others only refuse. */
function notAllowed(kind: DeviceKind, message: string): DeviceProblem {
  if (/system/i.test(message)) {
    return problem(
      'denied-by-system',
      `The system settings keep this browser from using the ${kind}.`,
      'Allow it in the privacy settings of this device, then try again.',
    );
  }
  if (kind === 'screen') {
    return problem('not-shared', 'Nothing is shared.', 'Share again when you are ready.');
  }
  if (/dismiss/i.test(message)) {
    return problem(
      'dismissed',
      `The question about your ${kind} was closed without an answer.`,
      'Try again and choose Allow.',
    );
  }
  return problem(
    'denied',
    `This page may not use your ${kind}.`,
    `Allow the ${kind} beside the address bar, then try again.`,
  );
}

function insecure(kind: DeviceKind): DeviceProblem {
  return problem(
    'insecure-context',
    `The browser gives the ${kind} only to pages with a secure address.`,
    'Open this page with https, or on the computer Hearth runs on. You can join without it.',
  );
}

function problem(code: string, what: string, todo: string): DeviceProblem {
  return { code, what, todo };
}
