import { requests } from '@heddle/protocol';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { InstallOptions } from '../channel/install-options';
import { Organization } from '../identity/organization';
import type { SigningIdentity } from '../identity/signing-identity';
import { LocalPeer } from '../local-peer';
import { type Answer, GatewayCaller, proposalOf, sign } from '../testing/gateway-caller';
import { type Script, ScriptedChaincode } from '../testing/scripted-chaincode';
import type { GatewayAddress } from './gateway-address';
import {
    commitStatusRequest,
    commitStatusResponse,
    endorseRequest,
    endorseResponse,
    evaluateRequest,
    evaluateResponse,
    submitRequest,
} from './gateway-messages';

let runs = 0;

const script: Script = {
    async put({ ask }, key = '', value = '', collection = '') {
        await ask(requests.putState, { key, value: Buffer.from(value), collection });
        return 'done';
    },
    async putCount({ ask }) {
        await ask(requests.putState, { key: 'k', value: Buffer.from(String(++runs)) });
    },
    fail: (_, status = '500') => ({ status: Number(status), message: 'gone' }),
};

const org2 = new Organization({ mspId: 'Org2MSP' });

describe('the gateway of two organizations', () => {
    let now = new Date();
    let peer: LocalPeer;
    let address: GatewayAddress;
    let caller: GatewayCaller;

    beforeEach(async () => {
        now = new Date();
        runs = 0;
        const organizations = [org2, new Organization({ mspId: 'Org3MSP' })].map((one, index) =>
            index === 0 ? one : { mspId: one.mspId, authorities: one.authorities },
        );
        peer = await LocalPeer.start({ organizations, clock: () => now });
        address = await peer.listen();
        caller = new GatewayCaller(address.address);
    });

    afterEach(async () => {
        caller[Symbol.dispose]();
        await peer.close();
    });

    function install(options: Partial<InstallOptions> = {}): void {
        const { packageId, connect } = new ScriptedChaincode('basic:1', script);
        peer.install({ name: 'basic', packageId, connect, ...options });
    }

    function endorse(
        args: readonly string[],
        options: { readonly organizations?: string[]; readonly transient?: Record<string, string> } = {},
    ): Promise<Answer> {
        const { encoded } = proposalOf(peer.client, args, options.transient);
        const endorsingOrganizations = options.organizations ?? [];
        return caller.call('Endorse', endorseRequest.encode({ proposedTransaction: encoded, endorsingOrganizations }));
    }

    /** The signed envelope that an endorsement makes. */
    function signed(
        { reply }: Answer,
        identity: SigningIdentity = peer.client,
    ): { payload: Buffer; signature: Buffer } {
        const { preparedTransaction } = endorseResponse.decode(reply);
        if (preparedTransaction === undefined) throw new Error('nothing was endorsed');
        const { payload } = preparedTransaction;
        return { payload, signature: identity.sign(payload) };
    }

    function submit(preparedTransaction: { payload: Buffer; signature: Buffer }): Promise<Answer> {
        return caller.call('Submit', submitRequest.encode({ channelId: 'mychannel', preparedTransaction }));
    }

    async function status(transactionId: string): Promise<number> {
        const { creator: identity } = peer.client;
        const request = commitStatusRequest.encode({ channelId: 'mychannel', transactionId, identity });
        const { reply } = await caller.call('CommitStatus', sign(peer.client, request));
        return commitStatusResponse.decode(reply).result;
    }

    it('collects what the policy needs, and commits it', async () => {
        install({ endorsementPolicy: "AND('Org1MSP.peer', 'Org2MSP.peer')" });
        const proposal = proposalOf(peer.client, ['put', 'k', 'v']);
        const endorsed = await caller.call('Endorse', endorseRequest.encode({ proposedTransaction: proposal.encoded }));
        expect(endorseResponse.decode(endorsed.reply).preparedTransaction?.signature).toHaveLength(0);
        expect((await submit(signed(endorsed))).code).toBe('OK');
        expect(await status(proposal.txId)).toBe(0);
        expect((await peer.state({ chaincode: 'basic', key: 'k' }))?.toString()).toBe('v');
    });

    it('says which organization has another result', async () => {
        install({ endorsementPolicy: "AND('Org1MSP.peer', 'Org2MSP.peer')" });
        for (const organizations of [[], ['Org1MSP', 'Org2MSP']]) {
            expect(await endorse(['putCount'], { organizations })).toMatchObject({
                code: 'ABORTED',
                message: 'failed to collect enough transaction endorsements, see attached details for more info',
                details: [
                    {
                        address: address.address,
                        mspId: 'Org2MSP',
                        message: 'ProposalResponsePayloads do not match',
                    },
                ],
            });
        }
    });

    it('says what each of the organizations has said that were named', async () => {
        install();
        const message = 'chaincode response 404, gone';
        expect(await endorse(['fail', '404'], { organizations: ['Org1MSP', 'Org2MSP', 'Org1MSP'] })).toMatchObject({
            code: 'ABORTED',
            details: [
                { mspId: 'Org1MSP', message },
                { mspId: 'Org2MSP', message },
            ],
        });
        expect((await endorse(['put', 'k', 'v'], { organizations: ['Org2MSP', 'Org3MSP', 'Org4MSP'] })).message).toBe(
            'failed to find any endorsing peers for org(s): Org3MSP, Org4MSP',
        );
    });

    it('takes transient data to those only who may see what is written with it', async () => {
        install({
            endorsementPolicy: "AND('Org1MSP.peer', 'Org2MSP.peer')",
            collections: [{ name: 'own', policy: "OR('Org1MSP.member')" }],
        });
        // A collection's keys are under the chaincode's policy: Org2 would have to endorse, and see the transient data.
        const put = ['put', 'k', 'v', 'own'];
        expect(await endorse(put, { transient: { secret: 's' } })).toMatchObject({
            code: 'FAILED_PRECONDITION',
            message:
                'requires endorsement from organisation(s) that are not in the distribution policy of the private data ' +
                'collection(s): [own]; retry specifying trusted endorsing organizations to protect transient data',
        });
        expect((await endorse(put)).code).toBe('OK');
        const named = { transient: { secret: 's' }, organizations: ['Org1MSP', 'Org2MSP'] };
        expect((await endorse(put, named)).code).toBe('OK');
    });

    it('evaluates at its own peer, or at one of an organization that was named', async () => {
        install();
        const { encoded: proposedTransaction } = proposalOf(peer.client, ['put', 'k', 'v']);
        for (const targetOrganizations of [[], ['Org2MSP'], ['Org3MSP', 'Org2MSP'], ['Org2MSP', 'Org1MSP']]) {
            const request = evaluateRequest.encode({ proposedTransaction, targetOrganizations });
            const { code, reply } = await caller.call('Evaluate', request);
            expect([code, evaluateResponse.decode(reply).result?.payload.toString()]).toEqual(['OK', 'done']);
        }
        expect(await peer.height()).toBe(1n);
    });

    it('marks a transaction that is submitted twice, in one block or in two', async () => {
        install({ endorsementPolicy: "OR('Org1MSP.peer')" });
        await using blocks = await peer.blocks({ startBlock: 1n });
        const once = signed(await endorse(['put', 'k', 'v']));
        for (let time = 0; time < 3; time++) expect((await submit(once)).code).toBe('OK');
        const codes: string[] = [];
        for await (const { transactions } of blocks) {
            codes.push(...transactions.map((one) => one.status));
            if (codes.length === 3) break;
        }
        expect(codes).toEqual(['VALID', 'DUPLICATE_TXID', 'DUPLICATE_TXID']);
    });

    it('refuses certificates whose time is over, at each step', async () => {
        install({ endorsementPolicy: "OR('Org1MSP.peer')" });
        const endorsed = signed(await endorse(['put', 'k', 'v']));
        now = new Date(now.getTime() + 11 * 365 * 24 * 60 * 60 * 1000);
        const denied = 'access denied: channel [mychannel] creator org [Org1MSP]';
        expect((await endorse(['put', 'k', 'v'])).details).toMatchObject([
            { message: `error validating proposal: ${denied}` },
        ]);
        expect((await submit(endorsed)).message).toContain(
            'status=BAD_REQUEST, info=broadcast client identity expired',
        );
        const request = commitStatusRequest.encode({
            channelId: 'mychannel',
            transactionId: 'any',
            identity: peer.client.creator,
        });
        expect((await caller.call('CommitStatus', sign(peer.client, request))).code).toBe('PERMISSION_DENIED');
    });

    it('knows no organization that the network does not', async () => {
        install();
        const stranger = new Organization({ mspId: 'Org9MSP' }).createMember({ name: 'eve' });
        const { encoded } = proposalOf(stranger, ['put', 'k', 'v']);
        const unknown = 'access denied: channel [mychannel] creator org unknown, creator is malformed';
        expect(await caller.call('Evaluate', evaluateRequest.encode({ proposedTransaction: encoded }))).toMatchObject({
            code: 'FAILED_PRECONDITION',
            message: `evaluate call to endorser returned error: error validating proposal: ${unknown}`,
        });
        const forged = signed(await endorse(['put', 'k', 'v']), stranger);
        expect((await submit(forged)).message).toContain('status=FORBIDDEN');
    });

    it('listens on more than one port, each until it is closed', async () => {
        install();
        const second = await peer.listen({ host: 'localhost' });
        expect(second.port).not.toBe(address.port);
        await second.close();
        await second.close();
        await expect(peer.listen({ port: address.port })).rejects.toMatchObject({ code: 'LISTEN_FAILED' });
        expect((await endorse(['put', 'k', 'v'])).code).toBe('OK');
        await peer.close();
        await expect(peer.listen()).rejects.toMatchObject({ code: 'PEER_CLOSED' });
    });

    it('refuses to listen with what is no key', async () => {
        const tls = { cert: 'no certificate', key: 'no key' };
        await expect(peer.listen({ tls })).rejects.toMatchObject({ code: 'OPTION_INVALID' });
    });
});
