import type { Status } from '@hyperledger/fabric-gateway';
import { writeOutput } from 'heddle/command';
import { type CallRequest, withProposal } from './gateway-call';
import type { Connection } from './gateway-connection';
import { toOutput } from './result-output';
import { invalidTransaction, validationNameOf } from './validation';

/**
 * Submits a transaction, waits until it is committed, tells of that on standard error and prints its result.
 *
 * @throws CommandError if it fails, or is committed as invalid
 */
export async function runInvoke(request: CallRequest): Promise<void> {
    const result = await withProposal(request, async (proposal, connection) => {
        const transaction = await proposal.endorse();
        const commit = await transaction.submit();
        tell(await commit.getStatus(), connection);
        return transaction.getResult();
    });
    await writeOutput(toOutput(result, request.options.output, process.stdout.isTTY));
}

function tell(status: Status, { channel, address }: Connection): void {
    if (!status.successful) throw invalidTransaction(status, channel);
    const { transactionId, blockNumber, code } = status;
    const where = `block ${String(blockNumber)} of ${channel} at ${address}`;
    process.stderr.write(`transaction ${transactionId} is ${validationNameOf(code)} in ${where}\n`);
}
