import { chaincodeEvent, chaincodeId, type ChannelHeader, proposalParts, response } from '@heddle/protocol';
import { bytes, embedded, message, repeatedMessages } from '@heddle/protocol/codec';

/** The messages from an endorsed proposal to an envelope in a block (fabric-protos, peer/ and common/). */

/** HeaderType of common.ChannelHeader. */
export const HeaderType = {
    MESSAGE: 0,
    CONFIG: 1,
    CONFIG_UPDATE: 2,
    ENDORSER_TRANSACTION: 3,
    ORDERER_TRANSACTION: 4,
    DELIVER_SEEK_INFO: 5,
    CHAINCODE_PACKAGE: 6,
} as const;

/** The name of a header type; the number if the type is unknown. */
export function headerTypeName(type: number): string {
    return Object.entries(HeaderType).find(([, value]) => value === type)?.[0] ?? String(type);
}

/** The extension of a channel header: which chaincode a proposal is for. */
export const headerExtension = message({ payloadVisibility: bytes(1), chaincodeId: embedded(2, chaincodeId) });

const endorsement = message({ endorser: bytes(1), signature: bytes(2) });

/** An endorser's identity, and its signature over response payload and identity. */
export interface Endorsement {
    readonly endorser: Buffer;
    readonly signature: Buffer;
}

export const proposalResponsePayload = message({ proposalHash: bytes(1), extension: bytes(2) });

/** The extension of a proposal response payload: what the endorsers agree on. */
export const chaincodeAction = message({
    results: bytes(1),
    event: bytes(2),
    response: embedded(3, response),
    chaincodeId: embedded(4, chaincodeId),
});

const endorsedAction = message({ responsePayload: bytes(1), endorsements: repeatedMessages(2, endorsement) });
const actionPayload = message({ proposalPayload: bytes(1), action: embedded(2, endorsedAction) });
const transactionAction = message({ header: bytes(1), payload: bytes(2) });
const transaction = message({ actions: repeatedMessages(1, transactionAction) });
/** common.Payload; the data is a Transaction, or a configuration. */
export const envelopePayload = message({ header: bytes(1), data: bytes(2) });
export const envelope = message({ payload: bytes(1), signature: bytes(2) });

/** An endorsed proposal, ready to be signed and ordered. */
export interface EndorsedProposal {
    /** Bytes of a Proposal. */
    readonly proposal: Uint8Array;
    readonly responsePayload: Uint8Array;
    readonly endorsements: readonly Endorsement[];
}

/** Makes what the client has to sign: a common.Payload. Transient data stays behind. */
export function prepareTransaction(endorsed: EndorsedProposal): Buffer {
    const { header, payload } = proposalParts.proposal.decode(endorsed.proposal);
    const { signatureHeader } = proposalParts.header.decode(header);
    const { responsePayload, endorsements } = endorsed;
    const action = { responsePayload, endorsements };
    return envelopePayload.encode({
        header,
        data: encodeActions([{ header: signatureHeader, payload: withoutTransient(payload), action }]),
    });
}

/** An action to be written: valid transactions have one. */
export interface WrittenAction {
    /** Bytes of the SignatureHeader that the proposal had. */
    readonly header: Uint8Array;
    /** Bytes of a ChaincodeProposalPayload. */
    readonly payload: Uint8Array;
    readonly action: { readonly responsePayload: Uint8Array; readonly endorsements: readonly Endorsement[] };
}

/** Makes the data of a common.Payload. */
export function encodeActions(actions: readonly WrittenAction[]): Buffer {
    return transaction.encode({
        actions: actions.map(({ header, payload: proposalPayload, action }) => ({
            header,
            payload: actionPayload.encode({ proposalPayload, action }),
        })),
    });
}

/** A ChaincodeProposalPayload as the ledger may have it. */
export function withoutTransient(payload: Uint8Array): Buffer {
    return proposalParts.proposalPayload.encode({ input: proposalParts.proposalPayload.decode(payload).input });
}

/** An endorser transaction, taken out of its envelope; what its endorsers agree on is still encoded. */
export interface OpenedTransaction {
    readonly channelHeader: ChannelHeader;
    readonly creator: Buffer;
    readonly nonce: Buffer;
    /** How many actions it has; all that is said here is of the first one. */
    readonly actionCount: number;
    /** Bytes of the SignatureHeader that the action says its proposal had. */
    readonly actionHeader: Buffer;
    /** Bytes of a ChaincodeProposalPayload, without transient data where a peer has prepared it. */
    readonly proposalPayload: Buffer;
    /** What the endorsers have signed that their proposal was. */
    readonly endorsedHash: Buffer;
    /** What the hash is over of the proposal that the transaction has in it (fabric, protoutil/txutils.go, GetProposalHash2). */
    readonly hashedParts: readonly Buffer[];
    readonly endorsements: readonly Endorsement[];
    readonly responsePayload: Buffer;
    /** Bytes of a ChaincodeAction. */
    readonly extension: Buffer;
}

/** An endorser transaction as a whole. */
export interface EndorsedTransaction extends OpenedTransaction {
    readonly action: ReturnType<typeof chaincodeAction.decode>;
}

/** The channel header of an envelope of any type. @throws ProtocolError */
export function channelHeaderOf(encodedEnvelope: Uint8Array): ChannelHeader {
    const { header } = envelopePayload.decode(envelope.decode(encodedEnvelope).payload);
    return proposalParts.channelHeader.decode(proposalParts.header.decode(header).channelHeader);
}

/**
 * Takes an endorser transaction out of its payload.
 * @returns undefined where it has no action with an endorsed response in it
 * @throws ProtocolError where any part is malformed
 */
export function decodeTransaction(payload: Uint8Array): EndorsedTransaction | undefined {
    const opened = openTransaction(payload);
    return opened && { ...opened, action: chaincodeAction.decode(opened.extension) };
}

/** As `decodeTransaction`, but for what the endorsers agree on. */
export function openTransaction(payload: Uint8Array): OpenedTransaction | undefined {
    const { header, data } = envelopePayload.decode(payload);
    const { channelHeader, signatureHeader } = proposalParts.header.decode(header);
    const { actions } = transaction.decode(data);
    const [first] = actions;
    const { action, proposalPayload } = first ? actionPayload.decode(first.payload) : {};
    if (first === undefined || action === undefined || proposalPayload === undefined) return undefined;
    const { proposalHash: endorsedHash, extension } = proposalResponsePayload.decode(action.responsePayload);
    return {
        actionCount: actions.length,
        actionHeader: first.header,
        proposalPayload,
        endorsedHash,
        hashedParts: [channelHeader, first.header, proposalPayload],
        ...proposalParts.signatureHeader.decode(signatureHeader),
        channelHeader: proposalParts.channelHeader.decode(channelHeader),
        endorsements: action.endorsements,
        responsePayload: action.responsePayload,
        extension,
    };
}

/** The event that a transaction set; undefined if it set no event. */
export function eventOf(transaction: EndorsedTransaction): ReturnType<typeof chaincodeEvent.decode> | undefined {
    return transaction.action.event.length === 0 ? undefined : chaincodeEvent.decode(transaction.action.event);
}

/**
 * The encoded events of all actions of a transaction, as the data of an envelope's payload has them.
 * @throws ProtocolError where any part is malformed
 */
export function eventsOfActions(data: Uint8Array): Buffer[] {
    return transaction.decode(data).actions.flatMap(({ payload }) => {
        const { action } = actionPayload.decode(payload);
        return action === undefined ? [] : [actionOf(action.responsePayload).event];
    });
}

function actionOf(responsePayload: Uint8Array): ReturnType<typeof chaincodeAction.decode> {
    return chaincodeAction.decode(proposalResponsePayload.decode(responsePayload).extension);
}
