import { join } from 'node:path';
import { readBlock } from '@heddle/local-peer/internal';
import type {
    ChannelFacts,
    KeyState,
    Network,
    Page,
    PrivateRow,
    RawTransaction,
    StateRow,
    Summary,
    Transaction,
    Why,
} from '@heddle/studio';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { closing } from '../harness/block-reader';
import { CHANNEL } from '../harness/channel';
import { connectAs, dialPeer, GatewayTarget } from '../harness/gateway-target';
import { decodeByProtos, plainBlockOf } from '../harness/protos-block';
import { StudioCommand } from '../harness/studio-command';
import { networkOptionsOfRun } from './conformance-run';
import { define, install } from './deployment';
import { FabricNetwork } from './fabric-network';
import { buildGoChaincode, GoChaincode, NO_GO } from './go-chaincode';

/** What Fabric's samples have: peers of the organization are readers, and no writers. */
const WRITERS = "OR('Org1MSP.admin', 'Org1MSP.client')";
const SECRETS = {
    name: 'secrets',
    policy: "OR('Org1MSP.member')",
    requiredPeerCount: 0,
    maxPeerCount: 1,
    blockToLive: 0,
};

const options = networkOptionsOfRun();
const { version } = options.binaries;

(NO_GO === undefined ? describe : describe.skip)(
    `studio promise 18: heddle studio at a peer of Fabric ${version}, with a chaincode of Go${NO_GO === undefined ? '' : ` (${NO_GO})`}`,
    () => {
        let network: FabricNetwork;
        let chaincode: GoChaincode;
        let target: GatewayTarget;
        let studio: StudioCommand;

        beforeAll(async () => {
            network = await FabricNetwork.start({ ...options, writers: WRITERS });
            const definition = { name: 'accounts', collections: [SECRETS] };
            const installed = await install(network, definition);
            chaincode = await GoChaincode.start(buildGoChaincode(network.folder.data), installed);
            await define(network, definition, installed);
            target = new GatewayTarget(network);
            await submit('open', 'a1', 'Tomoko');
            await submit('open', 'a2', 'Brad');
            await submit('pay', 'a1', '{"owner":"Tomoko","balance":1}');
            studio = await StudioCommand.start(optionsOf(network, 'users/User1@org1.test'), network.folder.root);
            await studio.until<Network>('network', ({ coverage }) => coverage?.done === true);
        });

        afterAll(async () => {
            await studio[Symbol.asyncDispose]();
            target.close();
            await chaincode[Symbol.asyncDispose]();
            await network.close();
        });

        async function submit(name: string, ...args: readonly string[]): Promise<void> {
            const outcome = await target.submit({ chaincode: 'accounts', args: [name, ...args] });
            expect(outcome).toMatchObject({ validation: 'VALID' });
        }

        async function newest(): Promise<Summary[]> {
            return [...(await studio.ask<Page<Summary>>('transactions')).items];
        }

        it('shows blocks, arguments, writes and endorsers', async () => {
            const rows = await newest();
            const pay = rows.find(({ call }) => call.name === 'pay');
            expect(pay).toMatchObject({
                chaincode: 'accounts',
                call: { name: 'pay', args: '"a1", { owner: "Tomoko", balance: 1 }' },
                by: { mspId: 'Org1MSP', user: 'User1@org1.test' },
                outcome: { kind: 'valid', text: 'VALID' },
                keysRead: 1,
                keysWritten: 1,
            });
            const transaction = await studio.ask<Transaction>(`transactions/${pay?.id ?? ''}`);
            expect(transaction).toMatchObject({
                args: [{ text: 'a1' }, { text: '{"owner":"Tomoko","balance":1}' }],
                endorsements: [{ mspId: 'Org1MSP' }],
                changes: [
                    {
                        key: { text: 'a1' },
                        kind: 'changed',
                        before: { text: '{"owner":"Tomoko","balance":9007199254740993}' },
                        after: { text: '{"owner":"Tomoko","balance":1}' },
                    },
                ],
            });
            const { document, envelope } = await studio.ask<RawTransaction>(`transactions/${pay?.id ?? ''}/raw`);
            expect(document).toMatchObject({
                header: { type: 'ENDORSER_TRANSACTION', txId: pay?.id },
                nonce: expect.stringMatching(/^[0-9a-f]{48}$/),
                endorsements: [{ mspId: 'Org1MSP', certificate: expect.stringContaining('BEGIN CERTIFICATE') }],
            });
            const bytes = await studio.send(`bytes?of=${encodeURIComponent(envelope?.of ?? '')}`);
            expect((await bytes.arrayBuffer()).byteLength).toBe(envelope?.size);
            const state = await studio.ask<Page<StateRow>>('state?namespace=accounts');
            expect(state.items.map(({ key }) => key.parts ?? key.text)).toEqual([
                ['owner', 'Brad', 'a2'],
                ['owner', 'Tomoko', 'a1'],
                'a1',
                'a2',
            ]);
        });

        it('shows a new block as it comes, and who was in whose way', async () => {
            const both = ['1', '2'].map((value) => ({ chaincode: 'accounts', args: ['pay', 'a2', value] }));
            await target.submitTogether(both);
            const failed = await studio.until<Page<Summary>>('transactions', ({ items }) =>
                items.some(({ outcome }) => outcome.kind === 'invalid'),
            );
            const invalid = failed.items.find(({ outcome }) => outcome.kind === 'invalid');
            expect(invalid?.outcome.text).toBe('MVCC_READ_CONFLICT');
            const why = await studio.ask<Why>(`transactions/${invalid?.id ?? ''}/why`);
            expect(why.keys).toMatchObject([
                { key: { text: 'a2' }, writtenBy: { call: expect.stringContaining('pay("a2", ') } },
            ]);
        });

        it('shows what its own peer has of private data, and transient data nowhere', async () => {
            const outcome = await target.submit({
                chaincode: 'accounts',
                args: ['hide', 'p1'],
                transient: { secret: 'of Org1 alone' },
            });
            expect(outcome).toMatchObject({ validation: 'VALID' });
            const rows = await studio.until<Page<StateRow>>(
                'state?namespace=accounts&collection=secrets',
                ({ items }) => items.length > 0,
            );
            expect(rows.items).toMatchObject([{ key: { text: 'p1' }, preview: 'of Org1 alone' }]);
            const held = await studio.ask<PrivateRow[]>('private?namespace=accounts&collection=secrets&key=p1');
            expect(held).toMatchObject([{ mspId: 'Org1MSP', has: 'value', matches: true }]);
            const [newestRow] = await newest();
            expect(await studio.ask<Transaction>(`transactions/${newestRow?.id ?? ''}`)).toMatchObject({
                call: { name: 'hide', args: '"p1"' },
                transient: [],
            });
        });

        it('knows organizations, policies and collections', async () => {
            expect((await studio.ask<Network>('network')).organizations.map(({ mspId }) => mspId).sort()).toEqual([
                'Org1MSP',
                'Org2MSP',
            ]);
            expect(await studio.ask<ChannelFacts>('channel')).toMatchObject({
                definitions: {
                    told: [
                        {
                            name: 'accounts',
                            sequence: 1,
                            collections: [{ name: 'secrets', policy: expect.stringContaining("('Org1MSP.member')") }],
                        },
                    ],
                },
                configuration: {
                    told: { capabilities: { application: ['V2_5'] }, policies: { Writers: 'ANY Writers' } },
                },
            });
        });

        it('signs nothing', async () => {
            const calls = await studio.send('calls', { method: 'POST', body: '{}' });
            expect(calls.status).toBe(404);
            const { can } = await studio.ask<Network>('network');
            expect(Object.values(can)).toEqual(Object.values(can).map(() => false));
            expect(can).toMatchObject({ submit: false, evaluate: false, try: false, hold: false });
        });

        it('says in the words of the peer what somebody may not, who only reads', async () => {
            const mspDir = 'peers/peer0.org1.test';
            await using reader = await StudioCommand.start(optionsOf(network, mspDir), network.folder.root);
            await reader.until<Page<Summary>>('transactions', ({ items }) =>
                items.some(({ call }) => call.name === 'open'),
            );
            const metadata = await reader.ask<{ readonly refused?: string }>('contracts?chaincode=accounts');
            expect(metadata.refused).toMatch(/access denied|denied by|implicit policy/i);
            const { definitions } = await reader.ask<ChannelFacts>('channel');
            expect(definitions).toHaveProperty(
                'refused',
                expect.stringMatching(/access denied|denied by|implicit policy/i),
            );
        });

        it('decodes blocks as the protobuf library of Fabric does', async () => {
            using client = closing(dialPeer(network));
            using gateway = closing(connectAs(client.items, network.clients.Org1));
            const channel = gateway.items.getNetwork(CHANNEL);
            const { height } = await studio.ask<Network>('network');
            using blocks = closing(await channel.getBlockEvents({ startBlock: 0n }));
            let number = 0;
            for await (const block of blocks.items) {
                expect(plainBlockOf(readBlock(Buffer.from(block.serializeBinary())))).toEqual(decodeByProtos(block));
                if (++number === height) break;
            }
            expect(number).toBe(height);
        });

        it('reads on when the peer was away', async () => {
            await network.killPeer();
            await studio.until<Network>('network', ({ coverage }) => coverage?.silent !== undefined);
            await network.startPeer('Org1');
            const { height } = await studio.until<Network>('network', ({ coverage }) => coverage?.silent === undefined);
            await submit('close', 'a1');
            await studio.until<Network>('network', (now) => now.height > height && now.coverage?.to === now.height - 1);
            expect(await studio.ask<KeyState>('state/key?namespace=accounts&key=a1')).not.toHaveProperty('value');
        });
    },
);

function optionsOf(network: FabricNetwork, who: string): string[] {
    const msp = join(network.folder.crypto, 'peerOrganizations', 'org1.test', who, 'msp');
    return [
        ...['--gateway', network.peerAddress, '--channel', CHANNEL, '--msp-id', 'Org1MSP', '--msp-dir', msp],
        ...['--tls-root-cert', network.folder.peerCa(), '--tls-host-override', 'localhost'],
    ];
}
