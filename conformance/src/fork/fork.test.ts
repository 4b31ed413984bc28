import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type CommittedBlock, LedgerSnapshot } from '@heddle/local-peer';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { FABRIC_LINES } from '../fabric/fabric-binaries';
import { answersTo, openDeliver, seekEnvelope } from '../harness/deliver-client';
import { dialPeer } from '../harness/gateway-target';
import { FORK_CHAINCODE, keyOf, OWN_COLLECTION, SHARED_COLLECTION } from './fork-chaincode';
import { ASSET_ID, BOUND_KEY, DELETED_KEY, KEY_COUNT, PRIVATE_KEYS, PRIVATE_VALUE } from './fork-ledger';
import { ForkedPeer } from './forked-peer';
import { snapshotFolder } from './record-snapshot';

const EVERY_KEY = Array.from({ length: KEY_COUNT }, (_, number) => keyOf(number)).filter((key) => key !== DELETED_KEY);
const OWNER =
    /^x509::\/C=US\/ST=California\/L=San Francisco\/OU=client\/CN=User1@org1\.test::\/C=US.*\/CN=ca\.org1\.test$/;

describe.each(FABRIC_LINES)('a fork of the ledger of a peer of Fabric %s', (line) => {
    let fork: ForkedPeer;

    beforeAll(async () => {
        fork = await ForkedPeer.start(snapshotFolder(line));
    });

    afterAll(async () => {
        await fork[Symbol.asyncDispose]();
    });

    it('time machine promise 14: has each key of the real one, and ranges of them', async () => {
        const { height, channelId } = fork.snapshot;
        expect([channelId, await fork.peer.height()]).toEqual(['mychannel', height]);
        for (const key of EVERY_KEY.slice(0, 50))
            expect(await fork.ask('get', key)).toBe(`value of ${Number(key.slice(3))}`);
        expect(await fork.ask('get', DELETED_KEY)).toBe('');
        const rows = JSON.parse(await fork.ask('range', '', '')) as [string, string][];
        expect(rows).toEqual(EVERY_KEY.map((key) => [key, `value of ${Number(key.slice(3))}`]));
        const some = JSON.parse(await fork.ask('range', keyOf(5), keyOf(70))) as [string, string][];
        expect(some.map(([key]) => key)).toEqual(EVERY_KEY.filter((key) => key >= keyOf(5) && key < keyOf(70)));
    });

    it('has the chaincode as it was defined, and the policies of its keys', async () => {
        const [definition] = fork.snapshot.definitions;
        expect(definition).toMatchObject({ name: FORK_CHAINCODE, version: '1.0', sequence: 1 });
        expect(definition?.collections.map(({ name }) => name)).toEqual([SHARED_COLLECTION, OWN_COLLECTION]);
        const put = async (key: string): Promise<string | undefined> => {
            const request = { chaincode: FORK_CHAINCODE, function: 'put', args: [key, 'x'] };
            return (await fork.peer.submit({ ...request, endorsingOrganizations: ['Org1MSP'] })).commit?.status;
        };
        expect(await put('anything')).toBe('VALID');
        expect(await put(BOUND_KEY)).toBe('ENDORSEMENT_POLICY_FAILURE');
    });

    it('fails to read a private value that no snapshot has, and has its hash', async () => {
        for (const [collection, key] of Object.entries(PRIVATE_KEYS)) {
            await expect(fork.ask('getPrivate', collection, key)).rejects.toThrow(
                /private data matching public hash version is not available\. Public hash version = \{BlockNum: \d+, TxNum: 0\}, Private data version = <nil>/,
            );
            expect((await fork.ask('getPrivateHash', collection, key)).length).toBeGreaterThan(0);
        }
    });

    it('gives private values that somebody has brought, if they are those of the ledger', async () => {
        await using other = await ForkedPeer.start(snapshotFolder(line));
        const [place] = Object.entries(PRIVATE_KEYS);
        const [collection, key] = place ?? ['', ''];
        const one = { namespace: FORK_CHAINCODE, collection, key };
        const values = [PRIVATE_VALUE, '1'].map((value) => ({ ...one, value: Buffer.from(value) }));
        expect(await other.snapshot.addPrivateValues(values)).toBe(1);
        expect(await other.ask('getPrivate', collection, key)).toBe(PRIVATE_VALUE);
    });

    it('goes on with the next block, which follows the last real one', async () => {
        await using other = await ForkedPeer.start(snapshotFolder(line));
        await using blocks = await other.peer.blocks();
        await other.peer.submit({ chaincode: FORK_CHAINCODE, function: 'put', args: ['a', '1'] });
        const next: IteratorResult<CommittedBlock, unknown> = await blocks[Symbol.asyncIterator]().next();
        const number = next.done === true ? 0n : next.value.number;
        const metadata = JSON.parse(
            readFileSync(join(snapshotFolder(line), '_snapshot_signable_metadata.json'), 'utf8'),
        ) as { last_block_number: number; last_block_hash: string };
        expect(number).toBe(BigInt(metadata.last_block_number + 1));
        const read = await other.peer.ledger().block(number);
        expect(read?.previousHash.toString('hex')).toBe(metadata.last_block_hash);
        // Marks and reverts are of what was written since.
        const mark = await other.peer.mark();
        await other.peer.submit({ chaincode: FORK_CHAINCODE, function: 'delete', args: [keyOf(1)] });
        expect(await other.ask('get', keyOf(1))).toBe('');
        expect((JSON.parse(await other.ask('range', keyOf(0), keyOf(3))) as unknown[]).length).toBe(2);
        await other.peer.revert(mark);
        expect(await other.ask('get', keyOf(1))).toBe('value of 1');
    });

    it('refuses to deliver earlier blocks, as a peer does that was bootstrapped from a snapshot', async () => {
        const warnings: string[] = [];
        const logger = {
            debug: nothing,
            info: nothing,
            error: nothing,
            warn: (_: object, text: string) => warnings.push(text),
        };
        await using other = await ForkedPeer.start(snapshotFolder(line), { logger });
        const { address } = await other.peer.listen();
        const client = dialPeer({ peerAddress: address, rootCertificate: undefined });
        const { certificate, privateKey } = other.peer.client;
        const request = seekEnvelope({ mspId: 'Org1MSP', certificate, privateKey }, { start: 0, stop: 1 });
        const stream = openDeliver(client, 'Deliver');
        stream.write(request);
        expect(await answersTo(stream, 1)).toEqual(['NOT_FOUND']);
        client.close();
        const first = other.snapshot.height;
        const reason = `cannot serve block [0]. The ledger is bootstrapped from a snapshot. First available block = [${first}]`;
        expect(warnings).toEqual([`Failed to initialize block iterator: ${reason}`]);
        const early = await other.peer.blocks({ startBlock: 0n });
        await expect(early[Symbol.asyncIterator]().next()).rejects.toThrow(reason);
        const query = { chaincode: 'qscc', function: 'GetBlockByNumber', args: ['mychannel', '0'] };
        expect((await other.peer.evaluate(query)).message).toBe(`Failed to get block number 0, error ${reason}`);
        const configuration = { chaincode: 'cscc', function: 'GetConfigBlock', args: ['mychannel'] };
        expect((await other.peer.evaluate(configuration)).message).toContain(`cannot serve block [${first - 1n}]`);
    });

    it('knows the transactions of the ledger by their ids', async () => {
        const ids = txIdsOf(readFileSync(join(snapshotFolder(line), 'txids.data')));
        expect(ids.length).toBeGreaterThan(10);
        const find = async (id: string): Promise<string> => {
            const query = { chaincode: 'qscc', function: 'GetTransactionByID', args: ['mychannel', id] };
            return (await fork.peer.evaluate(query)).message;
        };
        for (const id of ids)
            expect(await find(id)).toContain(
                `details for the TXID [${id}] not available. Ledger bootstrapped from a snapshot.`,
            );
        expect(await find('0'.repeat(64))).toContain('no such transaction ID');
    });

    it('is refused to a client that only says that it is the owner of an asset', async () => {
        expect(JSON.parse(await fork.ask('getAsset', ASSET_ID))).toEqual({
            id: ASSET_ID,
            owner: expect.stringMatching(OWNER),
        });
        await expect(fork.ask('transferAsset', ASSET_ID, 'me')).rejects.toThrow(/is not the owner of house/);
    });
});

describe('a ledger snapshot', () => {
    let folder: string;

    beforeAll(() => {
        folder = mkdtempSync(join(tmpdir(), 'heddle-fork-'));
    });

    afterAll(() => {
        rmSync(folder, { recursive: true });
    });

    it('time machine promise 14: is refused if one byte of any of its files is changed, with the file', async () => {
        const original = snapshotFolder('3.1');
        for (const file of readdirSync(original)) {
            const bytes = readFileSync(join(original, file));
            for (const at of [0, Math.floor(bytes.length / 2), bytes.length - 1]) {
                const copy = join(folder, `${file}-${at}`);
                cpSync(original, copy, { recursive: true });
                const changed = Buffer.from(bytes);
                changed.writeUInt8(changed.readUInt8(at) ^ 0x10, at);
                rmSync(join(copy, file));
                writeFileSync(join(copy, file), changed);
                await expect(LedgerSnapshot.open(copy)).rejects.toMatchObject({
                    code: 'SNAPSHOT_UNUSABLE',
                    message: expect.stringContaining(file),
                });
            }
        }
    });

    it('is refused if a file is missing, with the file', async () => {
        for (const file of readdirSync(snapshotFolder('3.1'))) {
            const copy = join(folder, `without-${file}`);
            cpSync(snapshotFolder('3.1'), copy, { recursive: true });
            rmSync(join(copy, file));
            await expect(LedgerSnapshot.open(copy)).rejects.toThrow(`${file} cannot be read`);
        }
    });
});

function nothing(): void {
    // Nobody reads it.
}

/** Each is of 64 digits, behind its length. */
function txIdsOf(file: Buffer): string[] {
    const ids: string[] = [];
    for (let at = 1; at < file.length; at += 65) ids.push(file.toString('latin1', at + 1, at + 65));
    return ids;
}
