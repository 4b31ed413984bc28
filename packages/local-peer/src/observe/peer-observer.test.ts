import { inspect } from 'node:util';
import { requests } from '@heddle/protocol';
import { describe, expect, it } from '@jest/globals';
import { Organization } from '../identity/organization';
import { LocalPeer } from '../local-peer';
import { LogRecorder } from '../testing/log-recorder';
import { type Script, ScriptedChaincode } from '../testing/scripted-chaincode';
import type { ObservedBlock, ObservedProposal, PeerObserver } from './peer-observer';

const script: Script = {
    async put({ ask }, key = '', value = '') {
        await ask(requests.getState, { key });
        await ask(requests.putState, { key, value: Buffer.from(value) });
        return { payload: 'done', event: { name: 'put', payload: key } };
    },
    fail: () => ({ status: 404, message: 'gone' }),
};

class Recorder implements PeerObserver {
    readonly proposals: ObservedProposal[] = [];
    readonly blocks: ObservedBlock[] = [];

    proposal(proposal: ObservedProposal): void {
        this.proposals.push(proposal);
    }

    block(block: ObservedBlock): void {
        this.blocks.push(block);
    }
}

async function start(observer: PeerObserver, log = new LogRecorder()): Promise<LocalPeer> {
    const organizations = [new Organization({ mspId: 'Org2MSP' })];
    const peer = await LocalPeer.start({ observer, organizations, logger: log });
    peer.install({ name: 'basic', packageId: 'basic:1', connect: new ScriptedChaincode('basic:1', script).connect });
    return peer;
}

describe('an observer of a local peer', () => {
    it('is told of a submitted transaction: who, what, what came of it, and its block', async () => {
        const seen = new Recorder();
        await using peer = await start(seen);
        const alice = peer.organization.createMember({ name: 'alice' });
        const { txId } = await peer.submit({
            chaincode: 'basic',
            function: 'put',
            args: ['k', 'v'],
            transient: { secret: 'hidden' },
            identity: alice,
        });
        expect(seen.proposals).toMatchObject([
            {
                purpose: 'endorse',
                txId,
                channel: 'mychannel',
                chaincode: 'basic',
                creator: { mspId: 'Org1MSP', name: 'alice' },
                isInit: false,
                args: ['put', 'k', 'v'].map((arg) => Buffer.from(arg)),
                transientKeys: ['secret'],
                result: {
                    response: { status: 200, payload: Buffer.from('done') },
                    event: { name: 'put' },
                    readWriteSet: [
                        { namespace: '_lifecycle', reads: [{ key: 'namespaces/fields/basic/Sequence' }] },
                        { namespace: 'basic', reads: [{ key: 'k' }], writes: [{ key: 'k' }] },
                    ],
                    endorsedBy: ['Org1MSP', 'Org2MSP'],
                },
                error: undefined,
            },
        ]);
        expect(inspect(seen.proposals, { depth: Infinity })).not.toContain('hidden');
        expect(Object.isFrozen(seen.proposals[0])).toBe(true);
        expect(seen.blocks).toEqual([{ channel: 'mychannel', number: 1n, transactions: [{ txId, status: 'VALID' }] }]);
    });

    it('is told of evaluations, of failures, and of proposals that were refused', async () => {
        const seen = new Recorder();
        await using peer = await start(seen);
        await peer.evaluate({ chaincode: 'basic', function: 'put', args: ['k', 'v'] });
        await peer.submit({ chaincode: 'basic', function: 'fail' });
        const stranger = new Organization({ mspId: 'Org9MSP' }).createMember({ name: 'mallory' });
        await expect(peer.submit({ chaincode: 'basic', identity: stranger })).rejects.toThrow();
        expect(seen.proposals).toMatchObject([
            { purpose: 'evaluate', result: { endorsedBy: [] } },
            { purpose: 'endorse', result: { response: { status: 404, message: 'gone' }, endorsedBy: [] } },
            { creator: { mspId: 'Org9MSP', name: 'mallory' }, result: undefined, error: expect.any(String) },
        ]);
        expect(seen.blocks).toEqual([]);
    });

    it('changes nothing when it throws', async () => {
        const log = new LogRecorder();
        const fail = (): void => {
            throw new Error('no terminal');
        };
        await using peer = await start({ proposal: fail, block: fail }, log);
        const { commit } = await peer.submit({ chaincode: 'basic', function: 'put', args: ['k', 'v'] });
        expect(commit?.status).toBe('VALID');
        expect(JSON.stringify(log)).toContain('the observer of the local peer failed: no terminal');
    });
});
