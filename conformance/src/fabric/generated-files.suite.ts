import { ChaincodeServer } from '@heddle/core';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { CHANNEL } from '../harness/channel';
import { GatewayTarget } from '../harness/gateway-target';
import { CouchClient } from '../queries/couch-client';
import { describeGeneratedFiles, SUPPLY, SUPPLY_CHAINCODE } from '../state/describe-generated-files';
import { makeFiles } from '../state/made-files';
import { networkOptionsOfRun } from './conformance-run';
import { chaincodeLogger, define } from './deployment';
import { FabricNetwork } from './fabric-network';
import { freePorts } from './free-ports';

const options = networkOptionsOfRun();
const { couchDbUrl } = options;
let network: FabricNetwork;
let server: ChaincodeServer;
let target: GatewayTarget;

beforeAll(async () => {
    network = await FabricNetwork.start(options);
    target = new GatewayTarget(network);
    const [port = 0] = await freePorts(1);
    const address = `127.0.0.1:${port}`;
    const { packageFile, packageId, collectionsFile } = await makeFiles(network.folder.root, address);
    await network.cli.install(packageFile);
    server = new ChaincodeServer(SUPPLY_CHAINCODE, { packageId, address, logger: chaincodeLogger(network) });
    await server.start();
    await define(network, { name: SUPPLY, collections: collectionsFile }, { packageId, address });
});

afterAll(async () => {
    target.close();
    await server.close();
    await network.close();
});

const where = `a peer of Fabric ${options.binaries.version}`;
describeGeneratedFiles(where, couchDbUrl !== undefined, () => target);

(couchDbUrl === undefined ? describe.skip : describe)(`state promise 16: the CouchDB of ${where}`, () => {
    it('lists the indexes of the package', async () => {
        const couch = new CouchClient(couchDbUrl ?? '');
        const { indexes } = JSON.parse(await couch.request('GET', `${CHANNEL}_${SUPPLY}/_index`)) as {
            indexes: { name: string; def: unknown }[];
        };
        const own = indexes.filter(({ name }) => name !== '_all_docs');
        expect(own).toEqual([
            expect.objectContaining({
                name: 'lot.byHarvest',
                type: 'json',
                def: { fields: [{ docType: 'asc' }, { harvested: 'asc' }] },
            }),
        ]);
    });
});
