import type { ExitCode } from '../reporting/command-error';
import type { Serving } from './shutdown';
import type { Supervisor } from './supervisor';

/** The process, as far as a command has to do with it. */
export interface ProcessHost {
    readonly variables: NodeJS.ProcessEnv;
    /** Undefined: a person or an operator reads the log. */
    readonly supervisor?: Supervisor | undefined;
    /** From now on signals, and exceptions that nothing caught, drain. Resolves when the process may end. */
    serve(serving: Serving): Promise<ExitCode>;
    /** From now on the first SIGINT or SIGTERM aborts this signal; a second one ends the process as ever. */
    interruption(): AbortSignal;
}
