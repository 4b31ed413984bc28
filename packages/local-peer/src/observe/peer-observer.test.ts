import { inspect } from 'node:util';
import { requests } from '@heddle/protocol';
import { describe, expect, it, jest } from '@jest/globals';
import { Organization } from '../identity/organization';
import { LocalPeer } from '../local-peer';
import type { PeerLogger } from '../logger';
import { LogRecorder } from '../testing/log-recorder';
import { type Script, ScriptedChaincode } from '../testing/scripted-chaincode';
import type { ObservedBlock, ObservedProposal, PeerObserver } from './peer-observer';

const MS = expect.any(Number) as unknown as number; // stands for any number
let runs = 0;

const script: Script = {
    async put({ ask }, key = '', value = '') {
        await ask(requests.getState, { key });
        await ask(requests.putState, { key, value: Buffer.from(value) });
        return { payload: 'done', event: { name: 'put', payload: key } };
    },
    async putNumber({ ask }) {
        await ask(requests.putState, { key: 'k', value: Buffer.from(JSON.stringify({ number: ++runs })) });
    },
    async putNumbers({ ask }) {
        const value = Buffer.from(String(++runs));
        for (let number = 0; number < 25; number++) await ask(requests.putState, { key: `k${number}`, value });
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

async function start(observer: PeerObserver, logger?: PeerLogger): Promise<LocalPeer> {
    const organizations = [new Organization({ mspId: 'Org2MSP' })];
    const peer = await LocalPeer.start({ observer, organizations, ...(logger && { logger }) });
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
                height: 1n,
                peers: ['Org1MSP', 'Org2MSP'].map((mspId) => ({ mspId, milliseconds: MS, status: 200, message: '' })),
                disagreement: undefined,
            },
        ]);
        expect(seen.proposals[0]?.creator.certificate).toContain('BEGIN CERTIFICATE');
        expect(inspect(seen.proposals, { depth: Infinity })).not.toContain('hidden');
        expect(Object.isFrozen(seen.proposals[0])).toBe(true);
        const ofChaincode = {
            of: 'chaincode',
            namespace: 'basic',
            collection: '',
            key: undefined,
            text: "AND('Org1MSP.member', 'Org2MSP.member')",
            isFulfilled: true,
            missing: [],
        };
        const transaction = { txId, txNumber: 0, status: 'VALID', waited: MS, policies: [ofChaincode] };
        const milliseconds = { validation: MS, write: MS };
        expect(seen.blocks).toEqual([
            { channel: 'mychannel', number: 1n, time: expect.any(Date), milliseconds, transactions: [transaction] },
        ]);
    });

    it('is told what the peers of organizations did not do alike', async () => {
        const seen = new Recorder();
        await using peer = await start(seen);
        const submitted = peer.submit({ chaincode: 'basic', function: 'putNumber' });
        await expect(submitted).rejects.toMatchObject({ code: 'NOT_ENDORSED' });
        const values = [
            { by: 'Org1MSP', value: expect.stringMatching(/^\d+$/) },
            { by: 'Org2MSP', value: expect.stringMatching(/^\d+$/) },
        ];
        expect(seen.proposals).toMatchObject([
            {
                result: undefined,
                peers: [{ mspId: 'Org1MSP' }, { mspId: 'Org2MSP' }],
                disagreement: { between: 'organizations', differences: [{ what: 'write of k, number', values }] },
            },
        ]);
    });

    it('is told of twenty differences at most', async () => {
        const seen = new Recorder();
        await using peer = await start(seen);
        await expect(peer.submit({ chaincode: 'basic', function: 'putNumbers' })).rejects.toThrow();
        expect(seen.proposals[0]?.disagreement?.differences).toHaveLength(20);
    });

    it('is told which policy a transaction has not fulfilled, and whose signature is missing', async () => {
        const seen = new Recorder();
        await using peer = await start(seen);
        const { commit } = await peer.submit({
            chaincode: 'basic',
            function: 'put',
            args: ['k', 'v'],
            endorsingOrganizations: ['Org1MSP'],
        });
        expect(commit?.status).toBe('ENDORSEMENT_POLICY_FAILURE');
        expect(commit).not.toHaveProperty('policies');
        expect(seen.blocks[0]?.transactions[0]?.policies).toMatchObject([
            { of: 'chaincode', namespace: 'basic', isFulfilled: false, missing: ["'Org2MSP.member'"] },
        ]);
    });

    it('is told of policies that no peers can fulfil together', async () => {
        const seen = new Recorder();
        await using peer = await start(seen);
        const endorsementPolicy = "AND('Org1MSP.peer', 'Org9MSP.peer')";
        const { connect } = new ScriptedChaincode('basic:1', script);
        peer.install({ name: 'strict', packageId: 'basic:1', connect, endorsementPolicy });
        await expect(peer.submit({ chaincode: 'strict', function: 'put', args: ['k', 'v'] })).rejects.toThrow();
        expect(seen.proposals).toMatchObject([{ peers: [{ mspId: 'Org1MSP' }], demands: [endorsementPolicy] }]);
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

    it.each<[how: string, fail: () => void]>([
        [
            'throws',
            () => {
                throw new Error('no terminal');
            },
        ],
        ['rejects', () => Promise.reject(new Error('no terminal'))], // as an async method does
    ])('changes nothing when it %s', async (_how, fail) => {
        const log = new LogRecorder();
        await using peer = await start({ proposal: fail, block: fail }, log);
        const { commit } = await peer.submit({ chaincode: 'basic', function: 'put', args: ['k', 'v'] });
        expect(commit?.status).toBe('VALID');
        expect(JSON.stringify(log)).toContain('the observer of the local peer failed: no terminal');
    });

    it('is heard of where it throws and there is no log', async () => {
        const warned = jest.spyOn(process, 'emitWarning').mockReturnValue();
        await using peer = await start({
            block: () => {
                throw new Error('no terminal');
            },
        });
        await peer.submit({ chaincode: 'basic', function: 'put', args: ['k', 'v'] });
        expect(warned.mock.calls).toEqual([['the observer of the local peer failed: no terminal']]);
        jest.restoreAllMocks();
    });

    it('is heard of where its log fails, too, and nothing else is changed', async () => {
        const printed: string[] = [];
        jest.spyOn(process.stderr, 'write').mockImplementation((line) => printed.push(String(line)) > 0);
        const fail = (): void => {
            throw new Error('no terminal');
        };
        await using peer = await start({ block: fail }, { debug: fail, info: fail, warn: fail, error: fail });
        const { commit } = await peer.submit({ chaincode: 'basic', function: 'put', args: ['k', 'v'] });
        jest.restoreAllMocks();
        expect(commit?.status).toBe('VALID');
        expect(printed.join('')).toMatch(
            /^error: the observer of the local peer failed: no terminal \(to standard error, since the logger failed: /m,
        );
    });
});
