import { type CommandLine, refuseIdle } from 'heddle/command';
import { CONNECTION_OPTIONS } from './connection-options';

const CHAINCODE = 'chaincode:<name>';

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
    const chaincodes = operands.filter(({ kind }) => kind === 'chaincode').map(() => CHAINCODE);
    refuseIdle(new Set([...commandLine.keys(), ...chaincodes]), [
        { options: [...CONNECTION_OPTIONS, ...others], needs: [CHAINCODE] },
    ]);
}
