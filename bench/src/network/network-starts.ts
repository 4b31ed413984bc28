import { performance } from 'node:perf_hooks';
import { TestNetwork } from '@heddle/testing';
import { median } from '../statistics';
import { CHAINCODE, Ledger } from './ledger-contract';

/** How long test networks take to start and to close, in milliseconds. */
export interface NetworkStarts {
    /** Of the first one of a process. */
    readonly first: number;
    /** Of those after it, the medians. */
    readonly start: number;
    readonly close: number;
    /** CPU of one start and close. */
    readonly cpu: number;
}

/** Starts and closes test networks one after the other, as a file of tests does. */
export async function measureStarts(count: number): Promise<NetworkStarts> {
    const first = await startAndClose();
    const begun = process.cpuUsage();
    const times: Times[] = [];
    while (times.length < count) times.push(await startAndClose());
    const { user, system } = process.cpuUsage(begun);
    return {
        first: first.start,
        start: median(times.map(({ start }) => start)),
        close: median(times.map(({ close }) => close)),
        cpu: (user + system) / 1000 / count,
    };
}

interface Times {
    readonly start: number;
    readonly close: number;
}

async function startAndClose(): Promise<Times> {
    const begun = performance.now();
    const network = await TestNetwork.start({ name: CHAINCODE, contracts: [Ledger] });
    const started = performance.now();
    await network.close();
    return { start: started - begun, close: performance.now() - started };
}
