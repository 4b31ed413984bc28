import { type CommandLine, idleOption } from 'heddle/command';
import { CONNECTION_OPTIONS } from './connection-options';

/**
 * Refuses options that say more of a chaincode on a network where none is given. `--no-build` is fulfilled wherever nothing is
 * to be built.
 * @param others of them besides those of every connection
 * @throws ConfigurationError for the first of them
 */
export function refuseIdleOptions(
    operands: readonly { readonly kind: string }[],
    commandLine: CommandLine,
    others: readonly string[],
): void {
    if (operands.some(({ kind }) => kind === 'chaincode')) return;
    const option = [...CONNECTION_OPTIONS, ...others].find((name) => commandLine.has(name));
    if (option === undefined) return;
    throw idleOption(option, 'without chaincode:<name>', `give that too, or leave ${option} out`);
}
