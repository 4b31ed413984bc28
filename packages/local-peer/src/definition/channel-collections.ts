import type { ChaincodeDefinition } from './chaincode-definition';
import { type Collection, implicitCollection, organizationOfImplicit } from './collection';

/** Finds a definition by its name. */
export type Definitions = Pick<ReadonlyMap<string, ChaincodeDefinition>, 'get'>;

/** The collections that a simulation finds. */
export type KnownCollections = Pick<ChannelCollections, 'find' | 'namesOf' | 'onChannel'>;

/** The collections of a channel's chaincodes, by their present definitions. */
export class ChannelCollections {
    readonly #chaincodes: Definitions;
    readonly #mspIds: ReadonlySet<string>;

    constructor(chaincodes: Definitions, mspIds: readonly string[]) {
        this.#chaincodes = chaincodes;
        this.#mspIds = new Set(mspIds);
    }

    /**
     * A collection by its name. Every organization has an implicit one, also those that the channel does not know
     * (fabric, lifecycle/deployedcc_infoprovider.go, CollectionInfo).
     */
    find(namespace: string, name: string): Collection | undefined {
        const mspId = organizationOfImplicit(name);
        if (mspId !== undefined) return implicitCollection(mspId);
        return this.#chaincodes.get(namespace)?.collections.find((one) => one.name === name);
    }

    /** Names of the collections that a chaincode's definition has. */
    namesOf(namespace: string): string[] {
        return this.#chaincodes.get(namespace)?.collections.map(({ name }) => name) ?? [];
    }

    /** As `find`, but implicit collections of the channel's organizations only (AllCollectionsConfigPkg). */
    onChannel(namespace: string, name: string): Collection | undefined {
        const mspId = organizationOfImplicit(name);
        return mspId === undefined || this.#mspIds.has(mspId) ? this.find(namespace, name) : undefined;
    }
}
