import { connect, type Contract, EndorseError, GatewayError } from '@hyperledger/fabric-gateway';
import { connectOptions, readConnection } from './connection';

const utf8 = new TextDecoder();

interface Asset {
    readonly id: string;
    readonly owner: string;
}

async function main(): Promise<void> {
    const connection = readConnection();
    const options = connectOptions(connection);
    const gateway = connect(options);
    try {
        await callContract(gateway.getNetwork(connection.channel).getContract(connection.chaincode));
    } finally {
        gateway.close();
        options.client.close();
    }
}

async function callContract(contract: Contract): Promise<void> {
    const id = `asset${Date.now()}`;
    await contract.submitTransaction('createAsset', JSON.stringify({ id, color: 'red', size: 5, owner: 'ann' }));
    console.log(`created ${id}`);
    console.log(`transferred from ${utf8.decode(await contract.submitTransaction('transferAsset', id, 'bob'))}`);
    const asset = JSON.parse(utf8.decode(await contract.evaluateTransaction('readAsset', id))) as Asset;
    console.log(`owned by ${asset.owner}`);
    console.log(`transferred again: ${await failureOf(contract.submitTransaction('transferAsset', id, 'bob'))}`);
}

/** What the endorsers say of a transaction that is refused. */
async function failureOf(call: Promise<unknown>): Promise<string> {
    try {
        await call;
        return 'it worked';
    } catch (error) {
        if (!(error instanceof GatewayError)) throw error;
        const stage = error instanceof EndorseError ? 'not endorsed' : 'failed';
        return `${stage}: ${error.details.map(({ message }) => message).join('; ')}`;
    }
}

main().catch((error: unknown) => {
    console.error(error);
    process.exitCode = 1;
});
