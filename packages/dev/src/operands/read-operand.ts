import { readFileSync } from 'node:fs';
import { ConfigurationError, reasonOf } from 'heddle/command';
import type { ConnectionRequest } from '../client/resolve-connection';
import type { FolderRequest } from './folder-metadata';
import type { Operand } from './operand';

/** What is needed to read operands of each kind. */
export interface OperandRequest extends FolderRequest {
    /** How to reach the network, for chaincodes. */
    readonly connection: ConnectionRequest;
}

/**
 * Reads the metadata that an operand names: of a file, of the contracts in a folder, or of a chaincode on a network.
 * @throws CommandError if that cannot be had
 */
export async function readOperand(operand: Operand, request: OperandRequest): Promise<unknown> {
    switch (operand.kind) {
        case 'file':
            return readJson(operand.path, operand.given);
        // A parser and a client of gateways take a while to load.
        case 'folder': {
            const { metadataOfFolder } = await import('./folder-metadata.js');
            return metadataOfFolder(operand.path, request);
        }
        case 'chaincode': {
            const { metadataOfChaincode } = await import('./network-metadata.js');
            return metadataOfChaincode(operand.name, request.connection);
        }
    }
}

function readJson(file: string, given: string): unknown {
    try {
        return JSON.parse(readFileSync(file, 'utf8'));
    } catch (cause) {
        const remedy = 'give what "heddle metadata" prints, or the folder of a contract';
        throw new ConfigurationError(`${given} is no JSON (${reasonOf(cause)}): ${remedy}`, { cause });
    }
}
