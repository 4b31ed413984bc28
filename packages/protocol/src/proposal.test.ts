import { createHash } from 'node:crypto';
import { common, msp, peer } from '@hyperledger/fabric-protos';
import { describe, expect, it } from '@jest/globals';
import { decodeMessage, encodeMessage, MessageType } from './message';
import { chaincodeInput, chaincodeSpec } from './payloads';
import { Proposal, proposalParts } from './proposal';

const CREATOR_PEM = '-----BEGIN CERTIFICATE-----\nMII=\n-----END CERTIFICATE-----\n';
const NONCE = Buffer.from('a nonce of twenty-four b');
const BROKEN = Buffer.from('0affff', 'hex');

interface Parts {
    channelHeader: Uint8Array;
    signatureHeader: Uint8Array;
    payload: Uint8Array;
}

function creator(): Uint8Array {
    const identity = new msp.SerializedIdentity();
    identity.setMspid('Org1MSP');
    identity.setIdBytes(Buffer.from(CREATOR_PEM));
    return identity.serializeBinary();
}

function channelHeader(epoch = 0): Uint8Array {
    const header = new common.ChannelHeader();
    header.setType(common.HeaderType.ENDORSER_TRANSACTION);
    header.setChannelId('mychannel');
    header.setTxId('tx1');
    header.setEpoch(epoch);
    return header.serializeBinary();
}

function signatureHeader(): Uint8Array {
    const header = new common.SignatureHeader();
    header.setCreator(creator());
    header.setNonce(NONCE);
    return header.serializeBinary();
}

function payload(): Uint8Array {
    const spec = new peer.ChaincodeInvocationSpec();
    spec.setChaincodeSpec(new peer.ChaincodeSpec());
    const proposalPayload = new peer.ChaincodeProposalPayload();
    proposalPayload.setInput(spec.serializeBinary());
    (proposalPayload.getTransientmapMap() as Map<string, Uint8Array>).set('price', Buffer.from('100'));
    return proposalPayload.serializeBinary();
}

/** A SignedProposal, built by fabric-protos. */
function signedProposal(parts: Partial<Parts> = {}): Buffer {
    const header = new common.Header();
    header.setChannelHeader(parts.channelHeader ?? channelHeader());
    header.setSignatureHeader(parts.signatureHeader ?? signatureHeader());
    const proposal = new peer.Proposal();
    proposal.setHeader(header.serializeBinary());
    proposal.setPayload(parts.payload ?? payload());
    return signed(proposal.serializeBinary());
}

function signed(proposal: Uint8Array): Buffer {
    const message = new peer.SignedProposal();
    message.setProposalBytes(proposal);
    message.setSignature(Buffer.from('signature'));
    return Buffer.from(message.serializeBinary());
}

describe('a proposal', () => {
    it('has the parts that fabric-protos put in', () => {
        const encoded = signedProposal();
        const proposal = new Proposal(encoded);
        expect(signed(proposal.proposalBytes)).toEqual(encoded);
        expect(proposal.signature.toString()).toBe('signature');
        expect(proposal.channelHeader).toMatchObject({ type: 3, channelId: 'mychannel', txId: 'tx1', epoch: 0n });
        expect(proposal.creator).toEqual(Buffer.from(creator()));
        expect(proposal.identity).toEqual({ mspId: 'Org1MSP', idBytes: Buffer.from(CREATOR_PEM) });
        expect(proposal.nonce).toEqual(NONCE);
        expect(proposal.input.toString('hex')).toBe('0a00');
        expect([...proposal.transient]).toEqual([['price', Buffer.from('100')]]);
    });

    it('is found in a message as fabric-protos encodes it', () => {
        const message = new peer.ChaincodeMessage();
        message.setType(peer.ChaincodeMessage.Type.TRANSACTION);
        message.setProposal(peer.SignedProposal.deserializeBinary(signedProposal()));
        const decoded = decodeMessage(message.serializeBinary());
        expect(new Proposal(decoded.proposal).channelHeader.txId).toBe('tx1');
    });

    it('can be made with our codecs and is read by fabric-protos', () => {
        const { header, proposal, signedProposal: outer } = proposalParts;
        const spec = chaincodeSpec.encode({ input: { args: [Buffer.from('create')] } });
        const encoded = outer.encode({
            proposal: proposal.encode({
                header: header.encode({ channelHeader: channelHeader(), signatureHeader: signatureHeader() }),
                payload: proposalParts.proposalPayload.encode({ input: spec, transient: new Map() }),
            }),
        });
        const message = encodeMessage({ type: MessageType.TRANSACTION, proposal: encoded });
        const theirs = peer.ChaincodeMessage.deserializeBinary(message).getProposal();
        const inner = peer.Proposal.deserializeBinary(theirs?.getProposalBytes_asU8() ?? new Uint8Array());
        expect(peer.ChaincodeProposalPayload.deserializeBinary(inner.getPayload_asU8()).getInput_asU8()).toHaveLength(
            spec.length,
        );
        const read = chaincodeSpec.decode(new Proposal(encoded).input).input;
        expect(read).toEqual(chaincodeInput.decode(chaincodeInput.encode({ args: [Buffer.from('create')] })));
    });

    it('has the time of its header, or the beginning of 1970 where the header has no time', () => {
        const time = { seconds: 1_700_000_000n, nanos: 5 };
        const withTime = proposalParts.channelHeader.encode({ timestamp: time });
        expect(new Proposal(signedProposal({ channelHeader: withTime })).timestamp).toEqual(time);
        expect(new Proposal(signedProposal()).timestamp).toEqual({ seconds: 0n, nanos: 0 });
    });

    it.each([[0], [1], [2 ** 40 + 3]])('is bound by the hash of its nonce, creator and epoch %d', (epoch) => {
        const low = epoch % 2 ** 32;
        const epochBytes = new DataView(new ArrayBuffer(8));
        epochBytes.setUint32(0, low, true);
        epochBytes.setUint32(4, (epoch - low) / 2 ** 32, true);
        const expected = createHash('sha256')
            .update(Buffer.concat([NONCE, creator(), new Uint8Array(epochBytes.buffer)]))
            .digest('hex');
        const proposal = new Proposal(signedProposal({ channelHeader: channelHeader(epoch) }));
        expect(proposal.binding).toBe(expected);
    });

    it('is empty where the proposal has no transient data', () => {
        const proposal = new Proposal(new Uint8Array());
        expect(proposal.creator).toHaveLength(0);
        expect(proposal.identity.mspId).toBe('');
        expect(proposal.transient.size).toBe(0);
        expect(proposal.channelHeader.channelId).toBe('');
        expect(proposal.binding).toBe(createHash('sha256').update(Buffer.alloc(8)).digest('hex'));
    });
});

describe('a malformed part of a proposal', () => {
    const malformed = expect.objectContaining({ name: 'ProtocolError', code: 'TRUNCATED_MESSAGE' });

    it('does not matter until somebody asks for it', () => {
        const proposal = new Proposal(BROKEN);
        expect(() => proposal.signature).toThrow(malformed);
        expect(() => proposal.binding).toThrow(malformed);
    });

    it('takes nothing from the others', () => {
        const noHeader = new Proposal(signedProposal({ channelHeader: BROKEN }));
        expect(() => noHeader.channelHeader).toThrow(malformed);
        expect(() => noHeader.timestamp).toThrow(malformed);
        expect(noHeader.nonce).toEqual(NONCE);
        expect(noHeader.transient.size).toBe(1);

        const noPayload = new Proposal(signedProposal({ payload: BROKEN }));
        expect(() => noPayload.transient).toThrow(malformed);
        expect(() => noPayload.input).toThrow(malformed);
        expect(noPayload.identity.mspId).toBe('Org1MSP');

        const noSignatures = new Proposal(signedProposal({ signatureHeader: BROKEN }));
        expect(() => noSignatures.creator).toThrow(malformed);
        expect(() => noSignatures.nonce).toThrow(malformed);
        expect(noSignatures.channelHeader.txId).toBe('tx1');
    });

    it('may be the identity alone', () => {
        const withBrokenCreator = proposalParts.signatureHeader.encode({ creator: BROKEN, nonce: NONCE });
        const proposal = new Proposal(signedProposal({ signatureHeader: withBrokenCreator }));
        expect(() => proposal.identity).toThrow(malformed);
        expect(proposal.creator).toEqual(BROKEN);
        expect(proposal.binding).toHaveLength(64);
    });

    it('is the same error each time', () => {
        const proposal = new Proposal(signed(BROKEN));
        expect(() => proposal.creator).toThrow(malformed);
        expect(() => proposal.creator).toThrow(malformed);
        expect(proposal.signature.toString()).toBe('signature');
    });
});
