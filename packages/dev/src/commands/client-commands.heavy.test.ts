import { HeddleProcess } from '@heddle/command-testing';
import { Organization } from '@heddle/local-peer';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { makeDevFolder, writeConnection } from '../dev/connection/connection-file';
import { ListeningNetwork, type UserFiles } from '../testing/listening-network';

interface Ended {
    readonly code: number | NodeJS.Signals;
    readonly stdout: string;
    readonly stderr: string;
}

let network: ListeningNetwork;
let user: UserFiles;

beforeAll(async () => {
    network = await ListeningNetwork.start();
    user = network.user('User1');
});

afterAll(() => network[Symbol.asyncDispose]());

async function run(args: readonly string[], options?: ConstructorParameters<typeof HeddleProcess>[1]): Promise<Ended> {
    await using heddle = new HeddleProcess(args, options);
    const code = await heddle.exited;
    return { code, stdout: heddle.stdout, stderr: heddle.lines.join('\n') };
}

/** By options alone. */
function call(...args: readonly string[]): Promise<Ended> {
    return run([...args, ...network.options(user)]);
}

describe('heddle invoke', () => {
    it('prints the result as it is, and where the transaction is', async () => {
        const ended = await call('invoke', 'put', 'k1', 'v1');
        expect(ended).toMatchObject({ code: 0, stdout: 'put k1' });
        expect(ended.stderr).toMatch(
            new RegExp(`^transaction \\w{64} is VALID in block \\d+ of mychannel at ${network.address}$`),
        );
        expect((await call('query', 'get', 'k1')).stdout).toBe('v1');
    });

    it('says how to write a call in the form of the peer command', async () => {
        const ended = await call('invoke', '{"Args":["put","k1","v1"]}');
        expect(ended).toMatchObject({ code: 2, stdout: '' });
        expect(ended.stderr).toBe(
            'heddle: the function is {"Args":["put","k1","v1"]}, as the peer command takes it after -c: write the function and then its arguments, such as: heddle invoke transferAsset a1 bob',
        );
    });

    it('ends with 1 and says who refused, what, and what to do', async () => {
        const ended = await call('invoke', 'nothing');
        expect(ended).toMatchObject({ code: 1, stdout: '' });
        expect(ended.stderr.split('\n')).toEqual([
            `heddle: nothing of store on mychannel was not endorsed at ${network.address}: ABORTED: failed to endorse transaction, see attached details for more info`,
            expect.stringMatching(/^ {4}\S+ of Org1MSP: chaincode response 500, no function nothing$/),
            "    the chaincode failed: its server's log tells why",
        ]);
    });

    it('tells that a transaction is in a block and invalid, and writes no result', async () => {
        const both = await Promise.all(['a', 'b'].map((text) => call('invoke', 'appendAtOnce', 'contended', text)));
        const [valid, conflict] = both.sort((one, other) => Number(one.code) - Number(other.code));
        expect(valid).toMatchObject({ code: 0 });
        expect(conflict).toMatchObject({ code: 1, stdout: '' });
        expect(conflict?.stderr).toMatch(
            /is MVCC_READ_CONFLICT \(code 11\) in block \d+ of mychannel.*: .*run the comm/,
        );
        expect((await call('query', 'get', 'contended')).stdout).toHaveLength(1);
    });

    it('reads arguments and transient data from files', async () => {
        const file = network.folder.write('argument.bin', Buffer.from([0, 255, 10]));
        const given = await call('invoke', 'arguments', `@${file}`, '@@home', '', '-1');
        expect(JSON.parse(given.stdout)).toEqual(['arguments', '\x00\xff\n', '@home', '', '-1']);
        const secret = await call('invoke', 'transient', 'k', '--transient', 'j=1', '--transient', `k=@${file}`);
        expect(secret.stdout).toContain('\n');
    });

    it('calls a contract of the chaincode, and asks the organizations that are named', async () => {
        const given = await call('invoke', 'arguments', 'x', '--contract', 'Cars', '--endorsing-org', 'Org1MSP');
        expect(given.stderr).toContain('chaincode response 500, no function Cars:arguments');
        const other = await call('invoke', 'put', 'x', 'y', '--endorsing-org', 'Org2MSP');
        expect(other.stderr).toMatch(/Org2MSP\n {4}name organizations by --endorsing-org/);
    });
});

describe('heddle query', () => {
    it('records nothing', async () => {
        expect(await call('query', 'put', 'never', 'x')).toMatchObject({ code: 0, stdout: 'put never', stderr: '' });
        expect((await call('query', 'get', 'never')).stdout).toBe('');
    });

    it('writes a result as JSON where that is asked for', async () => {
        await call('invoke', 'put', 'json', '{"n":12345678901234567890}');
        expect((await call('query', 'get', 'json', '--output', 'json')).stdout).toBe(
            '{\n    "n": 12345678901234567890\n}\n',
        );
        expect((await call('query', 'bytes', 'ff00', '--output', 'json')).stdout).toBe('{"base64":"/wA="}\n');
        expect((await call('query', 'get', 'nothing', '--output', 'json')).stdout).toBe('null\n');
    });

    it('finds a peer by the variables of the peer command, and the chaincode by those of the samples', async () => {
        const ended = await run(['query', 'mspId'], {
            variables: {
                CORE_PEER_ADDRESS: network.address,
                CORE_PEER_LOCALMSPID: 'Org1MSP',
                CORE_PEER_MSPCONFIGPATH: user.mspDir,
                CHANNEL_NAME: 'mychannel',
                CHAINCODE_NAME: 'store',
            },
        });
        expect(ended).toEqual({ code: 0, stdout: 'Org1MSP', stderr: '' });
    });

    it('finds a peer by a connection profile', async () => {
        const profile = {
            organizations: { Org1: { mspid: 'Org1MSP', peers: ['peer0'] } },
            peers: { peer0: { url: `grpc://${network.address}` } },
        };
        const file = network.folder.write('profile.json', JSON.stringify(profile));
        const options = ['--connection-profile', file, '--cert', user.cert, '--key', user.key];
        const ended = await run(['query', 'mspId', ...options, '--channel', 'mychannel', '--chaincode', 'store']);
        expect(ended).toEqual({ code: 0, stdout: 'Org1MSP', stderr: '' });
    });

    it('finds the network of heddle dev, and its users', async () => {
        const cwd = network.folder.path;
        network.user('Admin');
        makeDevFolder(cwd);
        writeConnection(cwd, {
            version: 1,
            processId: process.pid,
            gateway: network.address,
            channel: 'mychannel',
            chaincode: 'store',
            organizations: [
                { mspId: 'Org1MSP', gateway: network.address, certificatePath: user.cert, privateKeyPath: user.key },
            ],
        });
        expect(await run(['query', 'name'], { cwd })).toMatchObject({ code: 0, stdout: 'User1' });
        expect(await run(['query', 'name', '--as', 'Admin'], { cwd })).toMatchObject({ code: 0, stdout: 'Admin' });
        expect(await run(['query', 'name', '--as', 'Admin', '-p', cwd])).toMatchObject({ code: 0, stdout: 'Admin' });
        const other = await run(['query', 'name', '--as', 'Eve'], { cwd });
        expect(other).toMatchObject({ code: 2, stderr: expect.stringContaining('one of Admin@org1, User1@org1') });
        // What describes another peer does not count here.
        const variables = { CORE_PEER_LOCALMSPID: 'Org7MSP' };
        expect(await run(['query', 'mspId'], { cwd, variables })).toMatchObject({ code: 0, stdout: 'Org1MSP' });
    });

    it.each<[string, () => readonly string[], RegExp]>([
        ['a user of another organization', () => foreign(), /access denied.*\n.*user of Org1MSP.* check --msp-id/],
        ['a dead address', () => ['--gateway', '127.0.0.1:1'], /ECONNREFUSED 127.0.0.1:1\n.*listens on 127.0.0.1:1/],
        ['a chaincode that is not there', () => ['--chaincode', 'other'], /chaincode other.*\n.* --chaincode other/],
        ['a channel that is not there', () => ['--channel', 'other'], /channel.*other.*\n.* --channel other/],
        ['time that is too short', () => ['--timeout-ms', '1'], /DEADLINE_EXCEEDED.*\n.*--timeout-ms gives/],
    ])('ends with 1 and says what to do about %s', async (_what, options, told) => {
        const ended = await run(['query', 'get', 'k', ...network.options(user), ...options()]);
        expect(ended).toMatchObject({ code: 1, stdout: '' });
        expect(ended.stderr).toMatch(told);
    });
});

function foreign(): readonly string[] {
    return ['--msp-dir', network.user('Other', new Organization({ mspId: 'Org1MSP' })).mspDir];
}
