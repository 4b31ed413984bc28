import { type ExitCode, toPrintable } from 'heddle/command';
import type { ReplayOptions } from '../input/replay-options';
import { runShadow } from '../shadow/run-shadow';
import { explainJournal } from './explained-journal';
import { parseModuleOperand } from './module-operand';
import { filterOf } from './replay-journal';
import { parseTimeout } from './replay-limits';

const TIMEOUT_MS = 30_000;

/**
 * Runs what a server records against another version, until it is interrupted.
 * @throws ConfigurationError where the journal or the code cannot be used
 */
export async function shadowJournal(
    journal: string,
    options: ReplayOptions,
    { signal, write }: { readonly signal: AbortSignal; readonly write: (line: string) => void },
): Promise<ExitCode> {
    const { module: given = ['.'], strict, report, metrics, timeoutMs } = options;
    try {
        return await runShadow({
            ...filterOf(options),
            journal,
            modules: given.map(parseModuleOperand),
            strict,
            report,
            metrics,
            timeoutMs: timeoutMs === undefined ? TIMEOUT_MS : parseTimeout(timeoutMs),
            signal,
            write: (line) => {
                write(toPrintable(line));
            },
        });
    } catch (error) {
        throw explainJournal(error);
    }
}
