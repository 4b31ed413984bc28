import { writeOutput } from 'heddle/command';
import { type CallRequest, withProposal } from './gateway-call';
import { toOutput } from './result-output';

/** Evaluates a function and prints its result. @throws CommandError if that fails */
export async function runQuery(request: CallRequest): Promise<void> {
    const result = await withProposal(request, (proposal) => proposal.evaluate());
    await writeOutput(toOutput(result, request.options.output, process.stdout.isTTY));
}
