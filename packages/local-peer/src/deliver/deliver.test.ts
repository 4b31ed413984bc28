import { requests } from '@heddle/protocol';
import { common, peer as peerProtos } from '@hyperledger/fabric-protos';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { Organization } from '../identity/organization';
import { LocalPeer } from '../local-peer';
import { DeliverCaller, seekEnvelope } from '../testing/deliver-caller';
import { ScriptedChaincode } from '../testing/scripted-chaincode';

describe('Deliver', () => {
    let now: Date;
    let peer: LocalPeer;
    let address: string;

    beforeEach(async () => {
        now = new Date();
        peer = await LocalPeer.start({ clock: () => now });
        const { packageId, connect } = new ScriptedChaincode('basic:1', {
            async put({ ask }, key = '', value = '') {
                await ask(requests.putState, { key, value: Buffer.from(value) });
                return { event: { name: 'made', payload: 'secret' } };
            },
            async putPrivate({ ask }, key = '', value = '') {
                await ask(requests.putState, { collection: '_implicit_org_Org1MSP', key, value: Buffer.from(value) });
            },
        });
        peer.install({ name: 'basic', packageId, connect });
        ({ address } = await peer.listen());
    });

    afterEach(() => peer.close());

    async function put(name = 'put'): Promise<string> {
        return (await peer.submit({ chaincode: 'basic', function: name, args: ['k', 'v'] })).txId;
    }

    function call(method: string, seek: { start: number; stop?: number }): DeliverCaller {
        const caller = new DeliverCaller(address, method);
        caller.stream.write(seekEnvelope(peer.client, { ...seek, time: now }));
        return caller;
    }

    it('gives the bytes of blocks as the ledger has them, and those to come', async () => {
        await put();
        using caller = call('Deliver', { start: 0 });
        await caller.receive(2);
        await put();
        await caller.receive(3);
        const blocks: Buffer[] = [];
        for await (const { encoded } of await peer.blocks({ startBlock: 0n })) if (blocks.push(encoded) === 3) break;
        const given = caller.responses.map((one) => Buffer.from(one.getBlock()?.serializeBinary() ?? []));
        expect(given.map(normalised)).toEqual(blocks.map(normalised));
    });

    it('leaves the payload out of the events of filtered blocks', async () => {
        const txId = await put();
        using caller = call('DeliverFiltered', { start: 1, stop: 1 });
        expect(await caller.receive(2)).toEqual(['1', 'SUCCESS']);
        const chaincodeEvent = { chaincodeId: 'basic', txId, eventName: 'made', payload: '' };
        expect(caller.responses[0]?.getFilteredBlock()?.toObject()).toEqual({
            channelId: 'mychannel',
            number: 1,
            filteredTransactionsList: [
                {
                    txid: txId,
                    type: common.HeaderType.ENDORSER_TRANSACTION,
                    txValidationCode: 0,
                    transactionActions: { chaincodeActionsList: [{ chaincodeEvent }] },
                },
            ],
        });
    });

    it('leaves bytes that are not envelopes out of filtered blocks, and gives a status for an envelope with garbage in it', async () => {
        const good = await peer.endorse({ chaincode: 'basic', function: 'put', args: ['k', 'v'] });
        await peer.commit({ ...good, envelope: Buffer.from('garbage') }, good);
        const payload = Buffer.of(0x0a, 0x02, 0xff, 0xff);
        await peer.commit({ ...good, envelope: payload });
        await put();
        using caller = call('DeliverFiltered', { start: 1, stop: 3 });
        expect(await caller.receive(4)).toEqual(['1', 'BAD_REQUEST', '3', 'SUCCESS']);
        const [transaction, ...more] = caller.responses[0]?.getFilteredBlock()?.getFilteredTransactionsList() ?? [];
        expect([transaction?.getTxid(), more]).toEqual([good.txId, []]);
    });

    it('gives private writes under the number of their transaction', async () => {
        await put('putPrivate');
        using caller = call('DeliverWithPrivateData', { start: 0, stop: 1 });
        await caller.receive(3);
        const found = caller.responses.slice(0, 2).map((one) => {
            const entries = one.getBlockAndPrivateData()?.toObject().privateDataMapMap ?? [];
            return entries.map(([number, { nsPvtRwsetList }]) => [number, nsPvtRwsetList.map((one) => one.namespace)]);
        });
        expect(found).toEqual([[], [[0, ['basic']]]]);
    });

    it('ends with the certificate of its client', async () => {
        using caller = call('Deliver', { start: 0 });
        await caller.receive(1);
        now = new Date(now.getTime() + 11 * 365 * 24 * 60 * 60 * 1000);
        peer.commit({ ...(await expired()), envelope: Buffer.from('any') }).catch(() => undefined);
        expect(await caller.receive(2)).toEqual(['0', 'FORBIDDEN']);
    });

    /** What commit needs to order an envelope, of a failed transaction too. */
    async function expired(): Promise<Awaited<ReturnType<LocalPeer['endorse']>>> {
        const before = now;
        now = new Date();
        const endorsed = await peer.endorse({ chaincode: 'basic', function: 'put', args: ['k', 'v'] });
        now = before;
        return endorsed;
    }

    it('is refused to members of organizations that the channel does not have', async () => {
        const stranger = new Organization({ mspId: 'Org3MSP' }).createMember({ name: 'mallory' });
        using caller = new DeliverCaller(address, 'Deliver');
        caller.stream.write(seekEnvelope(stranger, { start: 0 }));
        expect(await caller.receive(1)).toEqual(['FORBIDDEN']);
        expect(await caller.ended).toBe('OK: OK');
    });
});

/** As fabric-protos writes it. */
function normalised(encoded: Buffer): object {
    return peerProtos.DeliverResponse.toObject(false, wrap(encoded));
}

function wrap(encoded: Buffer): peerProtos.DeliverResponse {
    const response = new peerProtos.DeliverResponse();
    response.setBlock(common.Block.deserializeBinary(encoded));
    return response;
}
