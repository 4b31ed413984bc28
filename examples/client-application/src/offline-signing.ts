import type { Gateway, Signer } from '@hyperledger/fabric-gateway';
import { CHAINCODE_NAME, CHANNEL_NAME } from './connection';

/**
 * Submits through a gateway that has no private key: what is to be signed leaves as bytes and a digest, and comes back with
 * a signature, from a phone or a vault for example.
 * @returns the block of the transaction
 */
export async function transferSignedOffline(
    gateway: Gateway,
    sign: Signer,
    id: string,
    owner: string,
): Promise<bigint> {
    const contract = gateway.getNetwork(CHANNEL_NAME).getContract(CHAINCODE_NAME);
    const proposal = contract.newProposal('transferAsset', { arguments: [id, owner] });
    const signedProposal = gateway.newSignedProposal(proposal.getBytes(), await sign(proposal.getDigest()));
    const transaction = await signedProposal.endorse();
    const signedTransaction = gateway.newSignedTransaction(transaction.getBytes(), await sign(transaction.getDigest()));
    const commit = await signedTransaction.submit();
    const signedCommit = gateway.newSignedCommit(commit.getBytes(), await sign(commit.getDigest()));
    const { successful, code, blockNumber } = await signedCommit.getStatus();
    if (!successful) throw new Error(`the transfer failed to commit with status code ${code}`);
    return blockNumber;
}
