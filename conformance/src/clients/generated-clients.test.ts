import { TestNetwork } from '@heddle/testing';
import { afterAll, beforeAll } from '@jest/globals';
import { EmbeddedGateway } from '../harness/embedded-gateway';
import { describeClients, WORKSHOP } from './describe-clients';
import { Backroom, Workshop } from './workshop';

let net: { readonly peer: Parameters<typeof EmbeddedGateway.open>[0]; close(): Promise<void> };
let gateway: EmbeddedGateway;

beforeAll(async () => {
    net = await TestNetwork.start({ contracts: [Workshop, Backroom], name: WORKSHOP });
    gateway = await EmbeddedGateway.open(net.peer);
});

afterAll(async () => {
    gateway[Symbol.dispose]();
    await net.close();
});

describeClients(() => gateway.network());
