import { once } from 'node:events';
import { TestNetwork } from '@heddle/testing';
import { CHAINCODE, Ledger } from './ledger-contract';

/** Where the network of this process is reached, and by whom. */
export interface NetworkAddress {
    readonly address: string;
    readonly clients: readonly NetworkMember[];
}

/** A client of the network; in PEM. */
export interface NetworkMember {
    readonly mspId: string;
    readonly certificate: string;
    readonly privateKey: string;
}

/** What the network has committed so far. */
export interface NetworkHeight {
    readonly blocks: number;
}

/** Serves an embedded network on a port, and tells its height when it is asked. The argument: how many clients it has. */
async function main(): Promise<void> {
    const network = await TestNetwork.start({ name: CHAINCODE, contracts: [Ledger] });
    const { peer } = network;
    const { address } = await peer.listen();
    const clients = Array.from({ length: Number(process.argv[2]) }, (_, index) => {
        const { mspId, certificate, privateKey } = peer.organization.createMember({ name: `client${index}` });
        return { mspId, certificate, privateKey: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString() };
    });
    const served: NetworkAddress = { address, clients };
    process.send?.(served);
    process.on('message', () => {
        void peer.height().then((height) => {
            const told: NetworkHeight = { blocks: Number(height) };
            process.send?.(told);
        });
    });
    await once(process, 'disconnect');
    await network.close();
}

main().catch((error: unknown) => {
    process.stderr.write(`${String(error)}\n`);
    process.exitCode = 1;
});
