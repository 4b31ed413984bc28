import { join } from 'node:path';
import { TemporaryFolder } from '@heddle/command-testing';
import { type Chaincode, ClientIdentity, createLogger, error, SessionRunner, success } from '@heddle/core';
import { createSigningIdentity, type LocalPeer, type SigningIdentity } from '@heddle/local-peer';
import { createStreamPair, type MessageStream } from '@heddle/protocol';
import { describe, expect, it } from '@jest/globals';
import { readKeyPair } from '../identities/key-pair-files';
import type { DevOptions } from '../settings/dev-options';
import { type DevSettings, resolveDevSettings } from '../settings/dev-settings';
import { startNetwork } from '../start-network';
import { type DevFork, type ForkOptions, openFork } from './dev-fork';

/** Recorded from a real peer: User1 of Org1 has written that it is the owner of the asset. */
const SNAPSHOT = join(__dirname, '../../../../../conformance/golden/snapshot-3.1');
/** Of another one, with private data. */
const BLOCKS = join(__dirname, '../../../../../conformance/golden/blocks-3.1');
const SUBJECT = '/C=US/ST=California/L=San Francisco/OU=client/CN=User1@org1.test';
const ISSUER = '/C=US/ST=California/L=San Francisco/O=org1.test/CN=ca.org1.test';
const OWNER = `x509::${SUBJECT}::${ISSUER}`;
const ASSET = 'house';

/** Transfers an asset as the chaincode of the real network does: for its owner alone. */
const assets: Chaincode = {
    Init: () => Promise.resolve(success()),
    async Invoke(stub) {
        const [, id = '', to = ''] = stub.getArgs();
        const key = stub.createCompositeKey('asset', [id]);
        const { owner } = JSON.parse((await stub.getState(key)).toString()) as { owner: string };
        if (to === '') return success(owner);
        const client = new ClientIdentity(stub).getID();
        if (client !== owner) return error(`${client} is not the owner`);
        await stub.putState(key, JSON.stringify({ id, owner: to }));
        return success();
    },
};

async function withNetwork(
    options: DevOptions,
    use: (peer: LocalPeer, settings: DevSettings) => Promise<void>,
): Promise<void> {
    using folder = new TemporaryFolder();
    const fork = await openFork({ folder: SNAPSHOT });
    const settings = resolveDevSettings({
        options: { port: '0', chaincodeName: 'assets', determinism: 'off', ...options },
        folder: folder.path,
        manifest: {},
        fork,
    });
    const { peer } = await startNetwork(settings, {}, undefined);
    try {
        peer.install({
            name: 'assets',
            packageId: 'assets:1',
            inherits: true,
            connect: { Org1MSP: serve, Org2MSP: serve },
        });
        await use(peer, settings);
    } finally {
        await peer.close();
        await fork.close();
    }
}

function serve(): MessageStream {
    const [ours, theirs] = createStreamPair();
    const logger = createLogger('error', () => undefined);
    // Ends with the stream; never rejects.
    void new SessionRunner(ours, { packageId: 'assets:1', chaincode: assets, logger }).run();
    return theirs;
}

/** A user as applications find it in the files. */
function userOf({ cryptoFolder }: DevSettings, name: string): SigningIdentity {
    const msp = join(cryptoFolder, 'peerOrganizations/org1.example.com/users', `${name}@org1.example.com/msp`);
    const files = {
        certificatePath: join(msp, 'signcerts', `${name}@org1.example.com-cert.pem`),
        privateKeyPath: join(msp, 'keystore/priv_sk'),
    };
    const pair = readKeyPair(files);
    if (pair === undefined) throw new Error(`there is no user ${name}`);
    return createSigningIdentity({ mspId: 'Org1MSP', ...pair });
}

const transfer = { chaincode: 'assets', function: 'transfer', args: [ASSET, 'somebody'] };

describe('heddle dev on a fork', () => {
    it('time machine promise 15: lets the user with the name of a real client act as that one', async () => {
        await withNetwork({ user: [OWNER] }, async (peer, settings) => {
            expect(settings.users).toMatchObject([{ name: 'User1', mspId: 'Org1MSP', role: 'client' }]);
            const identity = userOf(settings, 'User1');
            const { status, commit } = await peer.submit({ ...transfer, identity });
            expect([status, commit?.status]).toEqual([200, 'VALID']);
            const owner = await peer.evaluate({ chaincode: 'assets', function: 'owner', args: [ASSET] });
            expect(owner.payload.toString()).toBe('somebody');
        });
    });

    it('time machine promise 15: refuses everybody else, as in production', async () => {
        await withNetwork({}, async (peer, settings) => {
            const refused = await peer.submit({ ...transfer, identity: userOf(settings, 'User1') });
            expect(refused.commit).toBeUndefined();
            expect(refused.message).toBe(`x509::/OU=client/CN=User1@org1.example.com::${ISSUER} is not the owner`);
        });
    });

    it('has a folder for each organization, whatever ids its channel has', async () => {
        const fork = await openFork({ folder: SNAPSHOT });
        const of = (mspIds: DevFork['mspIds'], options: DevOptions = {}): readonly string[] =>
            resolveDevSettings({ options, folder: '/x', manifest: {}, fork: { ...fork, mspIds } }).mspIds;
        expect(() => of(['Org1MSP', '../../x'])).toThrow(
            'fork of mychannel at 11: the organization "../../x" can have no folder',
        );
        expect(() => of(['Org1MSP', '../../x'], { organizations: '../../x' })).toThrow(
            '--organizations is "../../x": give MSP ids',
        );
        expect(() => of(['Org1', 'Org2', 'Org1MSP'])).toThrow(
            'the organizations Org1, Org1MSP would have one folder, org1.example.com: name those by --organizations',
        );
        expect(() => of(['Org1', 'Org2', 'Org1MSP', 'org2msp'])).toThrow(
            /the organizations Org1, Org1MSP would have one folder, .* to have, one of these$/,
        );
        expect(of(['Org1', 'Org2', 'Org1MSP'], { organizations: 'Org1MSP,Org2' })).toEqual(['Org1MSP', 'Org2']);
        await fork.close();
    });

    it('takes channel, organizations and database from the ledger, and says what it is', async () => {
        const fork = await openFork({ folder: SNAPSHOT });
        const resolve = (options: DevOptions): DevSettings =>
            resolveDevSettings({ options, folder: '/x', manifest: {}, fork });
        expect(fork.label).toBe('fork of mychannel at 11');
        expect(fork.notes).toEqual([
            'chaincodes of the ledger: assets 1.0 (sequence 1)',
            expect.stringMatching(
                /^private values of 2 collections \(assets\/shared, assets\/own\) are not in a snapshot/,
            ),
        ]);
        expect(resolve({})).toMatchObject({
            channel: 'mychannel',
            mspIds: ['Org1MSP', 'Org2MSP'],
            queries: 'leveldb',
            cryptoFolder: `/x/.heddle/fork-mychannel-${fork.id.slice(0, 8)}/crypto`,
        });
        expect(resolve({ organizations: 'Org2MSP' }).mspIds).toEqual(['Org2MSP']);
        expect(() => resolve({ organizations: 'Org3MSP' })).toThrow(
            /choose among those of the channel: Org1MSP, Org2MSP/,
        );
        expect(() => resolve({ channel: 'other' })).toThrow(/--channel is "other": leave it out/);
        expect(() => resolve({ user: ['x509::/CN=a::/CN=b'] })).toThrow(
            /is of the authority \/CN=b, and the channel has \/C=US.*CN=ca\.org1\.test, .*: take the id from the ledger/,
        );
        expect(() => resolveDevSettings({ options: { user: [OWNER] }, folder: '/x', manifest: {} })).toThrow(
            /is a client of a real network: give --fork/,
        );
        await fork.close();
    });

    it('refuses a folder without a snapshot, and a file that has no private values', async () => {
        await expect(openFork({ folder: '/nowhere' })).rejects.toThrow(
            "--fork: there is no folder '/nowhere' with a ledger snapshot; give the one that was copied from a peer",
        );
        await expect(openFork({ folder: __dirname })).rejects.toThrow(
            /^--fork: the ledger snapshot in '.*' cannot be used: _snapshot_signable_metadata\.json cannot be read/,
        );
        await expect(openFork({ folder: SNAPSHOT, privateFile: '/nowhere' })).rejects.toThrow(
            /^--private \/nowhere cannot be read .*: give what heddle blocks fetch --private has written/,
        );
    });

    it('takes blocks as well, up to one of them', async () => {
        const fork = await openFork({ folder: BLOCKS, at: 30n });
        expect(fork).toMatchObject({ label: 'fork of mychannel at 30', channel: 'mychannel', height: 31n });
        expect(fork.mspIds).toEqual(['Org1MSP', 'Org2MSP']);
        expect(fork.notes).toEqual([
            expect.stringMatching(/^chaincodes of the ledger: .*difficult 1\.0 \(sequence 1\)/),
            expect.stringMatching(
                /^private values of \d+ collections \(.*\): \d+ came with the blocks, and \d+ did not; reads of those fail/,
            ),
        ]);
        await fork.close();
    });

    it('says what is wrong with blocks, and with what is asked of them', async () => {
        const refused = async (options: Omit<ForkOptions, 'folder'>, folder = BLOCKS): Promise<string> =>
            await openFork({ folder, ...options }).then(
                () => 'taken',
                (error: unknown) => String(error),
            );
        expect(await refused({ at: 10_000n })).toMatch(
            /--fork .*blocks-3\.1: they end with block \d+: there is no block 10000$/,
        );
        expect(await refused({ privateFile: BLOCKS })).toMatch(
            /--private is for a snapshot: the blocks in .* have the private values/,
        );
        expect(await refused({}, __filename)).toMatch(/--fork: fork-network\.test\.js has something else than blocks/);
        expect(await refused({ at: 3n }, SNAPSHOT)).toMatch(
            /--at is 3, and a snapshot is of one height: this one has the state at block 11/,
        );
    });
});
