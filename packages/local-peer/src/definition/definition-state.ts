import type { KeyRead } from '../records/read-write-set';
import type { Version } from '../records/version';
import type { ChaincodeDefinition } from './chaincode-definition';

/** The namespace of definitions in the state (fabric, core/chaincode/lifecycle/lifecycle.go, LifecycleNamespace). */
export const LIFECYCLE_NAMESPACE = '_lifecycle';

const KEY = /^namespaces\/(?:metadata|fields)\/([^/]+)(?:\/|$)/;
/** What a definition is read by as a whole, besides its sequence (fabric, core/chaincode/lifecycle/serializer.go). */
export const FIELDS = ['Collections', 'EndorsementInfo', 'ValidationInfo'] as const;

/** The key that counts the definitions of a name. */
export function sequenceKey(name: string): string {
    return `namespaces/fields/${name}/Sequence`;
}

/** The key of a part of a definition. */
export function fieldKey(name: string, field: (typeof FIELDS)[number]): string {
    return `namespaces/fields/${name}/${field}`;
}

/** The keys that are read besides where a chaincode uses a collection. */
export function collectionKeys(name: string): string[] {
    return [`namespaces/metadata/${name}`, ...FIELDS.map((field) => fieldKey(name, field))];
}

/** What a simulation reads of definitions. */
export type DefinitionReads = Pick<DefinitionState, 'callRead' | 'collectionReads'>;

/**
 * The definitions of a channel's chaincodes as a part of its state: each call of a chaincode reads one, and a transaction
 * conflicts with a definition that has changed since. They come by the peer's options and not by blocks, so each counts as
 * a transaction of the first block, by its sequence.
 */
export class DefinitionState {
    readonly #chaincodes: ReadonlyMap<string, ChaincodeDefinition>;

    constructor(chaincodes: ReadonlyMap<string, ChaincodeDefinition>) {
        this.#chaincodes = chaincodes;
    }

    /** What a call of a chaincode reads. */
    callRead(name: string): KeyRead {
        return this.#read(name, sequenceKey(name));
    }

    /** What is read besides where a chaincode uses a collection. */
    collectionReads(name: string): KeyRead[] {
        return collectionKeys(name).map((key) => this.#read(name, key));
    }

    /** The version of a key of this namespace; undefined if there is no such definition. */
    version(key: string): Version | undefined {
        const [, name = ''] = KEY.exec(key) ?? [];
        return this.#versionOf(name);
    }

    #read(name: string, key: string): KeyRead {
        return { key, version: this.#versionOf(name) };
    }

    #versionOf(name: string): Version | undefined {
        const definition = this.#chaincodes.get(name);
        return definition && { blockNumber: 0n, txNumber: BigInt(definition.sequence) };
    }
}
