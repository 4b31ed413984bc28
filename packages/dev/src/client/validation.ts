import { type Status, StatusCode } from '@hyperledger/fabric-gateway';
import { CommandError } from 'heddle/command';

/** What to do about the codes that clients meet. */
const REMEDIES: Readonly<Record<string, string>> = {
    MVCC_READ_CONFLICT: 'another transaction has written meanwhile what it had read; run the command again',
    PHANTOM_READ_CONFLICT: 'another transaction has changed meanwhile what its query had found; run the command again',
    ENDORSEMENT_POLICY_FAILURE:
        'the organizations that endorsed it do not suffice; name those of the policy by --endorsing-org, or leave it out',
    CHAINCODE_VERSION_CONFLICT: 'the chaincode was upgraded meanwhile; run the command again',
};

/** `MVCC_READ_CONFLICT`, as Fabric calls it. */
export function validationNameOf(code: number): string {
    return Object.entries(StatusCode).find(([, value]) => value === code)?.[0] ?? `validation code ${code}`;
}

/** A transaction that is in a block, and has changed nothing. */
export function invalidTransaction({ transactionId, blockNumber, code }: Status, channel: string): CommandError {
    const name = validationNameOf(code);
    const remedy = REMEDIES[name] ?? `the peer's log tells more`;
    return new CommandError(
        1,
        `transaction ${transactionId} is ${name} (code ${code}) in block ${String(blockNumber)} of ${channel}, and has changed nothing: ${remedy}`,
    );
}
