import type { LocalPeer } from '@heddle/local-peer';
import { TestNetwork } from '@heddle/testing';
import { afterAll, beforeAll } from '@jest/globals';
import { type ClientNetwork, openEmbeddedNetwork } from '../harness/client-network';
import { describeClients, WORKSHOP } from './clients.suite';
import { Backroom, Workshop } from './workshop';

let net: { readonly peer: LocalPeer; close(): Promise<void> };
let client: ClientNetwork;

beforeAll(async () => {
    net = await TestNetwork.start({ contracts: [Workshop, Backroom], name: WORKSHOP });
    client = await openEmbeddedNetwork(net.peer);
});

afterAll(async () => {
    client[Symbol.dispose]();
    await net.close();
});

describeClients(() => client.network);
