import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { guardedLogger } from './guarded-logger';
import { ChaincodeServer } from './hosting/chaincode-server';
import type { Logger } from './logger';
import { ScriptedPeer } from './testing/scripted-peer';
import { resultOf } from './testing/served-session';
import { createTestChaincode } from './testing/test-chaincode';

const chaincode = createTestChaincode({
    echo: (_stub, text) => text,
    fail: () => {
        throw new Error('a defect');
    },
});

const thrown = (): never => {
    throw new Error('no disk');
};
const rejected = (): Promise<void> => Promise.reject(new Error('no disk'));

function loggerOf(write: () => unknown, isLevelEnabled: () => boolean = () => true): Logger {
    return { debug: write, info: write, warn: write, error: write, isLevelEnabled };
}

describe('a logger that fails', () => {
    let printed: string[];
    beforeEach(() => {
        printed = [];
        jest.spyOn(process.stderr, 'write').mockImplementation((line) => printed.push(String(line)) > 0);
    });
    afterEach(() => {
        jest.restoreAllMocks();
    });

    it.each<[how: string, logger: Logger]>([
        ['throws', loggerOf(thrown)],
        ['rejects', loggerOf(rejected)],
        ['throws and cannot say its level', loggerOf(thrown, thrown)],
        ['lacks its methods', {} as Logger],
    ])('by a logger that %s costs no transaction and no line', async (_how, logger) => {
        await using server = new ChaincodeServer(chaincode, { packageId: 'cc:1', address: '127.0.0.1:0', logger });
        const { address } = await server.start();
        await using peer = ScriptedPeer.dial(address);
        await peer.register();
        expect(resultOf(await peer.result({ txId: 'a', args: ['fail'] })).message).toContain('INTERNAL_ERROR');
        await peer.sendBytes(Buffer.from([0xff]));
        expect(resultOf(await peer.result({ txId: 'b', args: ['echo', 'on'] })).payload.toString()).toBe('on');
        await server.close();
        const lines = printed.map((line) => JSON.parse(line) as Record<string, unknown>);
        const failed = lines.find(({ txId }) => txId === 'a');
        expect(failed).toMatchObject({ level: 'error', err: { message: 'a defect' } });
        expect(failed?.['msg']).toMatch(/\(to standard error, since the logger failed: .+\)$/);
        expect(printed.join('')).toContain('ignored a frame that is not a message');
    });

    it('has its line printed where what it failed by is among the fields', () => {
        const logger = loggerOf(thrown);
        const fields = {
            get size(): number {
                throw new Error('no size');
            },
        };
        guardedLogger(logger).info(fields, 'done');
        expect(printed.join('')).toMatch(/"level":"info".*size.*"msg":"done \(to standard error/);
    });
});
