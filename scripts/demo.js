// Serves the asset-transfer example by its own `npm start`, lets an embedded peer dial it, and runs transactions through
// both. Exits with 0 only if each one ended as it should.
const { spawn } = require('node:child_process');
const { once } = require('node:events');
const { createServer } = require('node:net');
const { join } = require('node:path');
const { setTimeout: delay } = require('node:timers/promises');
const { LocalPeer } = require('@heddle/local-peer');
const { calls } = require('./demo-calls');
const { printTable } = require('./demo-table');

const EXAMPLE = join(__dirname, '..', 'examples', 'asset-transfer');
const PACKAGE_ID = 'asset-transfer:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef';
const LONGEST_START_MS = 30_000;

async function main() {
    const address = `127.0.0.1:${await freePort()}`;
    console.log(
        `\nCORE_CHAINCODE_ID=${PACKAGE_ID}\nCORE_CHAINCODE_ADDRESS=${address}\nnpm start   # in examples/asset-transfer\n`,
    );
    const server = startExample(address);
    try {
        const rows = await runCalls(address, server);
        printTable(rows);
        const asExpected = rows.every((row) => row.asExpected);
        console.log(asExpected ? '\nEvery outcome was the expected one.' : '\nNOT every outcome was the expected one.');
        return asExpected;
    } finally {
        // The whole group: the shell between npm and the server passes no signal on.
        process.kill(-server.pid, 'SIGTERM');
        await server.exited;
    }
}

async function freePort() {
    const probe = createServer().listen(0, '127.0.0.1');
    await once(probe, 'listening');
    const { port } = probe.address();
    probe.close();
    return port;
}

/** The server's log is shown only if it ends before it should. */
function startExample(address) {
    const env = { ...process.env, CORE_CHAINCODE_ID: PACKAGE_ID, CORE_CHAINCODE_ADDRESS: address };
    const child = spawn('npm', ['start', '--silent'], {
        cwd: EXAMPLE,
        env,
        stdio: ['ignore', 'pipe', 'pipe'],
        detached: true,
    });
    let output = '';
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (output += chunk));
    child.exited = once(child, 'exit');
    child.log = () => output;
    return child;
}

async function runCalls(address, server) {
    const peer = await LocalPeer.start({ channels: ['mychannel'] });
    try {
        return await runCallsOn(peer, address, server);
    } finally {
        await peer.close();
    }
}

async function runCallsOn(peer, address, server) {
    peer.install({ name: 'asset-transfer', packageId: PACKAGE_ID, connect: { address } });
    await untilRegistered(peer, server);
    const events = await peer.events({ chaincode: 'asset-transfer', startBlock: 0n });
    const rows = [];
    for (const call of calls) rows.push(await runCall(peer, call));
    rows.push(await expectEvent(events));
    await events.close();
    return rows;
}

async function untilRegistered(peer, server, giveUpAt = Date.now() + LONGEST_START_MS) {
    try {
        await peer.launch({ chaincode: 'asset-transfer' });
    } catch (error) {
        if (server.exitCode !== null || Date.now() > giveUpAt) {
            throw new Error(`the example does not serve: ${error.message}\n${server.log()}`, { cause: error });
        }
        await delay(100);
        await untilRegistered(peer, server, giveUpAt);
    }
}

async function runCall(peer, { verb, name, args, expected }) {
    const started = process.hrtime.bigint();
    const result = await peer[verb]({ chaincode: 'asset-transfer', function: name, args });
    const milliseconds = Number(process.hrtime.bigint() - started) / 1e6;
    const outcome = result.commit?.status ?? String(result.status);
    const said = result.status < 400 ? result.payload.toString() : result.message;
    return {
        call: `${verb} ${name}(${args.join(', ')})`,
        outcome,
        result: said,
        milliseconds,
        asExpected: outcome === expected.outcome && expected.result.test(said),
    };
}

async function expectEvent(events) {
    const seen = [];
    for await (const { name, payload } of events) {
        seen.push(`${name} ${payload.toString()}`);
        if (name === 'AssetTransferred') break;
    }
    const last = seen.at(-1) ?? '';
    return { call: 'events', outcome: `${seen.length} seen`, result: last, asExpected: last.includes('"to":"Brad"') };
}

main().then(
    (asExpected) => {
        process.exitCode = asExpected ? 0 : 1;
    },
    (error) => {
        console.error(error.message);
        process.exitCode = 1;
    },
);
