import { chaincodeEvent, type KeyModification, proposalParts, ProtocolError, toDate } from '@heddle/protocol';
import type { Channel } from './channel/channel';
import { EndorsementCheck } from './commit/endorsement-check';
import { type ChannelConfiguration, decodeConfiguration } from './definition/channel-configuration';
import { invocationOf } from './endorse/unpacked-proposal';
import type { LedgerStore, PrivateWrites, Scan, StateEntry } from './ledger/ledger-store';
import { observedPolicy } from './observe/observe-commits';
import { identityOf } from './observe/observed-identity';
import type { ObservedIdentity, ObservedPolicy } from './observe/peer-observer';
import { type ReadEnvelope, readEnvelope } from './read-envelope';
import { decodeBlock, decodeSignatures, hashOfBlock } from './records/block';
import type { ChaincodeEvent, ChaincodeResponse } from './records/chaincode-response';
import { chaincodeSets } from './records/chaincode-sets';
import { decodedOr } from './records/decoded-or';
import { isHeldBy } from './records/private-holders';
import { hashesOf, hashKey, hashOf, valuesOf } from './records/private-namespaces';
import type { ReadWriteSet } from './records/read-write-set';
import { decodeReadWriteSet } from './records/read-write-set-codec';
import {
    channelHeaderOf,
    decodeTransaction,
    type EndorsedTransaction,
    envelope,
    HeaderType,
} from './records/transaction-envelope';
import { validationCodeName } from './records/validation-code';
import type { VersionedValue } from './records/version';

/** A block as a tool shows it. */
export interface ReadBlock {
    readonly number: bigint;
    /** Of its first transaction: blocks themselves have no time. */
    readonly time: Date;
    readonly size: number;
    readonly hash: Buffer;
    readonly previousHash: Buffer;
    readonly dataHash: Buffer;
    readonly transactions: readonly ReadTransaction[];
    /** What it makes of the channel, where it has a configuration. */
    readonly configuration: ChannelConfiguration | undefined;
    /** The number of the last block with a configuration, this one included; undefined where the block does not say. */
    readonly lastConfiguration: bigint | undefined;
    /** The orderers that have signed it; numbers of consenters where they agree by SmartBFT. */
    readonly signedBy: readonly (ObservedIdentity | number)[];
}

/** A transaction as its block has it. */
export interface ReadTransaction {
    /** Empty for a configuration, and for what cannot be decoded. */
    readonly txId: string;
    /** VALID, or why it is not. */
    readonly status: string;
    readonly time: Date;
    readonly creator: ObservedIdentity;
    readonly chaincode: string;
    readonly isInit: boolean;
    readonly args: readonly Buffer[];
    readonly response: ChaincodeResponse | undefined;
    readonly event: ChaincodeEvent | undefined;
    readonly readWriteSet: ReadWriteSet;
    /** MSP ids. */
    readonly endorsedBy: readonly string[];
}

/** What an organization's peer has of a private key. */
export interface PrivateHolding {
    readonly mspId: string;
    /** Undefined where it is no member, or has not got it. */
    readonly value: Buffer | undefined;
    /** Of the value, as all peers have it; undefined where the key does not exist. */
    readonly hash: Buffer | undefined;
}

/** What a reader needs of a channel. */
export interface ReadChannel extends Pick<Channel, 'peers'> {
    readonly store: Pick<
        LedgerStore,
        'origin' | 'height' | 'block' | 'blockNumberOf' | 'state' | 'scan' | 'privateWrites' | 'history'
    > & {
        transaction(txId: string): Promise<{ blockNumber: bigint; txNumber: bigint } | undefined>;
    };
    readonly collections: Pick<Channel['collections'], 'find' | 'namesOf'>;
    /** Undefined where nobody knows them. */
    readonly policies: Channel['policies'] | undefined;
}

/** Reads what a channel has committed, for tools: blocks and transactions taken apart, state, who has which private data. */
export class LedgerReader {
    readonly #channel: ReadChannel;

    /** @internal */
    constructor(channel: ReadChannel) {
        this.#channel = channel;
    }

    /** The number of blocks. */
    height(): Promise<bigint> {
        return this.#channel.store.height();
    }

    /** The number of the first block that there can be: 0, but where the ledger began with a snapshot. */
    get firstBlock(): bigint {
        return this.#channel.store.origin?.firstBlock ?? 0n;
    }

    /** Undefined if there is no such block. */
    async block(number: bigint): Promise<ReadBlock | undefined> {
        const encoded = await this.#channel.store.block(number);
        return encoded === undefined ? undefined : readBlock(encoded);
    }

    /** The number of the block whose header has this hash; undefined if there is no such block. */
    blockNumberOf(hash: Uint8Array): Promise<bigint | undefined> {
        return this.#channel.store.blockNumberOf(hash);
    }

    /** Where a transaction is; undefined where no block has it. */
    async transaction(txId: string): Promise<{ blockNumber: bigint; txNumber: bigint } | undefined> {
        return await this.#channel.store.transaction(txId);
    }

    /** A transaction as it was sent; undefined where its block is not there, or has no endorsed transaction in this place. */
    async envelope(number: bigint, txNumber: number): Promise<ReadEnvelope | undefined> {
        const encoded = await this.#channel.store.block(number);
        const found = encoded === undefined ? undefined : decodeBlock(encoded).envelopes[txNumber];
        return found === undefined ? undefined : decodedOr(undefined, () => readEnvelope(found));
    }

    /** @param namespace a chaincode's name */
    async state(namespace: string, key: string, collection?: string): Promise<VersionedValue | undefined> {
        return await this.#channel.store.state(placeOf(namespace, collection), key);
    }

    /** Keys from `startKey` up to and without `endKey`. Must be closed. */
    scan(range: { namespace: string; collection?: string; startKey: string; endKey: string }): Scan<StateEntry> {
        return this.#channel.store.scan(placeOf(range.namespace, range.collection), range.startKey, range.endKey);
    }

    /** What members' peers have of a block's private writes. */
    async privateWrites(number: bigint): Promise<readonly PrivateWrites[]> {
        return await this.#channel.store.privateWrites(number);
    }

    /** The transactions that ever wrote a public key, the newest first. Must be closed. */
    history(namespace: string, key: string): Scan<KeyModification> {
        return this.#channel.store.history(namespace, key);
    }

    /** The names of a chaincode's collections, those that are implicit left out. */
    collectionsOf(chaincode: string): string[] {
        return this.#channel.collections.namesOf(chaincode);
    }

    /** What the endorsements of a transaction would be held against if it were committed now. */
    async policiesOf({
        chaincode,
        readWriteSet,
        endorsedBy,
    }: Pick<ReadTransaction, 'chaincode' | 'readWriteSet' | 'endorsedBy'>): Promise<ObservedPolicy[]> {
        const signers = endorsedBy.map((mspId) => ({ mspId, role: 'peer' as const }));
        const { store, policies: known } = this.#channel;
        if (known === undefined) return [];
        const { policies } = await new EndorsementCheck({ store, policies: known }).check(
            chaincode,
            chaincodeSets(readWriteSet),
            signers,
        );
        return policies.map(observedPolicy);
    }

    /** What each organization's peer has of a private key. */
    async holdings(namespace: string, collection: string, key: string): Promise<PrivateHolding[]> {
        const { store, collections, peers } = this.#channel;
        const { members = [] } = collections.find(namespace, collection) ?? {};
        const stored = await store.state(valuesOf(namespace, collection), key);
        const hash = (await store.state(hashesOf(namespace, collection), hashKey(hashOf(key))))?.value;
        return peers.map((mspId) => ({
            mspId,
            value: members.includes(mspId) && isHeldBy(stored, mspId) ? stored?.value : undefined,
            hash,
        }));
    }
}

function placeOf(namespace: string, collection: string | undefined): string {
    return collection === undefined ? namespace : valuesOf(namespace, collection);
}

/** Takes a block apart that is encoded as peers keep and deliver it. @throws ProtocolError */
export function readBlock(encoded: Buffer): ReadBlock {
    const { header, envelopes, validationCodes } = decodeBlock(encoded);
    const [first] = envelopes;
    const transactions = envelopes.map((one, index) => readTransaction(one, validationCodes[index] ?? 0));
    return {
        ...header,
        time: transactions[0]?.time ?? new Date(0),
        size: encoded.length,
        hash: hashOfBlock(header),
        transactions,
        // What cannot be read is no reason not to show the rest.
        configuration: first && decodedOr(undefined, () => decodeConfiguration(first)),
        ...readSignatures(encoded),
    };
}

function readSignatures(encoded: Buffer): Pick<ReadBlock, 'lastConfiguration' | 'signedBy'> {
    try {
        const { signers, lastConfiguration } = decodeSignatures(encoded);
        const signedBy = signers.map((one) => (typeof one === 'number' ? one : identityOf(one)));
        return { lastConfiguration, signedBy };
    } catch (error) {
        if (ProtocolError.is(error)) return { lastConfiguration: undefined, signedBy: [] };
        throw error;
    }
}

/** Blocks keep what cannot be decoded, too. */
function readTransaction(encoded: Buffer, code: number): ReadTransaction {
    const status = validationCodeName(code);
    const header = decodedOr(undefined, () => channelHeaderOf(encoded));
    const time = header?.timestamp === undefined ? new Date(0) : toDate(header.timestamp);
    // A configuration has the same shape by chance, if at all.
    if (header?.type !== HeaderType.ENDORSER_TRANSACTION) return nothing('', { status, time });
    const read = decodedOr(undefined, () => {
        const transaction = decodeTransaction(envelope.decode(encoded).payload);
        return transaction && readEndorsed(transaction, { status, time });
    });
    return read ?? nothing(header.txId, { status, time });
}

function readEndorsed(
    transaction: EndorsedTransaction,
    { status, time }: { readonly status: string; readonly time: Date },
): ReadTransaction {
    const { channelHeader, creator, endorsements, proposalPayload, action } = transaction;
    const invocation = invocationOf(proposalPayload);
    const event = action.event.length === 0 ? undefined : chaincodeEvent.decode(action.event);
    return {
        txId: channelHeader.txId,
        status,
        time,
        creator: identityOf(creator),
        chaincode: invocation?.chaincode ?? '',
        isInit: invocation?.input.isInit ?? false,
        args: (invocation?.input.args ?? []).map((arg) => Buffer.from(arg)),
        response: action.response,
        event: event && { chaincode: event.chaincodeId, name: event.name, payload: event.payload },
        readWriteSet: decodeReadWriteSet(action.results),
        endorsedBy: endorsements.map(({ endorser }) => proposalParts.serializedIdentity.decode(endorser).mspId),
    };
}

function nothing(txId: string, { status, time }: Pick<ReadTransaction, 'status' | 'time'>): ReadTransaction {
    return {
        txId,
        status,
        time,
        creator: { mspId: '', name: '' },
        chaincode: '',
        isInit: false,
        args: [],
        response: undefined,
        event: undefined,
        readWriteSet: [],
        endorsedBy: [],
    };
}
