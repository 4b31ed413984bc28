import { HeddleProcess } from '@heddle/command-testing';
import { createCompositeKey } from '@heddle/protocol';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { ListeningNetwork, type UserFiles } from '../testing/listening-network';

interface Ended {
    readonly code: number | NodeJS.Signals;
    readonly stdout: string;
    readonly stderr: string;
}

let network: ListeningNetwork;
let user: UserFiles;
let empty: Awaited<ReturnType<ListeningNetwork['peer']['mark']>>;

beforeAll(async () => {
    network = await ListeningNetwork.start({ tools: true });
    user = network.user('User1');
    await network.peer.launch({ chaincode: 'store' });
    empty = await network.peer.mark();
});

beforeEach(() => network.peer.revert(empty));

afterAll(() => network[Symbol.asyncDispose]());

async function run(args: readonly string[], input = ''): Promise<Ended> {
    await using heddle = new HeddleProcess(args, { input });
    const code = await heddle.exited;
    return { code, stdout: heddle.stdout, stderr: heddle.lines.join('\n') };
}

function call(...args: readonly string[]): Promise<Ended> {
    return run([...args, ...network.options(user)]);
}

/** Runs lines of the console, as a file. */
function lines(...given: readonly string[]): Promise<Ended> {
    return run(['console', ...network.options(user)], `${given.join('\n')}\n`);
}

async function write(key: string, value: string | Buffer, collection?: string): Promise<void> {
    await network.peer.seed({ chaincode: 'store', writes: [{ key, value, collection }] });
}

describe('heddle state', () => {
    it('lists keys with their values, composite ones by their parts, or lines of JSON', async () => {
        await write('a1', '{"n": 12345678901234567890}');
        await write('b', Buffer.of(0xff, 0));
        await write(createCompositeKey('color', ['red', 'a1']), 'text');
        const { stdout } = await lines('state ls', 'state ls --json', 'state ls a', 'state ls color red', 'state ls x');
        expect(stdout.split('\n')).toEqual([
            'color(red, a1) = text',
            'a1 = {"n": 12345678901234567890}',
            'b = <2 bytes ff00>',
            String.raw`{"key":"\u0000color\u0000red\u0000a1\u0000","composite":["color","red","a1"],"value":"text","blockNumber":3,"txNumber":0}`,
            '{"key":"a1","value":{"n":12345678901234567890},"blockNumber":1,"txNumber":0}',
            '{"key":"b","valueHex":"ff00","blockNumber":2,"txNumber":0}',
            'a1 = {"n": 12345678901234567890}',
            'color(red, a1) = text',
            '',
        ]);
    });

    it('says where a list was ended', async () => {
        for (const key of ['a', 'b', 'c']) await write(key, key);
        const ended = await call('state', 'ls', '--limit', '2');
        expect(ended).toEqual({
            code: 0,
            stdout: 'a = a\nb = b\n',
            stderr: 'there are more: --limit ends the list after 2',
        });
    });

    it('gives the bytes of a value to a program', async () => {
        await write('b', Buffer.of(0xe2, 0x82, 0xac));
        await write(createCompositeKey('color', ['red', 'a1']), 'text');
        expect((await call('state', 'get', 'b')).stdout).toBe('€');
        const { stdout } = await lines("state get 'color(red, a1)'", 'state get color red a1');
        expect(stdout).toBe('"text"\n"text"\n');
    });

    it('gives private data, as the peer of an organization has it', async () => {
        await write('p', 'secret', 'secrets');
        const get = 'state get p --collection secrets --msp-id Org1MSP';
        const { code, stdout, stderr } = await lines(get, 'state ls --collection nothing');
        expect({ code, stdout }).toEqual({ code: 1, stdout: '"secret"\n' });
        expect(stderr).toBe("heddle: line 2: chaincode 'store' has no collection 'nothing': there are secrets");
    });

    it('lists the versions of a key, the newest first', async () => {
        await network.put('one');
        await network.put('two');
        const { stdout } = await lines('state history key', 'state history key --json');
        expect(stdout.replaceAll(/\d{4}-\S+Z/g, 'TIME').replaceAll(/[0-9a-f]{12,64}/g, 'TX')).toBe(
            'TIME TX two\nTIME TX one\n' +
                '{"txId":"TX","time":"TIME","isDelete":false,"value":"two"}\n' +
                '{"txId":"TX","time":"TIME","isDelete":false,"value":"one"}\n',
        );
    });

    it('says that there is no such key', async () => {
        const ended = await call('state', 'get', 'nothing');
        expect(ended).toEqual({
            code: 1,
            stdout: '',
            stderr: 'heddle: no key nothing in store on mychannel: "heddle state ls" shows what is there',
        });
    });
});

describe('heddle snapshot and heddle revert', () => {
    it('mark the ledger and turn it back, with names or without', async () => {
        const { stdout, stderr } = await lines(
            'submit put k one',
            'snapshot first',
            'submit put k two',
            'snapshot',
            'submit put k three',
            'revert',
            'state get k',
            'snapshot first',
            'revert first',
            'state get k',
            'snapshots --json',
            'snapshot --delete first',
            'snapshots',
        );
        const told = stderr.split('\n').filter((line) => !line.startsWith('transaction'));
        expect(told).toEqual([
            'snapshot first is taken at 2 blocks',
            'snapshot 1 is taken at 3 blocks',
            'the ledger is at snapshot 1, at 3 blocks: 1 block undone',
            'snapshot first is taken at 3 blocks, in place of the one at 2 blocks',
            'the ledger is at snapshot first, at 3 blocks: 0 blocks undone',
            'snapshot first is forgotten',
        ]);
        expect(stdout.replaceAll(/\d{4}-\S+Z/g, 'TIME').split('\n')).toEqual([
            '"put k"',
            '"put k"',
            '1',
            '"put k"',
            '"two"',
            '"two"',
            '{"name":"1","blocks":3,"time":"TIME"}',
            '{"name":"first","blocks":3,"time":"TIME"}',
            expect.stringMatching(/^1 {2}3 blocks {2}TIME$/),
            '',
        ]);
    });

    it('say that there is no snapshot', async () => {
        const stderr = 'heddle: there is no snapshot: "heddle snapshot" takes one';
        expect(await call('revert')).toEqual({ code: 1, stdout: '', stderr });
        expect((await call('revert', 'one')).stderr).toBe("heddle: there is no snapshot 'one': none has a name");
    });
});

describe('heddle console', () => {
    it('runs the lines of a file, and ends at the first that fails', async () => {
        const ended = await lines('# a comment', '', 'submit put k {"a": [1, "}"]}', 'evaluate get k', 'put k', 'exit');
        expect(ended.code).toBe(2);
        expect(ended.stdout).toBe('"put k"\n{\n    "a": [\n        1,\n        "}"\n    ]\n}\n');
        expect(ended.stderr.split('\n').at(-1)).toBe(
            'heddle: line 5: put is no command of the console: help lists what there is',
        );
    });
});

describe('where heddle dev does not run', () => {
    it('there is no ledger', async () => {
        const { code, stderr } = await run(['state', 'ls', '--module-path', network.folder.path]);
        expect(code).toBe(2);
        expect(stderr).toMatch(/^heddle: heddle dev does not run for .*: start it, /);
    });
});

describe('on a network that is not one of heddle dev', () => {
    it('calls go on, and the ledger stays closed', async () => {
        await using other = await ListeningNetwork.start();
        const options = other.options(other.user('User1'));
        const console = await run(['console', ...options], 'submit put k v\nevaluate get k\nstate ls\n');
        expect(console.stdout).toBe('"put k"\n"v"\n');
        expect(console.code).toBe(1);
        expect(console.stderr).toContain(
            `line 3: the network at ${other.address} is not one of "heddle dev": a peer lets nobody but chaincode read its state, and cannot go back; ask the chaincode, such as: heddle query readAsset a1`,
        );
    });
});
