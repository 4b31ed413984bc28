import { statSync } from 'node:fs';
import { resolve } from 'node:path';
import { ConfigurationError, reasonOf } from 'heddle/command';

/** Where metadata is to come from. */
export type Operand =
    | { readonly kind: 'file' | 'folder'; readonly path: string; readonly given: string }
    /** On a network; without a name it is the one of the connection. */
    | { readonly kind: 'chaincode'; readonly name: string | undefined; readonly given: string };

const CHAINCODE = 'chaincode:';
/** What to give, for messages. */
export const FORMS = 'a file with metadata, the folder of a contract, or chaincode:<name> on a network';

/**
 * Tells what is meant: `chaincode:basic` is asked on a network, a folder is built and asked, a file is read.
 * @throws ConfigurationError if there is no such file or folder
 */
export function parseOperand(given: string): Operand {
    if (given.startsWith(CHAINCODE)) {
        const name = given.slice(CHAINCODE.length);
        return { kind: 'chaincode', name: name === '' ? undefined : name, given };
    }
    try {
        const path = resolve(given);
        return { kind: statSync(path).isDirectory() ? 'folder' : 'file', path, given };
    } catch (cause) {
        throw new ConfigurationError(`${given} cannot be read (${reasonOf(cause)}): name ${FORMS}`, { cause });
    }
}

/** Whether both are the same thing, however they are written. */
export function isSameOperand(left: Operand, right: Operand): boolean {
    if (left.kind === 'chaincode' || right.kind === 'chaincode') return left.given === right.given;
    return left.path === right.path;
}
