import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { MemoryLevel } from 'memory-level';
import { Channel } from '../channel/channel';
import { EndorsementPlan } from '../endorse/endorsement-plan';
import { Membership } from '../identity/membership';
import { Organization } from '../identity/organization';
import { LevelLedgerStore } from '../ledger/level-ledger-store';
import { silentLogger } from '../logger';
import { sign } from '../testing/gateway-caller';
import { chaincodeEvents } from './chaincode-events';
import { commitStatus } from './commit-status';
import type { GatewayContext } from './gateway-context';
import { chaincodeEventsRequest, commitStatusRequest } from './gateway-messages';

const organization = new Organization({ mspId: 'Org1MSP' });
const client = organization.createMember({ name: 'alice' });
const { creator: identity } = client;

describe('nothing is held by', () => {
    let channel: Channel;
    let context: GatewayContext;
    let ending: AbortController;

    beforeEach(async () => {
        const clock = (): Date => new Date();
        const membership = new Membership([organization], clock);
        const store = await LevelLedgerStore.open(new MemoryLevel(), 'mychannel');
        const options = { batch: {}, clock, endorsers: ['Org1MSP'], stateDatabase: 'leveldb' } as const;
        channel = await Channel.open({ id: 'mychannel', store, membership, ...options });
        const find = (): Channel => channel;
        const plan = new EndorsementPlan(new Map(), 'Org1MSP', find);
        context = {
            address: 'localhost:1',
            addressOf: () => undefined,
            plan,
            membership,
            clock,
            logger: silentLogger,
            channel: find,
        };
        ending = new AbortController();
    });

    afterEach(() => channel.close());

    function statusOf(transactionId: string): Buffer {
        return sign(client, commitStatusRequest.encode({ channelId: 'mychannel', transactionId, identity }));
    }

    function events(): AsyncGenerator<Buffer> {
        const request = { channelId: 'mychannel', chaincodeId: 'basic', identity };
        return chaincodeEvents(context, sign(client, chaincodeEventsRequest.encode(request)), ending.signal);
    }

    it('a wait for a commit', async () => {
        const waiting = commitStatus(context, statusOf('never'), ending);
        expect(channel.feed.listenerCount).toBe(1);
        ending.abort();
        await expect(waiting).rejects.toMatchObject({ code: 'CANCELLED' });
        expect(channel.feed.listenerCount).toBe(0);
    });

    it('a wait that has ended before it began', async () => {
        ending.abort();
        await expect(commitStatus(context, statusOf('never'), ending)).rejects.toMatchObject({
            code: 'CANCELLED',
        });
        expect(channel.feed.listenerCount).toBe(0);
    });

    it('a stream of events, in the midst of waiting', async () => {
        const next = events().next();
        while (channel.feed.listenerCount === 0) await new Promise((resolve) => setImmediate(resolve));
        ending.abort();
        expect((await next).done).toBe(true);
        expect(channel.feed.listenerCount).toBe(0);
    });

    it('a stream of events that has ended before it began', async () => {
        ending.abort();
        expect((await events().next()).done).toBe(true);
        expect(channel.feed.listenerCount).toBe(0);
    });
});
