import { proposalParts } from '@heddle/protocol';
import {
    bool,
    bytes,
    embedded,
    int64,
    message,
    repeatedMessages,
    repeatedStrings,
    string,
    uint64,
} from '@heddle/protocol/codec';
import { fieldKey, LIFECYCLE_NAMESPACE, sequenceKey } from '../definition/definition-state';
import { encodeConfiguration } from '../definition/encode-configuration';
import { encodePolicy } from '../definition/policy-codec';
import { createProposal } from '../endorse/unpacked-proposal';
import { createSimulatedIdentity } from '../identity/simulated-identity';
import type { FetchedBlock } from '../recorded/checked-blocks';
import { createBlockHeader, createGenesisEnvelope, encodeBlock, hashOfBlock } from '../records/block';
import type { KeyWrite, NamespaceReadWriteSet } from '../records/read-write-set';
import { encodeReadWriteSet } from '../records/read-write-set-codec';
import {
    chaincodeAction,
    envelope,
    prepareTransaction,
    proposalResponsePayload,
} from '../records/transaction-envelope';

const IDENTITY = createSimulatedIdentity('Org1MSP', { name: 'ann' });
const CHANNEL = 'mychannel';

const stateMetadata = message({ datatype: string(1), fields: repeatedStrings(2) });
const stateData = message({ int64: int64(1), bytes: bytes(2) });
const endorsementInfo = message({ version: string(1), initRequired: bool(2) });
const applicationPolicy = message({ signaturePolicy: bytes(1) });
const validationInfo = message({ validationPlugin: string(1), validationParameter: bytes(2) });
const collection = message({
    name: string(1),
    memberPolicy: embedded(2, applicationPolicy),
    blockToLive: uint64(5),
});
const collectionPackage = message({ collections: repeatedMessages(1, message({ static: embedded(1, collection) })) });

/** A SignaturePolicyEnvelope of anybody of an organization. */
export const READABLE = encodePolicy({ mspId: 'Org1MSP', role: 'member' });
/** One whose principal is an organizational unit: peers take it. */
export const UNREADABLE = message({
    rule: bytes(2),
    identities: repeatedMessages(3, message({ classification: int64(1), principal: bytes(2) })),
}).encode({ rule: Buffer.of(8, 0), identities: [{ classification: 1n, principal: Buffer.from('unit') }] });

/** What a block is to define, each policy a SignaturePolicyEnvelope. */
export interface WrittenDefinition {
    readonly name: string;
    readonly sequence: number;
    readonly policy: Buffer;
    /** Default: none. */
    readonly collections?: readonly { readonly name: string; readonly policy: Buffer; readonly blockToLive: number }[];
}

/** Makes the blocks of a channel as peers have them, each with one valid transaction. */
export class ChannelBlocks {
    readonly blocks: FetchedBlock[] = [];
    #previousHash: Buffer = Buffer.alloc(0);

    /** The first one is there: it has the configuration of one organization. */
    constructor() {
        const configuration = encodeConfiguration({
            organizations: [{ mspId: 'Org1MSP', authorities: [IDENTITY.certificate] }],
            capabilities: { channel: 'V2_0', application: 'V2_5' },
        });
        this.#append(createGenesisEnvelope(CHANNEL, new Date(0), configuration));
    }

    /** Adds a block in which a chaincode is defined. */
    define({ name, sequence, policy, collections = [] }: WrittenDefinition): this {
        const fields = {
            [sequenceKey(name)]: stateData.encode({ int64: BigInt(sequence) }),
            [fieldKey(name, 'EndorsementInfo')]: inState(endorsementInfo.encode({ version: String(sequence) })),
            [fieldKey(name, 'ValidationInfo')]: inState(
                validationInfo.encode({ validationParameter: applicationPolicy.encode({ signaturePolicy: policy }) }),
            ),
            [fieldKey(name, 'Collections')]: inState(
                collectionPackage.encode({
                    collections: collections.map(({ name: own, policy: members, blockToLive }) => ({
                        static: {
                            name: own,
                            memberPolicy: { signaturePolicy: members },
                            blockToLive: BigInt(blockToLive),
                        },
                    })),
                }),
            ),
            [`namespaces/metadata/${name}`]: stateMetadata.encode({ datatype: 'ChaincodeDefinition' }),
        };
        const writes = Object.entries(fields).map(([key, value]) => ({ key, isDelete: false, value }));
        return this.write({ namespace: LIFECYCLE_NAMESPACE, writes });
    }

    /** Adds a block in which a chaincode writes. */
    write(set: Pick<NamespaceReadWriteSet, 'namespace'> & Partial<NamespaceReadWriteSet>): this {
        const whole = { reads: [], ranges: [], writes: [] as KeyWrite[], metadataWrites: [], collections: [], ...set };
        const { encoded } = createProposal({
            channelId: CHANNEL,
            chaincode: set.namespace,
            args: [],
            identity: IDENTITY,
            time: new Date(0),
        });
        const action = { results: encodeReadWriteSet([whole]), response: { status: 200 } };
        const payload = prepareTransaction({
            proposal: proposalParts.signedProposal.decode(encoded).proposal,
            responsePayload: proposalResponsePayload.encode({ extension: chaincodeAction.encode(action) }),
            endorsements: [],
        });
        this.#append(envelope.encode({ payload }));
        return this;
    }

    /** Those that there are, from the first one on; up to a number, if one is given. */
    async *fetched(last = this.blocks.length - 1): AsyncGenerator<FetchedBlock> {
        yield* await Promise.resolve(this.blocks.slice(0, last + 1));
    }

    #append(encoded: Buffer): void {
        const header = createBlockHeader(BigInt(this.blocks.length), this.#previousHash, [encoded]);
        this.#previousHash = hashOfBlock(header);
        this.blocks.push({ block: encodeBlock({ header, envelopes: [encoded], validationCodes: [0] }) });
    }
}

function inState(encoded: Buffer): Buffer {
    return stateData.encode({ bytes: encoded });
}
