import { ContractChaincode } from '@heddle/contract';
import { afterAll, beforeAll, describe } from '@jest/globals';
import { describeClients, WORKSHOP } from '../clients/clients.suite';
import { Backroom, Workshop } from '../clients/workshop';
import { type ClientNetwork, openClientNetwork } from '../harness/client-network';
import { GatewayTarget } from '../harness/gateway-target';
import { networkOptionsOfRun } from './conformance-run';
import { chaincodeLogger, deployForEach, type Deployment } from './deployment';
import { FabricNetwork } from './fabric-network';
import { untilAllEndorse } from './until-all-endorse';

const options = networkOptionsOfRun();
let network: FabricNetwork;
let deployment: Deployment;
let client: ClientNetwork;

beforeAll(async () => {
    network = await FabricNetwork.start(options);
    const chaincode = new ContractChaincode({ contracts: [Workshop, Backroom], logger: chaincodeLogger(network) });
    deployment = await deployForEach(network, chaincode, { name: WORKSHOP });
    using target = new GatewayTarget(network);
    await untilAllEndorse(target, WORKSHOP);
    client = openClientNetwork(network, network.clients.Org1);
});

afterAll(async () => {
    client[Symbol.dispose]();
    await deployment[Symbol.asyncDispose]();
    await network.close();
});

describe(`on a peer of Fabric ${options.binaries.version}`, () => {
    describeClients(() => client.network);
});
