import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { Server, ServerCredentials, type ServerDuplexStream } from '@grpc/grpc-js';
import { CertificateAuthority, HeddleProcess, type SelfSigned, TemporaryFolder } from '@heddle/command-testing';
import { type ChaincodeTls, LocalPeer } from '@heddle/local-peer';
import { chaincodeSupportService, type MessageStream, streamOfServerCall } from '@heddle/protocol';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ROOT } from '../repository/source-files';

const PACKAGE_ID = `assets_1:${'0'.repeat(64)}`;
const CONTRACT = `
    const { Contract } = require('@heddle/contract');
    exports.contracts = [class Assets extends Contract {
        async put(ctx, id) { await ctx.stub.putState(id, 'here'); }
        async read(ctx, id) { return String(await ctx.stub.getState(id)); }
    }];`;

interface Row {
    readonly operator: string;
    readonly variables: Readonly<Record<string, string>>;
    readonly command: string;
}

/** The table in the guide: what it says is what is tried. */
function readRows(): Row[] {
    const guide = readFileSync(join(ROOT, 'docs', 'guide', 'kubernetes.md'), 'utf8');
    const table = guide
        .slice(guide.indexOf('## With an operator'))
        .matchAll(/^\| (.+?) +\| (`\w+=.+?) +\| `heddle (\w+)` +\|$/gm);
    return Array.from(table, ([, operator = '', set = '', command = '']) => ({
        operator,
        variables: Object.fromEntries(
            Array.from(set.matchAll(/`(\w+)=([^`]*)`/g), ([, name = '', value = '']) => [name, value]),
        ),
        command,
    }));
}

describe('the variables of an operator', () => {
    const folder = new TemporaryFolder();
    const started: HeddleProcess[] = [];
    let authority: CertificateAuthority;
    let [server, client]: readonly SelfSigned[] = [];

    beforeAll(async () => {
        authority = await CertificateAuthority.create();
        server = await authority.issue();
        client = await authority.issue({ names: ['peer0'] });
        folder.writePackage({ 'index.js': CONTRACT });
        const files = { 'tls.key': server.key, 'tls.crt': server.cert, 'tlsroot.crt': authority.cert };
        const launched = { 'peer.crt': authority.cert, 'client_pem.key': client.key, 'client_pem.crt': client.cert };
        for (const [name, text] of Object.entries({ ...files, ...launched })) folder.write(name, text);
        folder.write('client.key', Buffer.from(client.key).toString('base64'));
        folder.write('client.crt', Buffer.from(client.cert).toString('base64'));
    });
    afterAll(async () => {
        // Those of tests that came to no end.
        await Promise.all(started.map((heddle) => heddle[Symbol.asyncDispose]()));
        folder[Symbol.dispose]();
    });

    /** Starts a command as its operator would, but for ports and paths of this machine. */
    function start({ command, variables }: Row, peerAddress = ''): HeddleProcess {
        const filled = Object.entries(variables).map(([name, value]) => [
            name,
            value
                .replace(/^PACKAGE_ID$/, PACKAGE_ID)
                .replace(/^PEER$/, peerAddress)
                .replace(/^0\.0\.0\.0:\d+$/, '127.0.0.1:0')
                .replace(/^\/(?:config\/certs|etc\/hyperledger\/fabric)/, folder.path),
        ]);
        const env = Object.fromEntries(filled) as Record<string, string>;
        const heddle = new HeddleProcess([command], { cwd: folder.path, variables: env });
        started.push(heddle);
        return heddle;
    }

    async function expectCalls(peer: LocalPeer): Promise<void> {
        await peer.launch({ chaincode: 'cc' });
        expect(await peer.submit({ chaincode: 'cc', function: 'put', args: ['a'] })).toMatchObject({ status: 200 });
        const read = await peer.evaluate({ chaincode: 'cc', function: 'read', args: ['a'] });
        expect(read.payload.toString()).toBe('here');
    }

    /** As the certificates of the peer that an operator has made. */
    function tlsOf({ variables }: Row): ChaincodeTls | undefined {
        if (variables['CHAINCODE_TLS_DISABLED'] !== 'false') return undefined;
        const own = { clientCert: client?.cert ?? '', clientKey: client?.key ?? '' };
        return { rootCert: authority.cert, serverName: 'localhost', ...own };
    }

    const rows = readRows();
    const serving = rows.filter(({ command }) => command === 'server');

    it('is in a row for each of them', () => {
        expect(rows.map(({ command, variables }) => [command, Object.keys(variables).length])).toEqual([
            ['server', 6],
            ['server', 12],
            ['server', 2],
            ['server', 3],
            ['start', 9],
        ]);
    });

    it.each(serving)('starts a server that its peer calls: $operator', async (row) => {
        await using heddle = start(row);
        const { address } = await heddle.logged(/^listening/);
        await using peer = await LocalPeer.start();
        const tls = tlsOf(row);
        peer.install({ name: 'cc', packageId: PACKAGE_ID, connect: { address: String(address), ...(tls && { tls }) } });
        await expectCalls(peer);
        expect(heddle.log.filter(({ level }) => level === 'error')).toEqual([]);
    });

    it.each(rows.filter(({ command }) => command === 'start'))(
        'starts chaincode that dials: $operator',
        async (row) => {
            const pair = { private_key: Buffer.from(server?.key ?? ''), cert_chain: Buffer.from(server?.cert ?? '') };
            const credentials = ServerCredentials.createSsl(Buffer.from(authority.cert), [pair], true);
            const listener = new Server();
            const opened = new Promise<MessageStream>((resolve) => {
                listener.addService(chaincodeSupportService, {
                    register: (call: ServerDuplexStream<Uint8Array, Uint8Array>) => {
                        resolve(streamOfServerCall(call));
                    },
                });
            });
            const port = await bind(listener, credentials);
            await using heddle = start(row, `localhost:${String(port)}`);
            await using peer = await LocalPeer.start();
            try {
                peer.install({ name: 'cc', packageId: PACKAGE_ID, connect: () => opened });
                await expectCalls(peer);
                expect(heddle.log.filter(({ level }) => level === 'error')).toEqual([]);
            } finally {
                listener.forceShutdown();
            }
        },
    );

    it.each(serving.slice(0, 2))('takes probes that only open the port for nothing: $operator', async (row) => {
        const variables = { ...row.variables, CORE_OPERATIONS_ADDRESS: '127.0.0.1:0' };
        await using heddle = start({ ...row, variables });
        const { address } = await heddle.logged(/^listening/);
        const { msg } = await heddle.logged(/\/metrics are at/);
        const before = heddle.lines.length;
        for (let index = 0; index < 3; index++) {
            const probe = connect(Number(String(address).split(':')[1]), '127.0.0.1');
            await once(probe, 'connect');
            probe.end();
            await once(probe.resume(), 'close');
        }
        const page = await (await fetch(`${msg.slice(msg.indexOf('http'))}/metrics`)).text();
        expect(page).toContain('\nheddle_connections_refused_total 0\n');
        expect(heddle.lines.slice(before)).toEqual([]);
    });

    it('tells who runs the server where a peer launches chaincode', async () => {
        const [row] = rows.filter(({ command }) => command === 'start');
        if (row === undefined) throw new Error('no row of chaincode that dials');
        await using heddle = start({ ...row, command: 'server' }, 'localhost:7052');
        expect(await heddle.exited).toBe(2);
        expect(heddle.lines.at(-1)).toMatch(
            /CORE_PEER_ADDRESS says where a peer is to be dialled: .* run "heddle start"/,
        );
    });
});

async function bind(listener: Server, credentials: ServerCredentials): Promise<number> {
    return await new Promise((resolve, reject) => {
        listener.bindAsync('127.0.0.1:0', credentials, (error, port) => {
            if (error === null) resolve(port);
            else reject(error);
        });
    });
}
