import { type ChannelHeader, proposalParts } from '@heddle/protocol';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { MemoryLevel } from 'memory-level';
import { ChaincodeLauncher } from '../chaincode/chaincode-launcher';
import { ChaincodeRunner } from '../chaincode/chaincode-runner';
import { SessionRegistry } from '../chaincode/session-registry';
import { Channel } from '../channel/channel';
import { Membership } from '../identity/membership';
import { Organization } from '../identity/organization';
import type { SigningIdentity } from '../identity/signing-identity';
import { LevelLedgerStore } from '../ledger/level-ledger-store';
import { resolveOptions } from '../local-peer-options';
import { Endorser } from './endorser';
import { createProposal } from './unpacked-proposal';

const organization = new Organization({ mspId: 'Org1MSP' });
const client = organization.createMember({ name: 'alice' });

/** Changes a part of a proposal and signs it again. */
function tamper(
    encoded: Buffer,
    change: {
        readonly channelHeader?: Partial<ChannelHeader>;
        readonly signatureHeader?: { readonly creator?: Buffer; readonly nonce?: Buffer };
        readonly signature?: Buffer;
    },
    signer: SigningIdentity = client,
): Buffer {
    const signed = proposalParts.signedProposal.decode(encoded);
    const { header, payload } = proposalParts.proposal.decode(signed.proposal);
    const headers = proposalParts.header.decode(header);
    const channelHeader = proposalParts.channelHeader.decode(headers.channelHeader);
    const signatureHeader = proposalParts.signatureHeader.decode(headers.signatureHeader);
    const proposal = proposalParts.proposal.encode({
        header: proposalParts.header.encode({
            channelHeader: proposalParts.channelHeader.encode({ ...channelHeader, ...change.channelHeader }),
            signatureHeader: proposalParts.signatureHeader.encode({ ...signatureHeader, ...change.signatureHeader }),
        }),
        payload,
    });
    return proposalParts.signedProposal.encode({ proposal, signature: change.signature ?? signer.sign(proposal) });
}

function proposalOf(identity: SigningIdentity = client, channelId = 'mychannel'): { txId: string; encoded: Buffer } {
    return createProposal({ channelId, chaincode: 'basic', args: [], identity, time: new Date() });
}

describe('an endorser', () => {
    let channel: Channel;
    let endorser: Endorser;

    beforeEach(async () => {
        const options = resolveOptions({});
        const membership = new Membership([organization], options.clock);
        const store = await LevelLedgerStore.open(new MemoryLevel(), 'mychannel');
        channel = await Channel.open({
            id: 'mychannel',
            store,
            membership,
            batch: {},
            clock: options.clock,
            endorsers: ['Org1MSP'],
            stateDatabase: 'leveldb',
        });
        const find = (id: string): Channel | undefined => (id === 'mychannel' ? channel : undefined);
        const runner: ChaincodeRunner = new ChaincodeRunner(
            new ChaincodeLauncher(
                { ...options, registry: new SessionRegistry(), onRefusal: () => undefined },
                { ...options, channel: find, invoke: (...call) => runner.invoke(...call) },
            ),
            { channels: new Map([['mychannel', channel]]) },
        );
        const identity = organization.createMember({ name: 'peer0', role: 'peer' });
        endorser = new Endorser({ runner, membership, identity, logger: options.logger, channel: find });
    });

    afterEach(() => channel.close());

    async function refusal(encoded: Buffer): Promise<string> {
        let text = '';
        await endorser.process(encoded).catch((error: unknown) => {
            text = error instanceof Error ? error.message : '';
        });
        return text;
    }

    it('takes a proper proposal', async () => {
        expect((await endorser.process(proposalOf().encoded)).response.message).toContain('chaincode basic not found');
    });

    it.each<[string, Parameters<typeof tamper>[1], string]>([
        ['a header of another type', { channelHeader: { type: 2 } }, 'invalid header type CONFIG_UPDATE'],
        ['an epoch', { channelHeader: { epoch: 1n } }, 'epoch is non-zero'],
        ['no nonce', { signatureHeader: { nonce: Buffer.alloc(0) } }, 'nonce is empty'],
        ['no creator', { signatureHeader: { creator: Buffer.alloc(0) } }, 'creator is empty'],
        ['a wrong id', { channelHeader: { txId: 'mine' } }, "incorrectly computed txid 'mine' -- expected '"],
        ['no signature', { signature: Buffer.alloc(0) }, 'empty signature bytes'],
        [
            'a wrong signature',
            { signature: client.sign(Buffer.from('other')) },
            'access denied: channel [mychannel] creator org [Org1MSP]',
        ],
    ])('refuses a proposal with %s', async (_, change, text) => {
        expect(await refusal(tamper(proposalOf().encoded, change))).toContain(`error validating proposal: ${text}`);
    });

    it('refuses a stranger', async () => {
        const stranger = new Organization({ mspId: 'Org2MSP' }).createMember({ name: 'alice' });
        expect(await refusal(proposalOf(stranger).encoded)).toBe(
            'error validating proposal: access denied: channel [mychannel] creator org unknown, creator is malformed',
        );
    });

    it('refuses a channel that it does not have', async () => {
        expect(await refusal(proposalOf(client, 'nowhere').encoded)).toBe("channel 'nowhere' not found");
    });

    it('refuses bytes that are no proposal', async () => {
        expect(await refusal(Buffer.of(0x0a, 0x7f))).not.toBe('');
        expect(await refusal(Buffer.alloc(0))).toBe('ChaincodeHeaderExtension.ChaincodeId is nil');
    });

    it('refuses an id that the ledger has', async () => {
        const { txId, encoded } = proposalOf();
        const transactions = [{ txId, blockNumber: 1n, txNumber: 0n, validationCode: 0 }];
        await channel.store.append({
            number: 1n,
            block: Buffer.alloc(0),
            hash: Buffer.from('h'),
            transactions,
            state: [],
            history: [],
        });
        const creator = client.creator.toString('hex');
        expect(await refusal(encoded)).toBe(`duplicate transaction found [${txId}]. Creator [${creator}]`);
    });
});
