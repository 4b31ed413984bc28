import { execFileSync } from 'node:child_process';
import { X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { HeddleProcess, TemporaryFolder } from '@heddle/command-testing';
import { describe, expect, it } from '@jest/globals';

const READY = /ready after \d+ ms/;
const VARIABLES = { PATH: process.env['PATH'] ?? '' };

const CONTRACT = `const { Contract, ContractError } = require('@heddle/contract');
    exports.Token = class Token extends Contract {
        async mint(ctx, account) {
            if (!ctx.clientIdentity.assertAttributeValue('role', 'minter')) throw new ContractError('NOT_A_MINTER', 'ask one', { status: 403 });
            await ctx.stub.putState(account, Buffer.from('1'));
            return ctx.clientIdentity.getAttributeValue('level') ?? 'no level';
        }
    };`;

function start(folder: TemporaryFolder, args: readonly string[]): HeddleProcess {
    return new HeddleProcess(['dev', '--port', '0', ...args], { cwd: folder.path, variables: VARIABLES });
}

async function call(
    folder: TemporaryFolder,
    ...args: readonly string[]
): Promise<{ code: unknown; stdout: string; told: string }> {
    await using client = new HeddleProcess(args, { cwd: folder.path, variables: VARIABLES });
    const code = await client.exited;
    return { code, stdout: client.stdout, told: client.lines.join('\n') };
}

describe('the users of heddle dev', () => {
    it('have attributes that contracts see, and stay with a ledger that is kept', async () => {
        using folder = new TemporaryFolder();
        folder.writePackage({
            'package.json': '{ "name": "token" }',
            'index.js': CONTRACT,
            'heddle.config.json': JSON.stringify({
                organizations: ['Org1MSP', 'Org2MSP'],
                endorsementPolicy: "OR('Org1MSP.peer', 'Org2MSP.peer')",
                oneProcess: true,
                store: 'kept',
                users: { boss: { type: 'admin' } },
            }),
        });
        await using first = start(folder, [
            '--user',
            'minter:role=minter',
            '--user',
            'ann@Org2MSP:role=minter,level=3',
        ]);
        await first.printed(READY);
        expect(await call(folder, 'invoke', 'mint', 'a')).toMatchObject({
            code: 1,
            told: expect.stringContaining('NOT_A_MINTER: ask one'),
        });
        expect(await call(folder, 'invoke', 'mint', 'a', '--as', 'minter')).toMatchObject({
            code: 0,
            stdout: 'no level',
        });
        // Of the second organization, since the first has no such user.
        expect(await call(folder, 'invoke', 'mint', 'a', '--as', 'ann')).toMatchObject({ code: 0, stdout: '3' });
        expect(await call(folder, 'invoke', 'mint', 'a', '--as', 'nobody')).toMatchObject({
            code: 2,
            told: expect.stringMatching(
                /--as nobody is no user .*: choose one of Admin@org1\.example\.com, .*, minter@org1.*, ann@org2/,
            ),
        });
        const users = join(folder.path, 'kept/crypto/peerOrganizations/org1.example.com/users');
        const signcerts = join(users, 'boss@org1.example.com/msp/signcerts');
        const { subject } = new X509Certificate(readFileSync(join(signcerts, 'cert.pem')));
        expect(subject).toBe('OU=admin\nCN=boss@org1.example.com');
        const boss = readFileSync(join(signcerts, 'boss@org1.example.com-cert.pem'));
        first.signal('SIGINT');
        expect(await first.exited).toBe(0);
        // Once more, with one of them changed, and nothing said of another.
        await using second = start(folder, ['--user', 'ann@Org2MSP:role=minter,level=4']);
        await second.printed(READY);
        expect(await call(folder, 'invoke', 'mint', 'a', '--as', 'minter')).toMatchObject({
            code: 0,
            stdout: 'no level',
        });
        expect(await call(folder, 'invoke', 'mint', 'a', '--as', 'ann')).toMatchObject({ code: 0, stdout: '4' });
        expect(readFileSync(join(signcerts, 'cert.pem'))).toEqual(boss);
        folder.write('heddle.config.json', '{}');
        await second.printed(/heddle\.config\.json is read at the start alone: start heddle dev again/);
    });

    it.each([
        [['--user', 'minter:role'], {}, /^heddle: --user minter:role has "role", which is no attribute: write NAME/],
        [[], { users: { a: { roles: [] } } }, /^heddle: users\.a\.roles in .*heddle\.config\.json means nothing/],
    ])('are refused as %j and %j, before anything starts', async (args, config, message) => {
        using folder = new TemporaryFolder();
        folder.writePackage({ 'index.js': CONTRACT, 'heddle.config.json': JSON.stringify(config) });
        await using heddle = start(folder, args);
        expect([await heddle.exited, heddle.stdout]).toEqual([2, '']);
        expect(heddle.lines.join('\n')).toMatch(message);
    });
});

describe('the calls that heddle dev lists', () => {
    it('can be pasted into a shell, and fit into the terminal', async () => {
        using folder = new TemporaryFolder();
        folder.writePackage({
            'package.json': '{ "name": "lots" }',
            'index.js': `const { Contract, Param, Transaction } = require('@heddle/contract');
                const { IsIn, IsInt, Length, Matches, Min } = require('class-validator');
                class Lot {}
                const member = (name, ...checks) => checks.forEach((check) => check(Lot.prototype, name));
                member('id', Matches(/^[A-Z]{2}-\\d{3}$/));
                member('color', IsIn(['red', 'green']));
                member('count', IsInt(), Min(10));
                member('description', Length(30, 60));
                class Lots extends Contract {
                    async add(ctx, lot) {
                        await ctx.stub.putState(lot.id, ctx.serialize(lot));
                    }
                }
                Transaction()(Lots.prototype, 'add', Object.getOwnPropertyDescriptor(Lots.prototype, 'add'));
                Param('lot', Lot)(Lots.prototype, 'add', Object.getOwnPropertyDescriptor(Lots.prototype, 'add'));
                exports.Lots = Lots;`,
        });
        await using heddle = new HeddleProcess(['dev', '--port', '0', '--user', 'ann:note=x'], {
            cwd: folder.path,
            variables: { ...VARIABLES, COLUMNS: '80' },
        });
        const [, command = ''] = await heddle.printed(/calls of lots to begin with.*\n((?: {4}.*\n)+)/);
        const launcher = join(__dirname, '..', '..', '..', 'cli', 'bin', 'heddle.js');
        const npx = `npx() { shift; '${process.execPath}' '${launcher}' "$@" 2>&1; }`;
        const output = execFileSync('/bin/sh', ['-c', `${npx}\n${command}`], { cwd: folder.path, env: VARIABLES });
        expect(output.toString()).toContain(' is VALID in block 1 of mychannel');
        await heddle.printed(/commit +VALID lots\.add/);
        const tooLong = heddle.stdout.split('\n').filter((line) => line.length > 80 && !line.includes('/'));
        expect(tooLong).toEqual([]);
    });
});
