import { inherits } from 'node:util';
import { describe, expect, it } from '@jest/globals';
import { error } from './chaincode';
import { toError } from './errors';
import { createLogger } from './logger';

/** An error as it was made before there were classes. */
class OldError {
    readonly name = 'OldError';
    readonly message: string;
    readonly cause = new Error('what caused it');

    constructor(message: string) {
        this.message = message;
        Error.captureStackTrace(this, OldError);
    }
}
inherits(OldError, Error);

/** What a log shows of something that was thrown. */
function logged(thrown: unknown): { readonly name: string; readonly message: string; readonly stack: string } {
    const lines: string[] = [];
    createLogger('error', (line) => lines.push(line)).error({ err: toError(thrown) }, 'failed');
    const [line = ''] = lines;
    return (JSON.parse(line) as { err: ReturnType<typeof logged> }).err;
}

describe('something that was thrown, in the log', () => {
    it.each([
        ['a text', '"a text"'],
        [5n, '5n'],
        [null, 'null'],
        [{ code: 'E_QUOTA', details: { left: 0 } }, "{ code: 'E_QUOTA', details: { left: 0 } }"],
        [[1, 'two'], "[ 1, 'two' ]"],
    ])('is shown by what it holds: %p', (thrown, text) => {
        expect(logged(thrown).message).toBe(`something other than an Error was thrown: ${text}`);
    });

    it('is the error that it is, where its class inherits from Error in the old way', () => {
        const { name, message, stack } = logged(new OldError('no asset a1'));
        expect([name, message]).toEqual(['OldError', 'no asset a1']);
        expect(stack).toMatch(/^OldError: no asset a1\n {4}at .*errors\.test.*\ncaused by: Error: what caused it\n/s);
        expect(error(new OldError('no asset a1'))).toEqual({ status: 500, message: 'no asset a1' });
    });

    it('has no more than the beginning of what is large', () => {
        expect(logged({ rows: Array(10_000).fill('x'.repeat(5_000)) }).message.length).toBeLessThan(30_000);
    });

    it('is named for its kind where nothing of it can be asked', () => {
        const refuse = (): never => {
            throw new Error('no');
        };
        const thrown = new Proxy({}, { get: refuse, getPrototypeOf: refuse, ownKeys: refuse });
        expect(logged(thrown).message).toMatch(/^something other than an Error was thrown: /);
    });
});
