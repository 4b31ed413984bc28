import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connect, hash } from '@hyperledger/fabric-gateway';
import { AssetTransfer } from './clients/asset-transfer';
import { CHAINCODE_NAME, CHANNEL_NAME, newGrpcConnection, newIdentity, newSigner } from './connection';
import { type AssetEvent, listen } from './events';
import { transferSignedOffline } from './offline-signing';
import { createAsset, explain, ownerOf, transferTooLate } from './transactions';

async function main(): Promise<void> {
    const client = await newGrpcConnection();
    const identity = await newIdentity();
    const signer = await newSigner();
    const gateway = connect({ client, identity, signer, hash: hash.sha256 });
    const unsigning = connect({ client, identity, hash: hash.sha256 });
    try {
        const network = gateway.getNetwork(CHANNEL_NAME);
        const assets = AssetTransfer.connect(network, CHAINCODE_NAME);
        const contract = network.getContract(CHAINCODE_NAME);
        const id = `asset${Date.now()}`;

        const startBlock = await createAsset(assets, id);
        print(`created ${id} in block ${startBlock}`);
        print(`transferred from ${await assets.transferAsset(id, 'bob')}`);
        print(`owned by ${await ownerOf(assets, id)}`);
        await transferSignedOffline(unsigning, signer, id, 'carol');
        print(`signed offline, owned by ${await ownerOf(assets, id)}`);
        print(`created again: ${await explain(() => createAsset(assets, id))}`);
        print(`read another: ${await explain(() => ownerOf(assets, `${id}x`))}`);
        print(`transferred too late: ${await transferTooLate(assets, contract, id)}`);
        await followEvents(assets, startBlock, id);
    } finally {
        unsigning.close();
        gateway.close();
        client.close();
    }
}

/** Listens twice, as a process does that is started again, and sees each event of the asset once. */
async function followEvents(assets: AssetTransfer, startBlock: bigint, id: string): Promise<void> {
    const folder = await mkdtemp(join(tmpdir(), 'client-application-'));
    const progress = { startBlock, file: join(folder, 'checkpoint.json') };
    const until = (owner: string) => (event: AssetEvent) => {
        if (event.name === undefined || event.payload.id !== id) return false;
        const to = event.name === 'AssetTransferred' ? event.payload.to : undefined;
        print(`${event.name} in block ${event.blockNumber}${to === undefined ? '' : `, to ${to}`}`);
        return to === owner;
    };
    await listen(assets, progress, until('bob'));
    print('listening again');
    await listen(assets, progress, until('eve'));
    await rm(folder, { recursive: true });
}

function print(line: string): void {
    process.stdout.write(`${line}\n`);
}

main().catch((error: unknown) => {
    process.stderr.write(`the application failed: ${String(error)}\n`);
    process.exitCode = 1;
});
