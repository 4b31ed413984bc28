import { type CommandLine, refuseIdle } from 'heddle/command';
import { CONNECTION_OPTIONS } from './connection-options';

const FOLDER = 'the folder of a contract';
const CHAINCODE = 'chaincode:<name>';
/** How messages call each kind of operand. */
const KINDS = { file: 'a file', folder: FOLDER, chaincode: CHAINCODE } as const;

/**
 * Refuses options that say more of another kind of operand than those that are given.
 * @param others options that are of chaincodes on a network, besides those of every connection
 * @throws ConfigurationError for the first of them
 */
export function refuseIdleOptions(
    operands: readonly { readonly kind: keyof typeof KINDS }[],
    commandLine: CommandLine,
    others: readonly string[],
): void {
    const kinds = operands.map(({ kind }) => KINDS[kind]);
    refuseIdle(new Set([...commandLine.keys(), ...kinds]), [
        { options: ['--no-build'], needs: [FOLDER] },
        { options: [...CONNECTION_OPTIONS, ...others], needs: [CHAINCODE] },
    ]);
}
