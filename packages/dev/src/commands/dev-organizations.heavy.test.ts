import { HeddleProcess, TemporaryFolder } from '@heddle/command-testing';
import { describe, expect, it } from '@jest/globals';
import { findConnection } from '../dev/connection/connection-file';

const READY = /ready after \d+ ms/;
const VARIABLES = { PATH: process.env['PATH'] ?? '' };

/** A chaincode that knows whose peer it serves, and keeps private data of that organization. */
const CHAINCODE = `console.log("for", process.argv.at(process.argv.indexOf("--msp-id") + 1));
    exports.chaincode = { Init: async () => ({ status: 200 }), Invoke: async (stub) => {
        const { fcn, params: [value] } = stub.getFunctionAndParameters();
        const own = '_implicit_org_' + stub.getCreator().mspid;
        if (fcn === 'mspId') return { status: 200, payload: stub.getMspID() };
        if (fcn === 'keep') await stub.putPrivateData(own, 'k', value);
        if (fcn === 'keep') return { status: 200, payload: 'kept' };
        return { status: 200, payload: await stub.getPrivateData(own, 'k') };
    } };`;

function start(folder: TemporaryFolder, args: readonly string[] = []): HeddleProcess {
    folder.writePackage({ 'index.js': CHAINCODE });
    const options = ['--port', '0', '--organizations', 'Org1MSP,Org2MSP', ...args];
    return new HeddleProcess(['dev', ...options], { cwd: folder.path, variables: VARIABLES });
}

describe('heddle dev with several organizations', () => {
    it('gives each organization a gateway and a chaincode process, which knows whose it is', async () => {
        using folder = new TemporaryFolder();
        await using heddle = start(folder);
        await heddle.printed(/for Org1MSP/);
        await heddle.printed(/for Org2MSP/);
        await heddle.printed(READY);
        const organizations = findConnection(folder.path)?.organizations ?? [];
        expect(organizations.map(({ mspId }) => mspId)).toEqual(['Org1MSP', 'Org2MSP']);
        expect(new Set(organizations.map(({ gateway }) => gateway)).size).toBe(2);
        await heddle.printed(/MSP id +Org2MSP/);
    });

    it('says that organizations share a process, where they do', async () => {
        using folder = new TemporaryFolder();
        await using heddle = start(folder, ['--one-process']);
        expect(await heddle.printed(/getMspID answers Org1MSP in each/)).toBeDefined();
    });

    it('lets heddle invoke and heddle query call by the gateway of the organization that --msp-id names', async () => {
        using folder = new TemporaryFolder();
        await using heddle = start(folder);
        await heddle.printed(READY);
        const call = async (...args: readonly string[]): Promise<{ code: unknown; stdout: string; stderr: string }> => {
            await using client = new HeddleProcess(args, { cwd: folder.path, variables: VARIABLES });
            const code = await client.exited;
            return { code, stdout: client.stdout, stderr: client.lines.join('\n') };
        };
        const [, second] = findConnection(folder.path)?.organizations ?? [];
        expect(await call('query', 'mspId')).toMatchObject({ code: 0, stdout: 'Org1MSP' });
        expect(await call('query', 'mspId', '--msp-id', 'Org2MSP')).toMatchObject({ code: 0, stdout: 'Org2MSP' });
        const kept = await call('invoke', 'keep', 'secret', '--msp-id', 'Org2MSP');
        expect(kept).toMatchObject({ code: 0, stdout: 'kept' });
        expect(kept.stderr).toMatch(new RegExp(` is VALID in block 1 of mychannel at ${String(second?.gateway)}$`));
        // It is at that organization's peer, and nothing is kept by the first one.
        expect(await call('query', 'own', '--msp-id', 'Org2MSP')).toMatchObject({ code: 0, stdout: 'secret' });
        expect(await call('query', 'own')).toMatchObject({ code: 0, stdout: '' });
        const unknown = await call('invoke', 'keep', 'x', '--msp-id', 'Org3MSP');
        expect(unknown).toMatchObject({
            code: 2,
            stderr: expect.stringMatching(/--msp-id Org3MSP is no organization of .*: choose one of Org1MSP, Org2MSP$/),
        });
    });
});
