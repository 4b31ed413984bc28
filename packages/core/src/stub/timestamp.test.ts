import { proposalParts } from '@heddle/protocol';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { success } from '../chaincode';
import { ServedSession } from '../testing/served-session';
import { Int64 } from './int64';
import { Timestamp } from './timestamp';

/** Chaincode in JavaScript as it is written for fabric-shim, of which TypeScript accepts the half. */
interface Loose {
    readonly seconds: { readonly low: number; toInt(): number; toNumber(): number } & number;
    readonly nanos: number;
}

/** The ways in which existing chaincode makes milliseconds of the seconds. */
const IDIOMS: Readonly<Record<string, (time: Loose) => number>> = {
    'seconds.low * 1000': ({ seconds }) => seconds.low * 1000,
    'seconds.toInt() * 1000': ({ seconds }) => seconds.toInt() * 1000,
    'seconds.toNumber() * 1000': ({ seconds }) => seconds.toNumber() * 1000,
    'seconds * 1000': ({ seconds }) => seconds * 1000,
    'Number(seconds) * 1000': ({ seconds }) => Number(seconds) * 1000,
    '(seconds + 0) * 1000': ({ seconds }) => (seconds + 0) * 1000,
    'parseInt of the text': ({ seconds }) => Number.parseInt(String(seconds), 10) * 1000,
    'new Date(seconds * 1000)': ({ seconds }) => new Date(seconds * 1000).getTime(),
    'what JSON has': (time) => (JSON.parse(JSON.stringify(time)) as Loose).seconds * 1000,
};

const TIME = { seconds: 1_700_000_000n, nanos: 123_456_789 };

describe('the time of a transaction', () => {
    it.each(Object.entries(IDIOMS))('is what chaincode makes of its stub by %s', async (_, idiom) => {
        await using session = await ServedSession.start((stub) => {
            const time = stub.getTxTimestamp() as unknown as Loose; // what chaincode in JavaScript takes it for
            return success(String(idiom(time)));
        });
        const { payload, message } = await session.result({ proposal: proposalAt(TIME) });
        expect([message, payload.toString()]).toEqual(['', '1700000000000']);
    });
});

function proposalAt(timestamp: typeof TIME): Buffer {
    const parts = proposalParts;
    const channelHeader = parts.channelHeader.encode({ timestamp });
    const proposal = parts.proposal.encode({ header: parts.header.encode({ channelHeader }) });
    return parts.signedProposal.encode({ proposal });
}

describe('a time of the ledger', () => {
    const time = new Timestamp(TIME);
    const loose = time as unknown as Loose; // what chaincode in JavaScript takes it for
    const milliseconds = 1_700_000_000_000;

    it.each(Object.entries(IDIOMS))('is the same by %s', (_, idiom) => {
        expect(idiom(loose)).toBe(milliseconds);
    });

    it('compares with numbers', () => {
        expect(loose.seconds > 1_699_999_999 && loose.seconds < 1_700_000_001).toBe(true);
    });

    it('is a Date, cut to milliseconds', () => {
        expect(time.toDate()).toEqual(new Date(milliseconds + 123));
    });

    it('is JSON', () => {
        expect(JSON.stringify(time)).toBe('{"seconds":1700000000,"nanos":123456789}');
    });
});

describe('a number of 64 bits', () => {
    it('is what it was made of', () => {
        fc.assert(
            fc.property(fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }), (value) => {
                const made = new Int64(value);
                expect(made.toBigInt()).toBe(value);
                expect(String(made)).toBe(String(value));
                expect(made.toNumber()).toBe(Number(value));
                expect([made.low, made.high]).toEqual([
                    Number(BigInt.asIntN(32, value)),
                    Number(BigInt.asIntN(32, value >> 32n)),
                ]);
            }),
        );
    });
});
