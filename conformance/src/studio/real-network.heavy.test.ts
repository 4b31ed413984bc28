import { createPrivateKey } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readBlock } from '@heddle/local-peer/internal';
import type { CallAnswer, ChannelFacts, Network, Page as PageOf, Summary, Transaction, Why } from '@heddle/studio';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Browser, Page } from 'playwright-core';
import { closing } from '../harness/block-reader';
import { NO_BROWSER, openBrowser } from '../harness/browser';
import { DevPackage } from '../harness/dev-package';
import { connectAs, dialPeer } from '../harness/gateway-target';
import { decodeByProtos, plainBlockOf } from '../harness/protos-block';
import { StudioCommand } from '../harness/studio-command';
import { asset } from './studio-page';

interface DevConnection {
    readonly organizations: readonly { readonly gateway: string }[];
    readonly studio?: string;
}

/** Of Org1's User1, as cryptogen lays it out. */
const MSP = '.heddle/crypto/peerOrganizations/org1.example.com/users/User1@org1.example.com/msp';

/** The embedded network as a stranger sees it: an address and a certificate. */
describe('heddle studio at the gateway of a network', () => {
    let dev: DevPackage;
    let options: string[];
    let studio: StudioCommand;

    beforeAll(async () => {
        dev = await DevPackage.start(['--organizations', 'Org1MSP,Org2MSP', '--studio', '0']);
        const gateway = connectionOf(dev).organizations[0]?.gateway ?? '';
        const names = ['--channel', 'mychannel', '--msp-id', 'Org1MSP', '--msp-dir', join(dev.folder, MSP)];
        options = ['--gateway', gateway, ...names];
        await heddle('invoke', 'createAsset', asset('first'));
        await heddle('invoke', 'transferAsset', 'first', 'Brad');
        studio = await StudioCommand.start(options, '/');
        await studio.until<Network>('network', ({ coverage }) => coverage?.done === true);
    });

    afterAll(async () => {
        await studio[Symbol.asyncDispose]();
        await dev[Symbol.asyncDispose]();
    });

    async function heddle(...args: readonly string[]): Promise<void> {
        const ended = await dev.heddle(...args);
        expect(ended).toMatchObject({ code: 0 });
    }

    it('prints the address of the page of heddle dev where that runs and no network is named', async () => {
        const { studio: address = '' } = connectionOf(dev);
        expect(address).toMatch(/^http:\/\/localhost:\d+$/);
        expect(await dev.heddle('studio')).toEqual({ code: 0, stdout: `${address}\n`, stderr: '' });
    });

    it('reads the blocks, and what they have written', async () => {
        const { items } = await studio.ask<PageOf<Summary>>('transactions');
        expect(items.map(({ call, outcome }) => `${call.name} ${outcome.text}`)).toEqual([
            'transferAsset VALID',
            'createAsset VALID',
        ]);
        expect(items[0]).not.toHaveProperty('ms');
        const [first] = items;
        expect(await studio.ask<Transaction>(`transactions/${first?.id ?? ''}`)).toMatchObject({
            parameters: [null, null],
            endorsements: [{ mspId: 'Org1MSP' }, { mspId: 'Org2MSP' }],
            changes: [{ kind: 'changed' }, { kind: 'created' }, { kind: 'deleted' }],
        });
    });

    it('names arguments when it was asked for the metadata, and not before', async () => {
        const { document } = await studio.ask<{ readonly document: unknown }>('contracts?chaincode=asset-transfer');
        expect(document).toHaveProperty('contracts.AssetTransfer');
        const { items } = await studio.ask<PageOf<Summary>>('transactions?limit=1');
        expect(await studio.ask<Transaction>(`transactions/${items[0]?.id ?? ''}`)).toMatchObject({
            parameters: ['id', 'newOwner'],
        });
        expect((await studio.send('contracts?chaincode=nothing')).status).toBe(404);
    });

    it.each([
        ['calls', 'POST'],
        ['held/commit', 'POST'],
        ['held', 'GET'],
        ['chaincode/build', 'POST'],
        ['identities', 'POST'],
    ])('has no %s to %s', async (path, method) => {
        const { status } = await studio.send(path, { method, ...(method === 'POST' && { body: '{}' }) });
        // What exists to be read answers that it is not to be written.
        expect(status).toBe(path === 'identities' ? 405 : 404);
    });

    it('evaluates where it was allowed to, what is tagged so, and nothing else', async () => {
        await using other = await StudioCommand.start([...options, '--allow-evaluate'], '/');
        expect((await other.ask<Network>('network')).can).toMatchObject({ evaluate: true, submit: false, hold: false });
        const send = async (mode: string, name: string): Promise<Response> =>
            await other.send('calls', {
                method: 'POST',
                body: JSON.stringify({
                    callId: `${mode} ${name}`,
                    mode,
                    chaincode: 'asset-transfer',
                    function: name,
                    args: ['first'],
                    identity: { mspId: '', user: '' },
                }),
            });
        const read = (await (await send('evaluate', 'readAsset')).json()) as CallAnswer;
        expect(read.transaction).toMatchObject({
            outcome: { kind: 'evaluated' },
            by: { mspId: 'Org1MSP', user: 'User1' },
            response: { payload: { text: expect.stringContaining('"owner":"Brad"') } },
        });
        expect((await send('evaluate', 'deleteAsset')).status).toBe(403);
        expect((await send('submit', 'readAsset')).status).toBe(400);
    });

    it('asks for its key, which is of this run alone', async () => {
        expect((await fetch(`${studio.address}/api/v1/network`)).status).toBe(401);
        expect(studio.key).not.toBe(readFileSync(join(dev.folder, '.heddle/studio-key'), 'utf8').trim());
    });

    it('says what it has not read, and finds who was in the way a few blocks before', async () => {
        await heddle('invoke', 'createAsset', asset('old'));
        const [winner, loser] = await conflict(dev, 'old');
        const all = await studio.until<PageOf<Summary>>('transactions', ({ items }) => items[0]?.id === loser);
        const from = all.items[0]?.block ?? 0;
        await using late = await StudioCommand.start([...options, '--from-block', String(from)], '/');
        const seen = await late.until<PageOf<Summary>>('transactions', ({ items }) => items.length === 1);
        expect(seen.items[0]).toMatchObject({ id: loser, outcome: { text: 'MVCC_READ_CONFLICT' } });
        const why = await late.ask<Why>(`transactions/${loser}/why`);
        expect(why.keys).toMatchObject([{ key: { parts: ['asset', 'old'] }, writtenBy: { id: winner } }]);
        const { changes } = await late.ask<Transaction>(`transactions/${loser}`);
        expect(changes[0]).toMatchObject({ beforeIsUnknown: 'not read so far' });
        expect(await late.ask<Network>('network')).toMatchObject({ coverage: { from, done: true } });
        expect(await late.ask<PageOf<unknown>>('state?namespace=asset-transfer')).toEqual({ items: [], next: null });
        expect((await late.send('state?namespace=asset-transfer&asOf=1')).status).toBe(400);
        // Blocks that were not read are still to be had, one by one.
        expect(await late.ask('blocks/1')).toMatchObject({ number: 1, isLinked: true });
        expect(await late.ask<Transaction>(`transactions/${winner}`)).toMatchObject({ outcome: { kind: 'valid' } });
    });

    it('tells definitions and the configuration of the channel', async () => {
        const facts = await studio.ask<ChannelFacts>('channel');
        expect(facts).toMatchObject({
            definitions: { told: [{ name: 'asset-transfer', version: '1.0' }] },
            configuration: {
                told: {
                    organizations: [{ mspId: 'Org1MSP' }, { mspId: 'Org2MSP' }],
                    capabilities: { application: ['V2_5'] },
                },
            },
        });
    });

    it('decodes blocks as the protobuf library of Fabric does', async () => {
        const [, user = ''] = /users\/(.*)\/msp/.exec(MSP) ?? [];
        const identity = {
            mspId: 'Org1MSP',
            certificate: readFileSync(join(dev.folder, MSP, 'signcerts', `${user}-cert.pem`), 'utf8'),
            privateKey: createPrivateKey(readFileSync(join(dev.folder, MSP, 'keystore', 'priv_sk'))),
        };
        using client = closing(dialPeer({ peerAddress: options[1] ?? '', rootCertificate: undefined }));
        using gateway = closing(connectAs(client.items, identity));
        const { height } = await studio.ask<Network>('network');
        using blocks = closing(await gateway.items.getNetwork('mychannel').getBlockEvents({ startBlock: 0n }));
        let number = 0;
        for await (const block of blocks.items) {
            expect(plainBlockOf(readBlock(Buffer.from(block.serializeBinary())))).toEqual(decodeByProtos(block));
            if (++number === height) break;
        }
        expect(number).toBe(height);
    });

    it.each([
        ['--port', '80', /--port is "80": give a port from 1024/],
        ['--from-block', '-1', /--from-block is "-1": give a whole number/],
        ['--from-block', '1000000', /--from-block is 1000000, and the channel has \d+ blocks/],
    ])('refuses %s %s', async (option, value, message) => {
        const ended = await dev.heddle('studio', ...options, option, value);
        expect({ code: ended.code, message: ended.stderr }).toEqual({
            code: 2,
            message: expect.stringMatching(message),
        });
    });

    it('says where nobody answers', async () => {
        const nobody = options.map((one, index) => (index === 1 ? '127.0.0.1:1' : one));
        const ended = await dev.heddle('studio', ...nobody);
        expect(ended).toMatchObject({ code: 1, stderr: expect.stringContaining('at 127.0.0.1:1: UNAVAILABLE') });
    });

    (NO_BROWSER === undefined ? describe : describe.skip)(`in a browser${NO_BROWSER ?? ''}`, () => {
        const complaints: string[] = [];
        let browser: Browser;
        let page: Page;
        beforeAll(async () => {
            browser = await openBrowser();
            page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
            page.on('console', (message) => {
                if (message.type() === 'error') complaints.push(message.text());
            });
            page.on('pageerror', ({ message }) => complaints.push(message));
            await page.goto(`${studio.address}/#k=${studio.key}`);
        });
        afterAll(async () => {
            await browser.close();
        });

        it('shows what happens, with nothing to press that would sign', async () => {
            await page.locator('.row', { hasText: 'Brad' }).click();
            await page.locator('.detail .diff .added', { hasText: 'Brad' }).first().waitFor();
            expect(await page.getByRole('button', { name: 'Run again' }).count()).toBe(0);
            await page.locator('.detail', { hasText: 'in no block' }).waitFor();
            await heddle('invoke', 'createAsset', asset('seen live'));
            await page.locator('.row', { hasText: 'seen live' }).waitFor();
        });

        it('says on Contracts whose code runs, and has no form', async () => {
            await page.getByRole('link', { name: 'Contracts' }).first().click();
            await page.locator('.ledge', { hasText: 'which runs the chaincode’s own code' }).waitFor();
            await page.getByRole('link', { name: 'createAsset' }).click();
            await page.locator('.facts', { hasText: 'string, 1 to 64 characters' }).waitFor();
            expect(await page.locator('main input, main textarea, main button').count()).toBe(0);
        });

        it('says on Ledger which blocks it is of', async () => {
            await page.getByRole('link', { name: 'Ledger' }).first().click();
            await page.locator('.ledge', { hasText: 'That is all of the ledger.' }).waitFor();
            await page.locator('.key-row', { hasText: 'asset / first' }).waitFor();
            expect(await page.locator('.ledge').textContent()).toMatch(/^Blocks 0 to \d+\./);
        });

        it('shows definitions and callers', async () => {
            await page.getByRole('link', { name: 'Chaincode' }).first().click();
            await page.locator('.card', { hasText: 'version 1.0, sequence 1' }).waitFor();
            await page.getByRole('link', { name: 'Identities' }).first().click();
            await page.locator('.card', { hasText: 'hf.EnrollmentID=User1@org1.example.com' }).waitFor();
            expect(await page.locator('.card').count()).toBe(1);
        });

        it('says since when the peer is away, and complains of nothing', async () => {
            expect(complaints).toEqual([]);
            await dev.end();
            await page.locator('.strip', { hasText: /No block can come since \d\d:\d\d:\d\d/ }).waitFor();
        });
    });
});

function connectionOf({ folder }: DevPackage): DevConnection {
    return JSON.parse(readFileSync(join(folder, '.heddle/connection.json'), 'utf8')) as DevConnection;
}

/** Two transfers of one asset that have read the same version, each in a block of its own. @returns their ids */
async function conflict(dev: DevPackage, id: string): Promise<[winner: string, loser: string]> {
    const key = readFileSync(join(dev.folder, '.heddle/studio-key'), 'utf8').trim();
    const post = async <Answer>(path: string, body: object): Promise<Answer> => {
        const response = await fetch(`${connectionOf(dev).studio ?? ''}/api/v1/${path}`, {
            method: 'POST',
            headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
            body: JSON.stringify(body),
        });
        return (await response.json()) as Answer;
    };
    const hold = async (owner: string): Promise<string> => {
        const { transaction } = await post<{ readonly transaction: { readonly id: string } }>('calls', {
            callId: owner,
            mode: 'hold',
            chaincode: 'asset-transfer',
            function: 'transferAsset',
            args: [id, owner],
            identity: { mspId: 'Org1MSP', user: 'User1' },
        });
        return transaction.id;
    };
    const [winner, loser] = [await hold('Carol'), await hold('Dora')];
    for (const one of [winner, loser]) await post('held/commit', { ids: [one] });
    return [winner, loser];
}
