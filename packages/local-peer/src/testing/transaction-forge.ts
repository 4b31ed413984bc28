import { chaincodeEvent, proposalParts } from '@heddle/protocol';
import { createProposal } from '../endorse/unpacked-proposal';
import type { SigningIdentity } from '../identity/signing-identity';
import { sha256 } from '../records/merkle-tree';
import type { ReadWriteSet } from '../records/read-write-set';
import { encodeReadWriteSet } from '../records/read-write-set-codec';
import {
    chaincodeAction,
    encodeActions,
    envelope,
    envelopePayload,
    proposalResponsePayload,
    type WrittenAction,
} from '../records/transaction-envelope';

/** The parts of a transaction that a client without scruples puts together. */
export interface CraftedParts {
    readonly channelHeader: Buffer;
    readonly signatureHeader: Buffer;
    readonly actions: readonly WrittenAction[];
}

/** Those of a transaction as it should be. */
export interface EndorsedParts extends CraftedParts {
    readonly actions: readonly [WrittenAction];
}

/** What endorsers have signed, as far as a test wants it to be other than usual. */
export interface CraftedResponse {
    readonly chaincodeId?: { readonly name: string; readonly version: string } | undefined;
    readonly event?: { readonly chaincodeId: string };
    readonly readWriteSet?: ReadWriteSet;
    /** In place of all of these. */
    readonly extension?: Buffer;
}

/** Makes transactions of the chaincode `basic` on mychannel that no peer would make, with endorsements that hold. */
export class TransactionForge {
    readonly #client: SigningIdentity;
    readonly #endorser: SigningIdentity;

    constructor(client: SigningIdentity, endorser: SigningIdentity) {
        this.#client = client;
        this.#endorser = endorser;
    }

    /** The parts of an endorsed transaction, each under a new id. */
    parts(response: CraftedResponse = {}, chaincode = 'basic'): EndorsedParts {
        const { encoded } = createProposal({
            identity: this.#client,
            channelId: 'mychannel',
            chaincode,
            args: [Buffer.from('run')],
            time: new Date(),
        });
        const { header, payload } = proposalParts.proposal.decode(
            proposalParts.signedProposal.decode(encoded).proposal,
        );
        const { channelHeader, signatureHeader } = proposalParts.header.decode(header);
        const hash = sha256([channelHeader, signatureHeader, payload]);
        const responsePayload = responseOf(hash, response);
        const { creator: endorser } = this.#endorser;
        const signature = this.#endorser.sign(Buffer.concat([responsePayload, endorser]));
        const action = { responsePayload, endorsements: [{ endorser, signature }] };
        return { channelHeader, signatureHeader, actions: [{ header: signatureHeader, payload, action }] };
    }

    /** Signs the parts. */
    envelope({ channelHeader, signatureHeader, actions }: CraftedParts): Buffer {
        const header = proposalParts.header.encode({ channelHeader, signatureHeader });
        const payload = envelopePayload.encode({ header, data: encodeActions(actions) });
        return envelope.encode({ payload, signature: this.#client.sign(payload) });
    }
}

function responseOf(proposalHash: Buffer, { event, readWriteSet = [], ...response }: CraftedResponse): Buffer {
    const { chaincodeId = { name: 'basic', version: '1.0' } } = response;
    const action = chaincodeAction.encode({
        results: encodeReadWriteSet(readWriteSet),
        event: event && chaincodeEvent.encode(event),
        response: { status: 200 },
        chaincodeId: 'chaincodeId' in response ? response.chaincodeId : chaincodeId,
    });
    return proposalResponsePayload.encode({ proposalHash, extension: response.extension ?? action });
}
