import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type ChaincodeEvent, connect, hash, type Network } from '@hyperledger/fabric-gateway';
import { CHAINCODE_NAME, CHANNEL_NAME, newGrpcConnection, newIdentity, newSigner } from './connection';
import { listen } from './events';
import { transferSignedOffline } from './offline-signing';
import { createAsset, explain, ownerOf, transferAsset, transferTooLate } from './transactions';

async function main(): Promise<void> {
    const client = await newGrpcConnection();
    const identity = await newIdentity();
    const signer = await newSigner();
    const gateway = connect({ client, identity, signer, hash: hash.sha256 });
    const unsigning = connect({ client, identity, hash: hash.sha256 });
    try {
        const network = gateway.getNetwork(CHANNEL_NAME);
        const contract = network.getContract(CHAINCODE_NAME);
        const id = `asset${Date.now()}`;

        const startBlock = await createAsset(contract, id);
        print(`created ${id} in block ${startBlock}`);
        print(`transferred from ${await transferAsset(contract, id, 'bob')}`);
        print(`owned by ${await ownerOf(contract, id)}`);
        await transferSignedOffline(unsigning, signer, id, 'carol');
        print(`signed offline, owned by ${await ownerOf(contract, id)}`);
        print(`created again: ${await explain(() => createAsset(contract, id))}`);
        print(`read another: ${await explain(() => ownerOf(contract, `${id}x`))}`);
        print(`transferred too late: ${await explain(() => transferTooLate(contract, id))}`);
        await followEvents(network, startBlock, id);
    } finally {
        unsigning.close();
        gateway.close();
        client.close();
    }
}

/** Listens twice, as a process does that is started again, and sees each event of the asset once. */
async function followEvents(network: Network, startBlock: bigint, id: string): Promise<void> {
    const folder = await mkdtemp(join(tmpdir(), 'client-application-'));
    const progress = { startBlock, file: join(folder, 'checkpoint.json') };
    const until = (owner: string) => (event: ChaincodeEvent) => {
        const payload = JSON.parse(new TextDecoder().decode(event.payload)) as { id: string; to?: string };
        if (payload.id !== id) return false;
        print(
            `${event.eventName} in block ${event.blockNumber}${payload.to === undefined ? '' : `, to ${payload.to}`}`,
        );
        return payload.to === owner;
    };
    await listen(network, progress, until('bob'));
    print('listening again');
    await listen(network, progress, until('eve'));
    await rm(folder, { recursive: true });
}

function print(line: string): void {
    process.stdout.write(`${line}\n`);
}

main().catch((error: unknown) => {
    process.stderr.write(`the application failed: ${String(error)}\n`);
    process.exitCode = 1;
});
