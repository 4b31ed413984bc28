import { describe, expect, it } from '@jest/globals';
import { type CpuProfile, selfTimes } from './cpu-profile';

const node = (id: number, functionName: string, url = ''): CpuProfile['nodes'][number] => ({
    id,
    callFrame: { functionName, url, lineNumber: 9 },
});

const profile = {
    nodes: [
        node(1, '(idle)'),
        node(2, 'step', 'file:///somewhere/packages/core/dist/session.js'),
        node(3, '', '/x/node_modules/@grpc/grpc-js/build/src/call.js'),
        node(4, 'step', 'file:///somewhere/packages/core/dist/session.js'),
    ],
    samples: [3, 2, 1, 4, 3],
    timeDeltas: [900_000, 100_000, 500_000, 200_000, 100_000],
};

describe('selfTimes', () => {
    it('adds up the samples of a function and leaves idle time out', () => {
        expect(selfTimes(profile, 10)).toEqual([
            { place: '(anonymous) @grpc/grpc-js/build/src/call.js:10', share: 1_000_000 / 1_300_000 },
            { place: 'step packages/core/dist/session.js:10', share: 300_000 / 1_300_000 },
        ]);
    });

    it('counts the end of the profile only', () => {
        expect(selfTimes(profile, 0.3).map(({ share }) => share)).toEqual([2 / 3, 1 / 3]);
    });
});
