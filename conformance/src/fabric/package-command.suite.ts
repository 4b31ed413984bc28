import { spawnSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ChaincodeServer } from '@heddle/core';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { GatewayTarget } from '../harness/gateway-target';
import { ROOT } from '../repository/source-files';
import { scenarioChaincode } from '../scenarios/scenario-chaincode';
import { valueOf } from '../scenarios/script';
import { networkOptionsOfRun } from './conformance-run';
import { chaincodeLogger, define } from './deployment';
import { FabricNetwork } from './fabric-network';
import { freePorts } from './free-ports';

const HEDDLE = join(ROOT, 'packages', 'cli', 'bin', 'heddle.js');

const options = networkOptionsOfRun();
let network: FabricNetwork;
let target: GatewayTarget;

beforeAll(async () => {
    network = await FabricNetwork.start(options);
    target = new GatewayTarget(network);
});

afterAll(async () => {
    target.close();
    await network.close();
});

/** Runs the command as an operator does, in a folder that is no package of contracts; answers what it prints. */
function heddle(...args: readonly string[]): string {
    const { status, stdout, stderr } = spawnSync(process.execPath, [HEDDLE, ...args], {
        cwd: network.folder.root,
        encoding: 'utf8',
    });
    if (status !== 0) throw new Error(`heddle ${args.join(' ')} ended with ${String(status)}: ${stderr}`);
    return stdout;
}

/** Writes a package with code, and a bill of what it is made of. */
function writeCode(root: string): string {
    const folder = join(root, 'listed');
    mkdirSync(folder);
    const raw = 'exports.chaincode = { Init: async () => ({ status: 200 }), Invoke: async () => ({ status: 200 }) };';
    writeFileSync(join(folder, 'index.js'), raw);
    writeFileSync(join(folder, 'package.json'), '{ "name": "listed", "version": "1.0.0" }');
    writeFileSync(join(folder, 'bill.txt'), '{ "bomFormat": "CycloneDX", "specVersion": "1.6" }');
    return folder;
}

describe(`packages of \`heddle package\` on a peer of Fabric ${options.binaries.version}`, () => {
    it('have the id that the command printed, pass its own check, and lead peers to the server', async () => {
        const [port = 0] = await freePorts(1);
        const address = `127.0.0.1:${port}`;
        const file = join(network.folder.root, 'made.tgz');
        const made = ['package', '--label', 'made_1', '--address', address, '--output', file, '--json'];
        const { packageId } = JSON.parse(heddle(...made)) as { packageId: string };
        heddle('package', 'verify', file);

        expect(await network.cli.install(file)).toBe(packageId);
        await using server = new ChaincodeServer(scenarioChaincode, {
            packageId,
            address,
            logger: chaincodeLogger(network),
        });
        await server.start();
        await define(network, { name: 'made' }, { packageId, address });
        expect(await valueOf(target, ['getState', 'a'], { chaincode: 'made' })).toBe('');
    });

    it('are the same to peers with the code that they stand for', async () => {
        const [port = 0] = await freePorts(1);
        const address = `127.0.0.1:${port}`;
        const source = writeCode(network.folder.root);
        const file = join(network.folder.root, 'listed.tgz');
        const listed = ['--with-code', '--sbom', join(source, 'bill.txt'), '--module-path', source];
        const made = ['package', '--label', 'listed_1', '--address', address, '--output', file, '--json', ...listed];
        const { packageId } = JSON.parse(heddle(...made)) as { packageId: string };
        heddle('package', 'verify', file, '--source', source);

        expect(await network.cli.install(file)).toBe(packageId);
        await using server = new ChaincodeServer(scenarioChaincode, {
            packageId,
            address,
            logger: chaincodeLogger(network),
        });
        await server.start();
        await define(network, { name: 'listed' }, { packageId, address });
        expect(await valueOf(target, ['getState', 'a'], { chaincode: 'listed' })).toBe('');
    });
});
