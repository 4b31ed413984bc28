import { ChaincodeError } from '@heddle/core';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { ContractError } from '../failures/contract-error';
import { failure } from '../failures/typed-failure';
import { Property } from '../index';
import { failureResponse, oneLine, publicFailure } from './failure-response';

describe('oneLine', () => {
    it('is one line of at most 2,000 bytes without space at its ends, whatever the text', () => {
        const unit = fc.constantFrom(
            'a',
            ' ',
            '\n',
            '\r',
            '\u2028',
            'ä',
            '€',
            '😀',
            '\ud800',
            '\u0000',
            'x'.repeat(700),
        );
        fc.assert(
            fc.property(fc.string({ unit, maxLength: 60, size: 'max' }), (text) => {
                const line = oneLine(text);
                const bytes = Buffer.from(line);
                expect(bytes.length).toBeLessThanOrEqual(2_000);
                expect(line.trim()).toBe(line);
                expect(line).not.toMatch(/[\n\r\u2028\u2029]/u);
                expect(line).not.toContain('\u0000');
            }),
            { numRuns: 500 },
        );
    });

    it('leaves a short line unchanged, and marks one that was cut', () => {
        expect(oneLine('NOT_FOUND: ä')).toBe('NOT_FOUND: ä');
        expect(oneLine('x'.repeat(2_000))).toHaveLength(2_000);
        expect(oneLine('x'.repeat(60_000))).toBe(`${'x'.repeat(1_997)}…`);
        expect(oneLine('€'.repeat(60_000))).toBe(`${'€'.repeat(665)}…`);
    });
});

describe('publicFailure', () => {
    const failureOf = (thrown: unknown, expose = false): string => {
        const { status, code, message } = publicFailure(thrown, 'tx1', expose);
        return `${status} ${code}: ${message}`;
    };
    const hidden =
        "500 INTERNAL_ERROR: transaction tx1 failed inside the chaincode; the chaincode's log has the details";

    it.each([
        ['an error', new Error('secret'), hidden],
        ['null', null, hidden],
        ['undefined', undefined, hidden],
        ['a text', 'secret', hidden],
        ['an object', { code: 'X', message: 'secret' }, hidden],
        ['an object that cannot be shown', Object.create(null), hidden],
        ['a ContractError', new ContractError('NO', 'thanks'), '400 NO: thanks'],
        ['a ContractError with a status', new ContractError('NO', 'thanks', { status: 503 }), '503 NO: thanks'],
        ['a ChaincodeError', new ChaincodeError('EMPTY_KEY', 'the key is empty'), '500 EMPTY_KEY: the key is empty'],
        [
            'a status of success',
            new ContractError('NO', 'thanks', { status: 200 }),
            "500 INVALID_STATUS: NO was thrown with status 200, and a failure's is 400 to 599: thanks",
        ],
        [
            'no status',
            new ContractError('NO', 'thanks', { status: NaN }),
            "500 INVALID_STATUS: NO was thrown with status NaN, and a failure's is 400 to 599: thanks",
        ],
    ])('of %s', (_, thrown, expected) => {
        expect(failureOf(thrown)).toBe(expected);
    });

    it('of a proxy that throws whatever it is asked', () => {
        const refuse = (): never => {
            throw new Error('no');
        };
        expect(failureOf(new Proxy({}, { has: refuse, get: refuse, getPrototypeOf: refuse }))).toBe(hidden);
    });

    it('shows any message where that is asked for', () => {
        expect(failureOf(new Error('shown'), true)).toBe('500 INTERNAL_ERROR: shown');
        expect(failureOf('shown', true)).toBe('500 INTERNAL_ERROR: shown');
        expect(failureOf(null, true)).toBe('500 INTERNAL_ERROR: something other than an Error was thrown: null');
    });
});

describe('failureResponse', () => {
    it('has everything in its payload, and what JSON cannot represent left out', () => {
        const failure = { status: 400, code: 'NO', message: 'a\nb', details: { b: 1n, a: 2 } };
        expect(failureResponse(failure)).toEqual({
            status: 400,
            message: 'NO: a b',
            payload: '{"code":"NO","details":{"a":2,"b":"1"},"message":"a\\nb"}',
        });
        const odd = failureResponse({ ...failure, message: 'x\ud800', details: { n: NaN } });
        expect(odd.payload).toBe('{"code":"NO","message":"x\ufffd"}');
    });
});

describe('details whose class is declared', () => {
    class Balance {
        @Property() has!: bigint;
    }
    const NotEnough = failure('NOT_ENOUGH', {
        details: Balance,
        message: ({ has }) => `the balance is ${has}`,
    });
    const messageOf = (details: Balance): unknown =>
        failureResponse(publicFailure(NotEnough(details), 'tx1', false)).message;

    it('stand behind the message, where a client can read them', () => {
        expect(messageOf({ has: 5n })).toBe('NOT_ENOUGH: the balance is 5 {"has":"5"}');
    });

    it('stay in the payload alone where the message would be too long', () => {
        const has = 10n ** 999n;
        expect(messageOf({ has })).toBe(`NOT_ENOUGH: the balance is ${has}`);
    });
});
