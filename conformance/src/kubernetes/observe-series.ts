import { join } from 'node:path';
import { HeddleProcess, TemporaryFolder } from '@heddle/command-testing';
import { LocalPeer } from '@heddle/local-peer';
import { ServedPackage } from '../harness/served-package';
import { readSeries, type Series } from './series';

const CONTRACT = `
    const { Contract } = require('@heddle/fabric-contract-api');
    let release;
    const released = new Promise((resolve) => { release = resolve; });
    process.on('SIGUSR2', release);
    exports.contracts = [class Assets extends Contract {
        async create(ctx, id) { await ctx.stub.putState(id, ''); }
        async find(ctx) { await ctx.stub.getQueryResult('{"selector":{}}'); }
        async hold(ctx) { console.error('holding'); await released; }
        async stay(ctx) { console.error('staying'); await new Promise(() => undefined); }
    }];`;

/** Only what a limit, a journal and a router have tells their figures. */
const OPERATIONS = { CORE_OPERATIONS_ADDRESS: '127.0.0.1:0', CORE_SHUTDOWN_GRACE_MS: '0' };
/** A server that has not come so far by then is ended: what waits for its output fails then, and does not hang. */
const DEADLINE_MS = 40_000;
const LIMITS = { CORE_MAX_TRANSACTIONS: '1', CORE_MAX_QUEUE: '1', CORE_TRANSACTION_TIMEOUT_MS: '0' };

/** Has a server, with a limit and a journal, and a router do one of everything, and reads their pages. */
export async function observeSeries(): Promise<Series> {
    using folder = new TemporaryFolder();
    const journal = { CORE_JOURNAL: join(folder.path, 'journal') };
    await using served = await ServedPackage.start({ 'index.js': CONTRACT }, { ...OPERATIONS, ...LIMITS, ...journal });
    const deadline = setTimeout(() => {
        served.signal('SIGTERM');
    }, DEADLINE_MS);
    try {
        return await observe(served);
    } finally {
        clearTimeout(deadline);
    }
}

/** Reads the page of a router whose servers have no address so far. */
export async function observeWithoutServers(): Promise<Series> {
    const options = ['--chaincode-address', '127.0.0.1:0', '--server', 'servers.invalid:9999'];
    await using router = new HeddleProcess(['router', ...options], { variables: OPERATIONS });
    await router.logged(/listening on/);
    return readSeries(await pageOf(router));
}

async function observe(served: ServedPackage): Promise<Series> {
    const { address = '' } = await served.logged(/^listening/);
    const options = ['--chaincode-address', '127.0.0.1:0', '--server', address, '--chaincode-id', 'cc:1'];
    await using router = new HeddleProcess(['router', ...options], { variables: OPERATIONS });
    await callAll(served);
    await callThrough(router);
    await leaveOne(served);
    const pages = await Promise.all([served, router].map(async (process) => await pageOf(process)));
    return readSeries(...pages);
}

async function callAll(served: ServedPackage): Promise<void> {
    const { peer } = served;
    const call = (name: string): Promise<unknown> => peer.evaluate({ chaincode: 'cc', function: name });
    await peer.submit({ chaincode: 'cc', function: 'create', args: ['a'] });
    await call('find');
    const held = call('hold');
    await served.logged(/^holding$/);
    const others = [call('create'), call('create')];
    // One of them waits, and the other one has no place to.
    await Promise.race(others);
    served.signal('SIGUSR2');
    await Promise.all([held, ...others]);
}

async function callThrough(router: HeddleProcess): Promise<void> {
    const { address } = await router.logged(/listening on/);
    await router.logged(/the server at \S+ is there/);
    await using peer = await LocalPeer.start();
    peer.install({ name: 'cc', packageId: 'cc:1', connect: { address: String(address) } });
    await peer.submit({ chaincode: 'cc', function: 'create', args: ['b'] });
}

/** The peer goes away while one is under way. */
async function leaveOne(served: ServedPackage): Promise<void> {
    const left = served.peer.evaluate({ chaincode: 'cc', function: 'stay' });
    await served.logged(/^staying$/);
    await served.peer.close();
    await left;
    await served.logged(/^the stream ended while/);
}

async function pageOf(process: Pick<ServedPackage, 'logged'> | HeddleProcess): Promise<string> {
    const { msg } = await process.logged(/\/metrics are at/);
    const [, url = ''] = /(http:\/\/\S+)$/.exec(msg) ?? [];
    return await (await fetch(`${url}/metrics`)).text();
}
