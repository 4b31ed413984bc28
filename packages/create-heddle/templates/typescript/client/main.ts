import { connect } from '@hyperledger/fabric-gateway';
import { AssetTransfer, SameOwner } from './asset-transfer';
import { connectOptions, readConnection } from './connection';

async function main(): Promise<void> {
    const connection = readConnection();
    const options = connectOptions(connection);
    const gateway = connect(options);
    try {
        await callContract(AssetTransfer.connect(gateway.getNetwork(connection.channel), connection.chaincode));
    } finally {
        gateway.close();
        options.client.close();
    }
}

async function callContract(assets: AssetTransfer): Promise<void> {
    const id = `asset${Date.now()}`;
    await assets.createAsset({ id, color: 'red', size: 5, owner: 'ann' });
    console.log(`created ${id}`);
    console.log(`transferred from ${await assets.transferAsset(id, 'bob')}`);
    const { owner } = await assets.readAsset(id);
    console.log(`owned by ${owner}`);
    try {
        await assets.transferAsset(id, 'bob');
    } catch (error) {
        if (!(error instanceof SameOwner)) throw error;
        console.log(`transferred again: ${error.code}, ${error.reason}`);
    }
}

main().catch((error: unknown) => {
    console.error(error);
    process.exitCode = 1;
});
