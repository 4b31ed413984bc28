import type { CalledDefinition } from '../chaincode/invocation-check';
import { BlockEffects } from '../commit/block-effects';
import type { Lifetimes } from '../commit/expiry-plan';
import type { ChaincodeDefinition } from '../definition/chaincode-definition';
import { ChannelCollections, type KnownCollections } from '../definition/channel-collections';
import { definitionInState, lifetimesOf } from '../definition/definition-in-state';
import {
    collectionKeys,
    type DefinitionReads,
    fieldKey,
    LIFECYCLE_NAMESPACE,
    sequenceKey,
} from '../definition/definition-state';
import { errorText } from '../errors';
import type { Expiry, StateReader } from '../ledger/ledger-store';
import type { RecordedBlock, RecordedTransaction } from '../recorded/recorded-block';
import { addEffects } from '../recorded/recorded-effects';
import type { KeyRead } from '../records/read-write-set';
import type { Version, VersionedValue } from '../records/version';
import { decodeJoinedConfiguration } from '../snapshot/joined-configuration';
import { StateAtHeight } from './state-at-height';
import { VersionedState } from './versioned-state';

/** A definition as it was read; what only some ask for is read then. */
interface ReadDefinition extends CalledDefinition {
    readonly lifetimes: ReadonlyMap<string, number>;
    /** Throws where a policy names identities by anything but their role. */
    readonly whole: () => ChaincodeDefinition | undefined;
}

/** The definitions of a channel after a block. */
export interface DefinitionsAt extends DefinitionReads {
    /** Throws for those of a definition that cannot be understood. */
    readonly collections: KnownCollections;
    /** What a call has to know of a chaincode; undefined where none of this name was defined. */
    called(name: string): CalledDefinition | undefined;
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
    readonly #definitions = new Map<string, ReadDefinition>();

    async append(block: RecordedBlock): Promise<void> {
        const before = new StateAtHeight(this.state, block.number - 1n);
        const lifetimes = this.#lifetimesAt(block.number - 1n);
        const effects = new BlockEffects(block.number, { state: before, lifetimes });
        for (const transaction of block.transactions) {
            if (transaction.validation === 'VALID') this.#noteMembers(transaction);
            await addEffects(transaction, effects);
        }
        await effects.expire(this.#expiries.get(block.number) ?? []);
        this.#expiries.delete(block.number);
        const { state, history, expiries } = effects.toUpdate();
        for (const expiry of expiries)
            this.#expiries.set(expiry.at, [...(this.#expiries.get(expiry.at) ?? []), expiry]);
        this.state.append({ number: block.number, state, history });
    }

    /** The state as it was after a block. */
    at(block: bigint): StateReader {
        return new StateAtHeight(this.state, block);
    }

    /** @param onUnreadable is told of a definition that was asked for and cannot be understood */
    definitionsAt(block: bigint, onUnreadable: (what: string) => void = () => undefined): DefinitionsAt {
        const whole = (name: string): ChaincodeDefinition | undefined => {
            try {
                return this.#definitionAt(name, block)?.whole();
            } catch (error) {
                const at = this.#sequenceAt(name, block)?.blockNumber;
                const which = `the definition of chaincode '${name}' in block ${at}`;
                onUnreadable(`${which} was asked for, which cannot be understood (${errorText(error)})`);
                throw error;
            }
        };
        const mspIds = this.#members.findLast(({ from }) => from <= block)?.mspIds ?? [];
        const read = (key: string): KeyRead => ({ key, version: this.#lifecycleAt(key, block)?.version });
        return {
            collections: new ChannelCollections({ get: whole }, mspIds),
            called: (name) => this.#definitionAt(name, block),
            callRead: (name) => read(sequenceKey(name)),
            collectionReads: (name) => collectionKeys(name).map(read),
        };
    }

    #lifetimesAt(block: bigint): Lifetimes {
        return {
            find: (namespace, name) => {
                const blockToLive = this.#definitionAt(namespace, block)?.lifetimes.get(name);
                return blockToLive === undefined ? undefined : { blockToLive };
            },
        };
    }

    #definitionAt(name: string, block: bigint): ReadDefinition | undefined {
        const version = this.#sequenceAt(name, block);
        if (version === undefined) return undefined;
        const id = `${name} ${version.blockNumber} ${version.txNumber}`;
        const known = this.#definitions.get(id);
        if (known !== undefined) return known;
        const [collections, policy] = [fieldKey(name, 'Collections'), fieldKey(name, 'ValidationInfo')];
        const without = (...left: readonly string[]): ChaincodeDefinition | undefined => {
            const valueOf = (key: string): Buffer | undefined =>
                left.includes(key) ? undefined : this.#lifecycleAt(key, block)?.value;
            return definitionInState(name, valueOf, () => undefined);
        };
        const called = without(policy, collections);
        if (called === undefined) return undefined;
        const lifetimes = lifetimesOf(this.#lifecycleAt(collections, block)?.value);
        // Who has to endorse is the commit's concern.
        const found = { ...called, lifetimes, whole: once(() => without(policy)) };
        this.#definitions.set(id, found);
        return found;
    }

    /** What counts the definitions of a name changes with each. */
    #sequenceAt(name: string, block: bigint): Version | undefined {
        return this.#lifecycleAt(sequenceKey(name), block)?.version;
    }

    #lifecycleAt(key: string, block: bigint): VersionedValue | undefined {
        return this.state.entry(LIFECYCLE_NAMESPACE, key, block)?.value;
    }

    #noteMembers({ version, configuration }: RecordedTransaction): void {
        if (configuration === undefined) return;
        const { organizations } = decodeJoinedConfiguration(configuration);
        this.#members.push({ from: version.blockNumber, mspIds: organizations.map(({ mspId }) => mspId) });
    }
}

/** Calls it at the first time, and again after it has thrown. */
function once<T>(read: () => T): () => T {
    let known: { readonly value: T } | undefined;
    return () => (known ??= { value: read() }).value;
}
