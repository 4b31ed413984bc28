import inspector, { Session } from 'node:inspector';

/** Where V8's own commands find what they are about. */
const SUBJECT = '__heddleBreakAt';

/**
 * Has the debugger that is connected to this process stop whenever a function is called, in its first line: unlike a
 * `debugger` statement of ours, that is in the author's file.
 * @returns ends it
 */
export function breakAtCall(called: object): () => void {
    const session = new Session();
    session.connect();
    session.post('Debugger.enable');
    Reflect.set(globalThis, SUBJECT, called);
    session.post('Runtime.evaluate', { expression: SUBJECT }, (error, reply) => {
        const { objectId } = (reply as { result: { objectId?: string } } | undefined)?.result ?? {};
        if (error === null && objectId !== undefined)
            session.post('Debugger.setBreakpointOnFunctionCall', { objectId });
    });
    Reflect.deleteProperty(globalThis, SUBJECT);
    return () => {
        session.disconnect();
    };
}

/**
 * Waits until a debugger is connected; opens the port for it, any that is free, where nobody has. An editor that has started
 * this process is connected already, and does not say so again.
 */
export function waitForDebugger(): void {
    if (inspector.url() === undefined) inspector.open(0, '127.0.0.1', true);
    else if (process.execArgv.some((argument) => /^--inspect(?:=|$)/.test(argument))) inspector.waitForDebugger();
}
