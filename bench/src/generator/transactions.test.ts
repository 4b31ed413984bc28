import { X509Certificate } from 'node:crypto';
import { proposalParts } from '@heddle/protocol';
import { common, msp, peer } from '@hyperledger/fabric-protos';
import { describe, expect, it } from '@jest/globals';
import { KEY, workloads } from '../workloads';
import { clientIdentities } from './identities';
import { createTransactions } from './transactions';

/** Takes a message apart with the official codec, so that ours does not vouch for itself. */
function takeApart(message: Buffer): {
    envelope: peer.ChaincodeMessage;
    channelHeader: common.ChannelHeader;
    signatureHeader: common.SignatureHeader;
    payload: peer.ChaincodeProposalPayload;
} {
    const envelope = peer.ChaincodeMessage.deserializeBinary(message);
    const proposal = peer.Proposal.deserializeBinary(
        envelope.getProposal()?.getProposalBytes_asU8() ?? new Uint8Array(),
    );
    const header = common.Header.deserializeBinary(proposal.getHeader_asU8());
    return {
        envelope,
        channelHeader: common.ChannelHeader.deserializeBinary(header.getChannelHeader_asU8()),
        signatureHeader: common.SignatureHeader.deserializeBinary(header.getSignatureHeader_asU8()),
        payload: peer.ChaincodeProposalPayload.deserializeBinary(proposal.getPayload_asU8()),
    };
}

describe('a generated transaction', () => {
    const next = createTransactions(workloads.getput, clientIdentities());
    const first = next();
    const { envelope, channelHeader, signatureHeader, payload } = takeApart(first.message);

    it('carries its id in the message and in the proposal', () => {
        expect(first.txId).toMatch(/^[0-9a-f]{64}$/);
        expect(envelope.getType()).toBe(peer.ChaincodeMessage.Type.TRANSACTION);
        expect([envelope.getTxid(), channelHeader.getTxId()]).toEqual([first.txId, first.txId]);
        expect([envelope.getChannelId(), channelHeader.getChannelId()]).toEqual(['mychannel', 'mychannel']);
    });

    it('carries the same arguments in the message and in the proposal, with the key in place', () => {
        const input = peer.ChaincodeInput.deserializeBinary(envelope.getPayload_asU8());
        const invocation = peer.ChaincodeInvocationSpec.deserializeBinary(payload.getInput_asU8());
        const args = input.getArgsList_asU8().map((arg) => Buffer.from(arg).toString());
        expect(args.slice(0, 2)).toEqual(['getput', first.key]);
        expect(invocation.getChaincodeSpec()?.getInput()?.getArgsList()).toEqual(input.getArgsList());
        expect(first.message.includes(KEY)).toBe(false);
    });

    it('comes from a client with a P-256 certificate and the attributes of Fabric CA', () => {
        const creator = msp.SerializedIdentity.deserializeBinary(signatureHeader.getCreator_asU8());
        const certificate = new X509Certificate(Buffer.from(creator.getIdBytes_asU8()));
        expect(creator.getMspid()).toBe('Org1MSP');
        expect(certificate.publicKey.asymmetricKeyDetails).toEqual({ namedCurve: 'prime256v1' });
        expect(certificate.raw.includes('"hf.EnrollmentID":"user0"')).toBe(true);
    });

    it('has a signature, a nonce, a time and transient data', () => {
        expect(envelope.getProposal()?.getSignature_asU8().length).toBeGreaterThanOrEqual(68);
        expect(signatureHeader.getNonce_asU8()).toHaveLength(24);
        const { timestamp } = proposalParts.channelHeader.decode(channelHeader.serializeBinary());
        expect(Math.abs(Number(timestamp?.seconds) - Date.now() / 1000)).toBeLessThan(60);
        const { transient } = proposalParts.proposalPayload.decode(payload.serializeBinary());
        expect(transient.get('secret')).toHaveLength(32);
    });

    it('is unlike the next one in id, nonce, key and client', () => {
        const second = next();
        const other = takeApart(second.message);
        expect(second.txId).not.toBe(first.txId);
        expect(second.key).not.toBe(first.key);
        expect(other.signatureHeader.getNonce_asB64()).not.toBe(signatureHeader.getNonce_asB64());
        expect(other.signatureHeader.getCreator_asB64()).not.toBe(signatureHeader.getCreator_asB64());
    });

    it('has the size of a real one', () => {
        const { message } = createTransactions(workloads.noop, clientIdentities())();
        expect(message.length).toBeGreaterThan(1200);
        expect(message.length).toBeLessThan(1500);
    });
});
