import type { ChildProcess } from 'node:child_process';

// Whether a process that does not finish loading its package computes, or waits: one that computes answers nothing.

const PROBE = { heddle: 'are you there' } as const;
export const PROBE_ANSWER = { heddle: 'here' } as const;

/** Long enough for a process that has no more than a slow machine to blame. */
const ANSWER_MS = 1000;

export function isProbe(message: unknown): boolean {
    return isMessage(message, PROBE.heddle);
}

/** Asks a process that answers by `PROBE_ANSWER` if its event loop turns. */
export function probe(child: ChildProcess): Promise<'computes' | 'waits'> {
    return new Promise((resolve) => {
        const settle = (how: 'computes' | 'waits'): void => {
            clearTimeout(timer);
            child.off('message', answered);
            resolve(how);
        };
        const answered = (message: unknown): void => {
            if (isMessage(message, PROBE_ANSWER.heddle)) settle('waits');
        };
        const timer = setTimeout(settle, ANSWER_MS, 'computes');
        child.on('message', answered);
        // One that has ended takes no message.
        child.send(PROBE, () => undefined);
    });
}

function isMessage(message: unknown, text: string): boolean {
    return typeof message === 'object' && message !== null && 'heddle' in message && message.heddle === text;
}
