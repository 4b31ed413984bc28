import { writeSync } from 'node:fs';
import { type Debugger, type InspectorNotification, Session } from 'node:inspector';
import { workerData } from 'node:worker_threads';
import { BEAT_MS, BLOCKED_MS, type BlockReport, REPORT_FD } from './block-report';
import { runningPlace } from './running-place';

// Runs in a thread of the chaincode's process, beside the event loop. Time is counted in turns of this thread, so that a
// machine that sleeps, or is too busy for both, does not count.

const { beats, folder } = workerData as { readonly beats: Int32Array; readonly folder: string };
const MOST_MISSED = BLOCKED_MS / BEAT_MS;
/** What does not stop within so many more is not JavaScript. */
const MOST_WAITED = 2;

/**
 * A stack as the process writes it, by its source maps: also where the function that runs has just asked for another form, as
 * the traps do that look who reads the clock.
 */
const WHOLE_STACK = `(() => {
    const { prepareStackTrace, stackTraceLimit } = Error;
    Error.prepareStackTrace = undefined;
    Error.stackTraceLimit = 50;
    try { return new Error().stack; }
    finally { Error.prepareStackTrace = prepareStackTrace; Error.stackTraceLimit = stackTraceLimit; }
})()`;

let last = -1;
let missed = 0;
let isTold = false;
let isLocating = false;

setInterval(() => {
    const beat = Atomics.load(beats, 0);
    if (beat === last) {
        missed++;
        if (missed === MOST_MISSED + MOST_WAITED) tell({ isBlocked: true });
        else if (missed >= MOST_MISSED && !isTold) locate();
        return;
    }
    last = beat;
    missed = 0;
    if (isTold) report({ isBlocked: false });
    isTold = false;
}, BEAT_MS);

/** Stops the event loop's thread for a moment, and looks at what it runs. */
function locate(): void {
    if (isLocating) return;
    isLocating = true;
    const session = new Session();
    session.connectToMainThread();
    session.once('Debugger.paused', ({ params }: InspectorNotification<Debugger.PausedEventDataType>) => {
        const callFrameId = params.callFrames[0]?.callFrameId ?? '';
        const stack = { callFrameId, expression: WHOLE_STACK, silent: true, returnByValue: true };
        session.post('Debugger.evaluateOnCallFrame', stack, (_, answer?: Debugger.EvaluateOnCallFrameReturnType) => {
            session.post('Debugger.resume', () => {
                session.disconnect();
                isLocating = false;
            });
            const place = runningPlace(String(answer?.result.value), folder);
            // What has gone on meanwhile is not blocked, and between two functions there is another chance.
            if (missed > 0 && place !== undefined) tell({ isBlocked: true, place });
        });
    });
    session.post('Debugger.enable');
    session.post('Debugger.pause');
}

function tell(blocked: BlockReport): void {
    if (!isTold) report(blocked);
    isTold = true;
}

function report(told: BlockReport): void {
    try {
        writeSync(REPORT_FD, `${JSON.stringify(told)}\n`);
    } catch {
        // Whoever started the process is gone, and it goes, too.
    }
}
