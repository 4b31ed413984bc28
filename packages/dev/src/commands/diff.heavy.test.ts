import { HeddleProcess, TemporaryFolder } from '@heddle/command-testing';
import { type Context, Contract, ContractChaincode, Transaction } from '@heddle/contract';
import { describe, expect, it } from '@jest/globals';
import { ListeningNetwork } from '../testing/listening-network';

function contract(methods: string): Record<string, string> {
    return {
        'package.json': '{ "name": "fleet", "version": "1.0.0" }',
        'index.js': `
        const { Contract } = require('@heddle/contract');
        exports.contracts = [class Cars extends Contract { ${methods} }];`,
    };
}
const OLD = contract('async read(ctx, id) { return id; } async sell(ctx, id) {}');
const NEW = contract('async read(ctx, id, as) { return id; } async buy(ctx, id) {}');

async function diff(...args: string[]): Promise<readonly [code: unknown, output: string, errors: readonly string[]]> {
    // Builds need it.
    const variables = { PATH: process.env['PATH'] ?? '' };
    await using heddle = new HeddleProcess(['diff', ...args], { variables });
    const code = await heddle.exited;
    return [code, heddle.stdout, heddle.lines];
}

describe('heddle diff', () => {
    it('compares built contracts with each other and with metadata', async () => {
        using older = new TemporaryFolder();
        using newer = new TemporaryFolder();
        const [before, after] = [older.writePackage(OLD), newer.writePackage(NEW)];
        await using metadata = new HeddleProcess(['metadata', '-p', before]);
        expect(await metadata.exited).toBe(0);
        const released = older.write('released.json', metadata.stdout);
        const told = [
            'breaks clients  Cars.read(as) is a new parameter, which calls of before do not give',
            '                give it a default, or mark it @Optional()',
            'breaks clients  Cars.sell is gone',
            '                keep it as long as clients call it',
            'new             Cars.buy is a new transaction',
            'breaks clients: 2, breaks state: 0, step: 0, new: 1, fine: 0',
            '',
        ].join('\n');
        expect(await diff(before, after)).toEqual([1, told, []]);
        expect(await diff(released, after)).toEqual([1, told, []]);
        expect(await diff(released, before)).toEqual([0, 'nothing has changed\n', []]);
        const [code, json] = await diff('--json', released, after);
        const { changes } = JSON.parse(json) as { changes: object[] };
        expect([code, changes.length, changes[1]]).toEqual([
            1,
            3,
            {
                concern: 'clients',
                level: 'breaking',
                where: 'Cars.sell',
                what: 'is gone',
                remedy: 'keep it as long as clients call it',
            },
        ]);
    });

    it('builds a folder before it asks it', async () => {
        using folder = new TemporaryFolder();
        const { 'index.js': source = '' } = NEW;
        folder.write('old.json', '{ "contracts": { "Cars": { "name": "Cars", "transactions": [] } } }');
        const fleet = new TemporaryFolder();
        fleet.writePackage({
            'package.json': '{ "name": "fleet", "scripts": { "build": "cp source.js index.js" } }',
            'source.js': source,
        });
        const old = `${folder.path}/old.json`;
        expect((await diff('--no-build', old, fleet.path))[2].join()).toMatch(
            /index\.js, the entry of .*, does not exist/,
        );
        expect((await diff(old, fleet.path)).slice(0, 2)).toEqual([
            0,
            expect.stringContaining('Cars.buy is a new tran'),
        ]);
        fleet.write('package.json', '{ "name": "fleet", "scripts": { "build": "echo nonsense && false" } }');
        const [code, , errors] = await diff(old, fleet.path);
        expect([code, errors.join()]).toEqual([
            1,
            `heddle: ${fleet.path} cannot be built: echo nonsense && false failed with 1,nonsense`,
        ]);
        fleet[Symbol.dispose]();
    });

    it.each([
        [['missing.json', '.'], /missing\.json cannot be read \(ENOENT.*\): name a file with metadata, the folder/],
        [['no.json', '.'], /no\.json is no JSON \(.*\): give what "heddle metadata" prints/],
        [['other.json', '.'], /other\.json is no metadata of a chaincode: give what/],
        [['list.json', '.'], /list\.json is no metadata of a chaincode: give what/],
        [['old.json'], /missing required argument 'new'/],
        [['', '.'], /both operands are .*: give the older version first, such as what "heddle metadata" printed/],
    ])('ends with 2 for what it cannot read: %j', async ([old = '', ...rest], message) => {
        using folder = new TemporaryFolder();
        const package_ = folder.writePackage(OLD);
        folder.write('no.json', '{');
        folder.write('other.json', '{}');
        folder.write('list.json', '{ "contracts": [] }');
        const [code, , errors] = await diff(`${folder.path}/${old}`, ...rest.map(() => package_));
        expect([code, errors.join()]).toEqual([2, expect.stringMatching(message)]);
    });
});

describe('heddle diff of a chaincode on a network', () => {
    class Cars extends Contract {
        @Transaction() read(_ctx: Context, id: string): string {
            return id;
        }
    }

    it('asks it for its metadata', async () => {
        await using network = await ListeningNetwork.start({
            chaincode: new ContractChaincode({ contracts: [Cars] }),
        });
        using folder = new TemporaryFolder();
        const young = folder.writePackage(NEW);
        const { mspDir } = network.user('User1');
        const options = [
            '--gateway',
            network.address,
            '--channel',
            'mychannel',
            '--msp-id',
            'Org1MSP',
            '--msp-dir',
            mspDir,
        ];
        const [code, output, errors] = await diff('chaincode:store', young, ...options);
        expect([code, output.split('\n')[0], errors]).toEqual([
            1,
            'breaks clients  Cars.read(as) is a new parameter, which calls of before do not give',
            [],
        ]);
        expect(await diff('chaincode:store', 'chaincode:', ...options, '--chaincode', 'store')).toEqual([
            0,
            'nothing has changed\n',
            [],
        ]);
        const [gone, , why] = await diff('chaincode:other', young, ...options);
        expect([gone, why.join('\n')]).toEqual([
            1,
            expect.stringContaining('GetMetadata of other on mychannel failed'),
        ]);
    });

    it('says so of one that has no metadata, and of a network that is not there', async () => {
        await using network = await ListeningNetwork.start();
        using folder = new TemporaryFolder();
        const young = folder.writePackage(NEW);
        const [code, , errors] = await diff('chaincode:', young, ...network.options(network.user('User1')));
        expect([code, errors.join('\n')]).toEqual([1, expect.stringContaining('no function org.hyperledger.fabric:')]);
        const [none, , why] = await diff('chaincode:store', young, '-p', folder.path);
        expect([none, why.join()]).toEqual([2, expect.stringMatching(/heddle dev does not run for .*: start it/)]);
    });
});
