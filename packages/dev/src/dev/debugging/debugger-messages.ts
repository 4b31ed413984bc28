/** The variable by which a chaincode's process is told to open its debugger before it loads anything. */
export const DEBUGGER_PORT_VARIABLE = 'HEDDLE_DEBUGGER_PORT';

/** What is said about the debugger by the channel between `heddle dev` and a chaincode's process. */
export type DebuggerMessage =
    | { readonly heddleDebugger: 'open'; readonly port: number }
    | { readonly heddleDebugger: 'close' }
    /** The answer to `close`. */
    | { readonly heddleDebugger: 'closed' };

export function isDebuggerMessage(message: unknown): message is DebuggerMessage {
    return typeof message === 'object' && message !== null && 'heddleDebugger' in message;
}

/** Node's own words about its debugger, which `heddle dev` says once, in its own. */
const NODES_WORDS =
    /^(?:Debugger (?:listening on ws:|ending on ws:)|For help, see: https:\/\/nodejs\.org\/\S*(?:inspector|debugging))/;

export function isAboutDebugger(line: string): boolean {
    return NODES_WORDS.test(line);
}
