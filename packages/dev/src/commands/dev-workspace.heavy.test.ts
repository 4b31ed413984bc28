import { setTimeout as sleep } from 'node:timers/promises';
import { HeddleProcess, TemporaryFolder } from '@heddle/command-testing';
import { describe, expect, it } from '@jest/globals';
import { findConnection } from '../dev/connection/connection-file';

// Heavy: each has a network with several chaincodes.

const READY = /ready after \d+ ms/;
const VARIABLES = { PATH: process.env['PATH'] ?? '' };

/** @param version is told with the process that it runs in */
function token(version: string, also = ''): string {
    return `console.log('${version} in', process.pid); ${also}
        const { Contract } = require('@heddle/contract');
        exports.Token = class Token extends Contract {
            async mint(ctx, account) { await ctx.stub.putState(account, '1'); }
            async balanceOf(ctx, account) { return String(await ctx.stub.getState(account)); }
            async spin(ctx) { const end = Date.now() + 120000; while (Date.now() < end); }
        };`;
}

const TRADE = `console.log('trade in', process.pid);
    const { Contract } = require('@heddle/contract');
    exports.Trade = class Trade extends Contract {
        async pay(ctx, account) { return this.ask(ctx, 'mint', account); }
        async balance(ctx, account) { return this.ask(ctx, 'balanceOf', account); }
        async ask(ctx, ...args) {
            const answer = await ctx.stub.invokeChaincode('token', args, ctx.stub.getChannelID());
            return Buffer.from(answer.payload).toString();
        }
    };`;

const MANIFEST = (name: string): string => JSON.stringify({ name, dependencies: { '@heddle/contract': '*' } });

function writeWorkspace(folder: TemporaryFolder): void {
    folder.writePackage({
        'package.json': '{ "workspaces": ["contracts/*"] }',
        'contracts/token/package.json': MANIFEST('@acme/token'),
        'contracts/token/index.js': token('first'),
        'contracts/trade/package.json': MANIFEST('@acme/trade'),
        'contracts/trade/index.js': TRADE,
    });
}

function start(folder: TemporaryFolder, args: readonly string[] = []): HeddleProcess {
    return new HeddleProcess(['dev', '--port', '0', ...args], { cwd: folder.path, variables: VARIABLES });
}

async function call(cwd: string, ...args: readonly string[]): Promise<{ code: unknown; stdout: string; told: string }> {
    await using client = new HeddleProcess(args, { cwd, variables: VARIABLES });
    const code = await client.exited;
    return { code, stdout: client.stdout, told: client.lines.join('\n') };
}

describe('heddle dev with several chaincodes', () => {
    it('runs the contracts of a workspace, which call one another, and each anew when its own sources change', async () => {
        using folder = new TemporaryFolder();
        writeWorkspace(folder);
        await using heddle = start(folder);
        await heddle.printed(READY);
        await heddle.printed(/OUT {3}token: first in \d+\n/);
        const [, trade] = await heddle.printed(/OUT {3}trade: trade in (\d+)\n/);
        await heddle.printed(/^ {4}chaincode {4}token, trade$/m);
        await heddle.printed(/npx heddle invoke --chaincode trade pay /);
        const contracts = `${folder.path}/contracts`;
        expect(await call(`${contracts}/trade`, 'invoke', 'pay', 'ann')).toMatchObject({ code: 0, stdout: '' });
        expect(await call(folder.path, 'query', 'balance', 'ann', '--chaincode', 'trade')).toMatchObject({
            code: 0,
            stdout: '1',
        });
        expect(await call(`${contracts}/token`, 'query', 'balanceOf', 'ann')).toMatchObject({ code: 0, stdout: '1' });
        expect(await call(folder.path, 'query', 'pay', 'ann')).toMatchObject({
            code: 1,
            told: expect.stringContaining(
                'The chaincode has mint, balanceOf, spin; --chaincode calls another one: trade',
            ),
        });
        await heddle.printed(/submit +trade\.pay[^]* writes +token\/ann=1/);
        const from = heddle.stdout.length;
        folder.write('contracts/token/index.js', token('second'));
        await heddle.printed(
            /token: index\.js changed\n[^]*OUT {3}token: second in[^]*token: the new chaincode runs/,
            from,
        );
        expect(heddle.stdout.slice(from)).not.toContain('trade: ');
        expect(process.kill(Number(trade), 0)).toBe(true);
        heddle.signal('SIGINT');
        expect(await heddle.exited).toBe(0);
        for (const name of ['token', 'trade']) expect(findConnection(`${contracts}/${name}`)).toBeUndefined();
    });

    it('runs the others where one cannot be started, until it is corrected', async () => {
        using folder = new TemporaryFolder();
        writeWorkspace(folder);
        folder.write('contracts/token/index.js', 'nonsense(');
        await using heddle = start(folder);
        await heddle.printed(/token: the chaincode does not start; waiting for a change/);
        await heddle.printed(READY);
        const { code, told } = await call(folder.path, 'query', 'balance', 'ann', '--chaincode', 'trade');
        expect([code, told]).toEqual([1, expect.stringMatching(/token/)]);
        folder.write('contracts/token/index.js', token('first'));
        await heddle.printed(/calls of token to begin with/);
        expect(await call(folder.path, 'invoke', 'pay', 'ann', '--chaincode', 'trade')).toMatchObject({
            code: 0,
            stdout: '',
        });
    });

    it('says which one is blocked, and lets the others answer', async () => {
        using folder = new TemporaryFolder();
        writeWorkspace(folder);
        await using heddle = start(folder);
        await heddle.printed(READY);
        await using blocked = new HeddleProcess(['query', 'spin'], { cwd: folder.path, variables: VARIABLES });
        await heddle.printed(/heddle! {2}token: the chaincode is blocked: .*spin \(index\.js:\d+:\d+\)/);
        while (!blocked.lines.join().includes('the call waits: the chaincode is blocked')) await sleep(50);
        const { code, told } = await call(`${folder.path}/contracts/trade`, 'query', 'nothing');
        expect([code, told]).toEqual([1, expect.stringContaining('UNKNOWN_TRANSACTION')]);
        folder.write('contracts/token/index.js', token('second'));
        await heddle.printed(/token: the old chaincode was blocked, and is ended/);
        expect(await blocked.exited).toBe(1);
        expect(await call(folder.path, 'query', 'balanceOf', 'ann')).toMatchObject({ code: 0, stdout: '' });
    });

    it('takes names, policies and collections of each from the configuration file', async () => {
        using folder = new TemporaryFolder();
        writeWorkspace(folder);
        const chaincodes = [
            { name: 'trade', folder: 'contracts/trade', endorsementPolicy: "OR('Org1MSP.peer', 'Org2MSP.peer')" },
            { name: 'token', folder: 'contracts/token', endorsementPolicy: "AND('Org1MSP.peer', 'Org2MSP.peer')" },
        ];
        folder.write('heddle.config.json', JSON.stringify({ organizations: ['Org1MSP', 'Org2MSP'], chaincodes }));
        await using heddle = start(folder);
        await heddle.printed(READY);
        // The first of the file is the one that is called without a name; its own policy and that of what it calls hold.
        expect(await call(folder.path, 'invoke', 'pay', 'ann', '--endorsing-org', 'Org1MSP')).toMatchObject({
            code: 1,
            told: expect.stringMatching(/ENDORSEMENT_POLICY_FAILURE|combination of peers|endorsement policy/),
        });
        expect(await call(folder.path, 'invoke', 'pay', 'ann')).toMatchObject({ code: 0, stdout: '' });
    });

    it('refuses options that are for one chaincode', async () => {
        using folder = new TemporaryFolder();
        writeWorkspace(folder);
        await using heddle = start(folder, ['--build', 'true']);
        expect(await heddle.exited).toBe(2);
        expect(heddle.lines.join()).toMatch(
            /^heddle: --build is for one chaincode, and here are 2: say it in heddle\.config/,
        );
    });
});
