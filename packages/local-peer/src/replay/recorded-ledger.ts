import { expire } from '../commit/expiry-plan';
import type { ChaincodeDefinition } from '../definition/chaincode-definition';
import { ChannelCollections, type KnownCollections } from '../definition/channel-collections';
import { definitionInState } from '../definition/definition-in-state';
import { collectionKeys, type DefinitionReads, LIFECYCLE_NAMESPACE, sequenceKey } from '../definition/definition-state';
import type { Expiry, StateReader } from '../ledger/ledger-store';
import { BlockEffects, collectionWritesOf } from '../recorded/block-effects';
import type { RecordedBlock, RecordedTransaction } from '../recorded/recorded-block';
import type { KeyRead } from '../records/read-write-set';
import { decodeJoinedConfiguration } from '../snapshot/joined-configuration';
import { StateAtHeight } from './state-at-height';
import { VersionedState } from './versioned-state';

/** The definitions of a channel after a block. */
export interface DefinitionsAt extends DefinitionReads {
    readonly collections: KnownCollections;
    /** Undefined where no chaincode of this name was defined. */
    definition(name: string): ChaincodeDefinition | undefined;
}

/**
 * What a channel's blocks have left behind, after each of them: the committer's own rules, and the verdicts of the peer
 * that the blocks are of.
 */
export class RecordedLedger {
    readonly state = new VersionedState();
    readonly #expiries = new Map<bigint, Expiry[]>();
    /** By the block with which they came. */
    readonly #members: { readonly from: bigint; readonly mspIds: readonly string[] }[] = [];
    /** By the version of what counts their definitions, since a definition changes together. */
    readonly #definitions = new Map<string, ChaincodeDefinition>();

    async append(block: RecordedBlock): Promise<void> {
        const before = new StateAtHeight(this.state, block.number - 1n);
        const { collections } = this.definitionsAt(block.number - 1n);
        const effects = new BlockEffects(block.number, { state: before, collections });
        for (const transaction of block.transactions) {
            if (transaction.validation !== 'VALID') continue;
            this.#noteMembers(transaction);
            await effects.apply(transaction, collectionWritesOf(transaction));
        }
        const { changes, plan, history } = effects;
        const expired = this.#expiries.get(block.number) ?? [];
        await expire(expired, before, changes);
        this.#expiries.delete(block.number);
        for (const expiry of plan.toExpiries())
            this.#expiries.set(expiry.at, [...(this.#expiries.get(expiry.at) ?? []), expiry]);
        this.state.append({ number: block.number, state: changes.toUpdates(), history });
    }

    /** The state as it was after a block. */
    at(block: bigint): StateReader {
        return new StateAtHeight(this.state, block);
    }

    definitionsAt(block: bigint): DefinitionsAt {
        const definitions = { get: (name: string) => this.#definitionAt(name, block) };
        const mspIds = this.#members.findLast(({ from }) => from <= block)?.mspIds ?? [];
        const read = (key: string): KeyRead => ({
            key,
            version: this.state.entry(LIFECYCLE_NAMESPACE, key, block)?.value?.version,
        });
        return {
            collections: new ChannelCollections(definitions, mspIds),
            definition: (name) => this.#definitionAt(name, block),
            callRead: (name) => read(sequenceKey(name)),
            collectionReads: (name) => collectionKeys(name).map(read),
        };
    }

    #definitionAt(name: string, block: bigint): ChaincodeDefinition | undefined {
        const version = this.state.entry(LIFECYCLE_NAMESPACE, sequenceKey(name), block)?.value?.version;
        if (version === undefined) return undefined;
        const id = `${name} ${version.blockNumber} ${version.txNumber}`;
        const known = this.#definitions.get(id);
        if (known !== undefined) return known;
        const found = definitionInState(
            name,
            (key) => this.state.entry(LIFECYCLE_NAMESPACE, key, block)?.value?.value,
            // Who has to endorse is the commit's concern.
            () => undefined,
        );
        if (found !== undefined) this.#definitions.set(id, found);
        return found;
    }

    #noteMembers({ version, configuration }: RecordedTransaction): void {
        if (configuration === undefined) return;
        const { organizations } = decodeJoinedConfiguration(configuration);
        this.#members.push({ from: version.blockNumber, mspIds: organizations.map(({ mspId }) => mspId) });
    }
}
