import { HeddleProcess, TemporaryFolder } from '@heddle/command-testing';
import { describe, expect, it } from '@jest/globals';

const READY = /ready after \d+ ms/;
const VARIABLES = { PATH: process.env['PATH'] ?? '' };

/** Contracts that keep terms in a collection, as they declare it. */
function contract(collection: string, members: readonly string[]): string {
    const declared = `collection('${collection}', ${JSON.stringify({ members, memberOnlyRead: true })})`;
    return `const { collection, Contract, entity, IsString } = require('@heddle/contract');
        class Terms { static entity = entity('terms', { key: 'lot', collection: ${declared} }); }
        IsString()(Terms.prototype, 'lot');
        exports.contracts = [class Trade extends Contract {
            static declares = [Terms];
            async agree(ctx, lot, price) { await ctx.stub.putPrivateData('${collection}', lot, price); }
            async price(ctx, lot) { return String(await ctx.stub.getPrivateData('${collection}', lot)); }
        }];`;
}

function start(folder: TemporaryFolder, ...args: readonly string[]): HeddleProcess {
    return new HeddleProcess(['dev', '--port', '0', ...args], { cwd: folder.path, variables: VARIABLES });
}

async function call(folder: TemporaryFolder, ...args: readonly string[]): Promise<string> {
    await using client = new HeddleProcess(args, { cwd: folder.path, variables: VARIABLES });
    await client.exited;
    return [client.stdout, ...client.lines].join('\n').trim();
}

describe('the collections of heddle dev', () => {
    it('are those that contracts declare, also when these change', async () => {
        using folder = new TemporaryFolder();
        folder.writePackage({ 'index.js': contract('terms', ['Org1MSP']) });
        await using heddle = start(folder);
        await heddle.printed(READY);
        await call(folder, 'invoke', 'agree', 'l1', '500');
        expect(await call(folder, 'query', 'price', 'l1')).toBe('500');
        folder.write('index.js', contract('prices', ['Org1MSP']));
        await heddle.printed(/the new chaincode runs/);
        await call(folder, 'invoke', 'agree', 'l1', '600');
        expect(await call(folder, 'query', 'price', 'l1')).toBe('600');
    });

    it('are those of the file, where one is given', async () => {
        using folder = new TemporaryFolder();
        folder.writePackage({ 'index.js': contract('terms', ['Org1MSP']) });
        const other = { name: 'other', policy: "OR('Org1MSP.member')", requiredPeerCount: 0, maxPeerCount: 1 };
        await using heddle = start(folder, '--collections-config', folder.write('c.json', JSON.stringify([other])));
        await heddle.printed(READY);
        expect(await call(folder, 'query', 'price', 'l1')).toMatch(
            /collection mychannel\/chaincode\/terms could not be found/,
        );
    });

    it('are told of where no organization of the network is a member', async () => {
        using folder = new TemporaryFolder();
        folder.writePackage({ 'index.js': contract('terms', ['FarmMSP', 'MillMSP']) });
        await using heddle = start(folder);
        await heddle.printed(READY);
        expect(heddle.stdout).toMatch(
            /no organization here is a member of the collection terms.*give --organizations FarmMSP,MillMSP, or/,
        );
    });
});
