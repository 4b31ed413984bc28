import { CommitError, type Contract, EndorseError, GatewayError } from '@hyperledger/fabric-gateway';

const utf8 = new TextDecoder();

/** Submits without waiting for the commit at once: the result is there before, and the block after. */
export async function createAsset(contract: Contract, id: string): Promise<bigint> {
    const asset = { id, color: 'red', size: 5, owner: 'ann', appraisedValue: 300 };
    const commit = await contract.submitAsync('createAsset', { arguments: [JSON.stringify(asset)] });
    const { successful, transactionId, code, blockNumber } = await commit.getStatus();
    if (!successful) throw new Error(`transaction ${transactionId} failed to commit with status code ${code}`);
    return blockNumber;
}

/** Submits, and waits until it is committed. @returns the previous owner */
export async function transferAsset(contract: Contract, id: string, owner: string): Promise<string> {
    return utf8.decode(await contract.submitTransaction('transferAsset', id, owner));
}

/** Asks one peer, and records nothing. */
export async function ownerOf(contract: Contract, id: string): Promise<string> {
    const asset = JSON.parse(utf8.decode(await contract.evaluateTransaction('readAsset', id))) as { owner: string };
    return asset.owner;
}

/** Endorses a transfer, and lets another one be committed first: this one is in a block, then, and changes nothing. */
export async function transferTooLate(contract: Contract, id: string): Promise<void> {
    const late = await contract.newProposal('transferAsset', { arguments: [id, 'dave'] }).endorse();
    await transferAsset(contract, id, 'eve');
    const { successful, transactionId, code } = await (await late.submit()).getStatus();
    if (!successful) throw new CommitError({ message: 'another transfer was faster', code, transactionId });
}

/** Tells failures apart, and who reported them. */
export async function explain(attempt: () => Promise<unknown>): Promise<string> {
    try {
        await attempt();
        return 'it worked';
    } catch (error) {
        if (error instanceof CommitError) return `committed as invalid, code ${error.code}: ${error.message}`;
        if (!(error instanceof GatewayError)) throw error;
        const stage = error instanceof EndorseError ? 'not endorsed' : 'failed';
        const said = error.details.map(({ mspId, message }) => `${mspId}: ${message}`);
        return `${stage}, gRPC status ${error.code}: ${said.join('; ')}`;
    }
}
