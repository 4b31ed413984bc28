import { CommitUnknown, TransactionInvalid, TransactionRefused } from '@heddle/client';
import { type Contract, EndorseError } from '@hyperledger/fabric-gateway';
import { AssetExists, type AssetTransfer } from './clients/asset-transfer';

/** Submits without waiting for the commit at once: the result is there before, and the block after. */
export async function createAsset(assets: AssetTransfer, id: string): Promise<bigint> {
    const sent = await assets.createAsset.send({ id, color: 'red', size: 5, owner: 'ann', appraisedValue: 300 });
    const { blockNumber } = await sent.commit();
    return blockNumber;
}

/** Asks one peer, and records nothing. */
export async function ownerOf(assets: AssetTransfer, id: string): Promise<string> {
    const { owner } = await assets.readAsset(id);
    return owner;
}

/**
 * Endorses a transfer by the gateway library alone, and lets another one be committed first: this one is in a block, then,
 * and changes nothing.
 */
export async function transferTooLate(assets: AssetTransfer, contract: Contract, id: string): Promise<string> {
    const late = await contract.newProposal('transferAsset', { arguments: [id, 'dave'] }).endorse();
    await assets.transferAsset(id, 'eve');
    const { successful, code } = await (await late.submit()).getStatus();
    return successful ? 'it worked' : `committed as invalid, code ${code}`;
}

/** Tells failures apart. */
export async function explain(attempt: () => Promise<unknown>): Promise<string> {
    try {
        await attempt();
        return 'it worked';
    } catch (error) {
        if (error instanceof AssetExists) return `it is there already: ${error.reason}`;
        if (error instanceof TransactionRefused)
            return `refused, status ${error.status} ${error.code}: ${error.reason}`;
        if (error instanceof TransactionInvalid) return `committed as invalid: ${error.code}, try it again`;
        if (error instanceof CommitUnknown) return `look later for ${error.transactionId}`;
        if (error instanceof EndorseError) return `the endorsers could not be asked: ${error.message}`;
        throw error;
    }
}
