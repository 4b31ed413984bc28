import type { Collection } from './collection';
import type { SignaturePolicy } from './signature-policy';

/** A chaincode as a channel has it. */
export interface ChaincodeDefinition {
    /** The name by which it is called, and the namespace of its state. */
    readonly name: string;
    /** `label:hash`; names the process to run, and the session with it. */
    readonly packageId: string;
    readonly version: string;
    /** Counts the definitions of this name on this channel, from 1. */
    readonly sequence: number;
    /** Whether nothing but init may be called until init was called, once for each version. */
    readonly initRequired: boolean;
    /** Undefined for the channel's default: most of the organizations that have a peer. */
    readonly endorsementPolicy?: SignaturePolicy;
    /** Those that were defined; implicit ones are there besides. */
    readonly collections: readonly Collection[];
}

/** How a channel's store keeps it. */
export function encodeDefinition(definition: ChaincodeDefinition): Buffer {
    return Buffer.from(JSON.stringify(definition));
}

export function decodeDefinition(encoded: Buffer): ChaincodeDefinition {
    // Nobody but encodeDefinition has written it.
    return JSON.parse(encoded.toString()) as ChaincodeDefinition;
}
