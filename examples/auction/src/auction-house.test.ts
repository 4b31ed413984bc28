import { ContractChaincode } from '@heddle/contract';
import { createLogger, SessionRunner } from '@heddle/core';
import { LocalPeer, Organization, type SigningIdentity } from '@heddle/local-peer';
import { createStreamPair } from '@heddle/protocol';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { AuctionHouse } from './auction-house';

const BID = 90_000_000_000_000_000_001n;
const TERMS = {
    id: 'a1',
    lots: [{ description: 'a loom', count: 1 }],
    reserve: '90000000000000000000',
    closes: '2030-01-01T00:00:00Z',
};

const buyers = new Organization({ mspId: 'BuyersMSP' });
const buyer = buyers.createMember({ name: 'ann' });
const auctioneer = buyers.createMember({ name: 'eve', attributes: { role: 'auctioneer' } });

let now: Date;
let peer: LocalPeer;

beforeEach(async () => {
    now = new Date();
    peer = await LocalPeer.start({ mspId: 'HouseMSP', organizations: [buyers], clock: () => now });
    const chaincode = new ContractChaincode({ contracts: [AuctionHouse] });
    peer.install({
        name: 'auction',
        packageId: 'auction:1',
        connect: () => {
            const [ours, theirs] = createStreamPair();
            const logger = createLogger('error', () => undefined);
            // Ends with the stream; never rejects.
            void new SessionRunner(ours, { packageId: 'auction:1', chaincode, logger }).run();
            return theirs;
        },
    });
    await peer.launch({ chaincode: 'auction' });
});

afterEach(() => peer.close());

/** What a call answers: its payload, or status and message. What succeeds is committed. */
async function call(identity: SigningIdentity | undefined, name: string, ...args: string[]): Promise<string> {
    const request = { chaincode: 'auction', function: name, args, ...(identity === undefined ? {} : { identity }) };
    const { status, message, payload } = await peer.submit(request);
    return status < 400 ? payload.toString() : `${status} ${message}`;
}

describe('the auction house', () => {
    it('sells to the best bid, in amounts beyond 2^53', async () => {
        expect(await call(undefined, 'open', JSON.stringify(TERMS))).toBe('');
        expect(await call(buyer, 'bid', 'a1', 'ann', '5')).toBe('5');
        expect(await call(buyer, 'bid', 'a1', 'ann', String(BID))).toBe(String(BID - 5n));
        expect(await call(buyer, 'bid', 'a1', 'bob', '6')).toBe(
            `400 BID_TOO_LOW: 6 is not above ${BID} {"amount":"6","best":"${BID}"}`,
        );
        expect(await call(auctioneer, 'close', 'a1')).toBe('sold');
        expect(JSON.parse(await call(buyer, 'read', 'a1'))).toMatchObject({
            status: 'sold',
            best: { bidder: 'ann', amount: String(BID) },
            bidders: { ann: 2 },
            closes: '2030-01-01T00:00:00.000Z',
        });
        expect(await call(buyer, 'bid', 'a1', 'ann', '9')).toBe(
            '409 AUCTION_CLOSED: auction a1 takes no bids any more',
        );
    });

    it('lets each role do what is its own', async () => {
        expect(await call(buyer, 'open', JSON.stringify(TERMS))).toBe(
            '403 ACCESS_DENIED: clients of BuyersMSP may not call open',
        );
        await call(undefined, 'open', JSON.stringify(TERMS));
        expect(await call(buyer, 'close', 'a1')).toBe(
            '403 ACCESS_DENIED: only clients with the attribute role=auctioneer may call close',
        );
        expect(await call(auctioneer, 'close', 'a1')).toBe('withdrawn');
    });

    it('takes no bids when the time is over', async () => {
        now = new Date('2029-12-31T23:59:59Z');
        await call(undefined, 'open', JSON.stringify(TERMS));
        now = new Date('2030-01-01T00:00:00Z');
        expect(await call(buyer, 'bid', 'a1', 'ann', '5')).toMatch(/^409 AUCTION_CLOSED/);
        expect(await call(undefined, 'open', JSON.stringify({ ...TERMS, id: 'a2' }))).toMatch(/^400 CLOSES_TOO_EARLY/);
    });

    it('says all that is wrong with terms', async () => {
        const terms = { ...TERMS, lots: [{ description: '', count: 0.5 }], reserve: 5, closes: 'soon', extra: 1 };
        expect(await call(undefined, 'open', JSON.stringify(terms))).toBe(
            '400 VALIDATION_FAILED: terms.extra is not a property of AuctionTerms; ' +
                'terms.lots[0].description must be longer than or equal to 1 characters; ' +
                'terms.lots[0].count must not be less than 1; terms.lots[0].count must be an integer number; ' +
                'terms.reserve must be a string with an integer in decimal digits, not 5; ' +
                'terms.closes must be a date and time as in 2025-01-31T12:00:00.000Z (RFC 3339), not "soon"',
        );
    });
});
