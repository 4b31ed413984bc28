import { ChaincodeServer, createLogger } from '@heddle/core';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { parseGoDuration } from '../packaging/go-duration';
import { examineConnection } from './examine-connection';

let server: ChaincodeServer;
let address: string;

beforeAll(async () => {
    const answer = (): Promise<{ status: number }> => Promise.resolve({ status: 200 });
    const logger = createLogger('error', () => undefined);
    server = new ChaincodeServer(
        { Init: answer, Invoke: answer },
        { packageId: 'assets:1', address: '127.0.0.1:0', logger },
    );
    ({ address } = await server.start());
});

afterAll(() => server.close());

describe('a server that is dialled for as long as its package says', () => {
    it.each(['597h', '1000h', '2562047h'])('is found within %s, which is more than a timer takes', async (text) => {
        const timeoutMs = parseGoDuration(text);
        const diagnosis = await examineConnection({
            address,
            view: undefined,
            tls: undefined,
            packageId: undefined,
            timeoutMs,
        });
        expect(diagnosis).toMatchObject({ detail: expect.stringContaining('registers as assets:1'), findings: [] });
    });

    it('is told not to answer within a part of a millisecond', async () => {
        const timeoutMs = parseGoDuration('100us');
        const diagnosis = await examineConnection({
            address,
            view: undefined,
            tls: undefined,
            packageId: undefined,
            timeoutMs,
        });
        expect(diagnosis.detail).toMatch(/^(failed at|the server at .* registers)/);
    });
});

describe('the time of a package', () => {
    it('cannot be read by a peer where its nanoseconds do not fit into 64 bits', () => {
        expect(parseGoDuration('2562047h')).toBe(2_562_047 * 3_600_000);
        expect(parseGoDuration('2562048h')).toBeUndefined();
        expect(parseGoDuration('-2562048h')).toBeUndefined();
    });
});
