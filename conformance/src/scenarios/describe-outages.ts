import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from '@jest/globals';
import { type KillableServer, killUnderLoad } from './kill-under-load';
import { script, valueOf } from './script';
import type { Target } from './target';

/** What outages of a server are shown with; the peer's time limit is OUTAGE_TIMEOUT_SECONDS. */
export interface OutageBench {
    readonly target: Target;
    /** The name under which the scenarios' chaincode is committed. No server of it runs. */
    readonly chaincode: string;
    readonly startServer: () => Promise<OutageServer>;
}

/** A server of the scenarios' chaincode in a process of its own. */
export interface OutageServer extends KillableServer, AsyncDisposable {
    end(signal: 'SIGKILL' | 'SIGTERM'): Promise<void>;
    signal(name: 'SIGSTOP' | 'SIGCONT'): void;
}

export const OUTAGE_TIMEOUT_SECONDS = 4;

/** What a peer does while a chaincode's server is killed, ended, frozen, or not there. */
export function describeOutages(title: string, bench: () => OutageBench): void {
    describe(`with ${title}`, () => {
        it('calls fail at once while nothing listens, and work when something does', async () => {
            expect(await failure(bench())).toMatch(/could not launch chaincode .*(connection refused|ECONNREFUSED)/s);
            await using _server = await bench().startServer();
            expect(await read(bench())).toBe('');
        });

        it('a killed server fails what was under way, and the next call goes to the next server', async () => {
            await using server = await bench().startServer();
            await read(bench());
            const underWay = failure(bench(), 3_000);
            await sleep(300);
            await server.end('SIGKILL');
            expect(await underWay).toContain('error sending: chaincode stream terminated');
            await using _next = await bench().startServer();
            expect(await failure(bench())).toBe('none');
        });

        describeEnds(bench);

        it('no committed transaction is lost while a server is killed and started again under a load', async () => {
            const counts = await killUnderLoad(bench());
            expect(counts).toMatchObject({ committed: 120, kills: 3 });
            expect(counts.refused).toBeGreaterThan(0);
        });
    });
}

function describeEnds(bench: () => OutageBench): void {
    it('a server that is told to end finishes what is under way', async () => {
        await using server = await bench().startServer();
        await read(bench());
        const underWay = failure(bench(), 1_000);
        await sleep(300);
        await server.end('SIGTERM');
        expect(await underWay).toBe('none');
        await using _next = await bench().startServer();
        expect(await failure(bench())).toBe('none');
    });

    it('a frozen server fails at the time limit, and goes on where it was', async () => {
        await using server = await bench().startServer();
        await read(bench());
        server.signal('SIGSTOP');
        expect(await failure(bench())).toContain('timeout expired while executing transaction');
        server.signal('SIGCONT');
        expect(await failure(bench())).toBe('none');
    });
}

function read({ target, chaincode }: OutageBench): Promise<unknown> {
    return valueOf(target, ['getState', 'a'], { chaincode });
}

/** Why a call of this duration fails, or `none` if it does not. */
async function failure({ target, chaincode }: OutageBench, milliseconds = 0): Promise<string> {
    const { status, message } = await target.evaluate({ ...script([['sleep', milliseconds]]), chaincode });
    return status === 200 ? 'none' : message;
}
