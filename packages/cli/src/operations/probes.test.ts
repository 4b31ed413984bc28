import { describe, expect, it } from '@jest/globals';
import type { HostState, Phase } from './operated-host';
import { probeHealth, probeReadiness } from './probes';

function state(phase: Phase, more: Partial<HostState['host']> = {}, phaseMs = 0, refusal?: string): HostState {
    return {
        phase,
        phaseMs,
        graceMs: 10_000,
        refusal,
        host: { sessionCount: 0, isReady: false, transactionsInFlight: 0, ...more },
    };
}

describe('readiness', () => {
    it.each([
        ['before it listens', state('starting'), 503],
        ['before the first peer, and after the last', state('serving'), 200],
        ['while no peer has accepted the registration', state('serving', { sessionCount: 2 }), 503],
        ['while one has', state('serving', { sessionCount: 2, isReady: true }), 200],
        ['after a peer has refused it', state('serving', {}, 0, 'not accepted'), 503],
        ['while it closes, whatever streams it has', state('closing', { sessionCount: 1, isReady: true }), 503],
    ])('%s', (_when, asked, status) => {
        expect(probeReadiness(asked)).toMatchObject({
            status,
            body: { status: status === 200 ? 'ready' : 'not ready' },
        });
    });
});

describe('health', () => {
    it.each([
        ['while it starts, however long that takes', state('starting', {}, 600_000), 200],
        ['while it serves', state('serving', {}, 600_000), 200],
        ['while it closes in its time', state('closing', {}, 14_999), 200],
        ['when it does not come to an end', state('closing', {}, 15_001), 503],
    ])('%s', (_when, asked, status) => {
        expect(probeHealth(asked).status).toBe(status);
    });
});
